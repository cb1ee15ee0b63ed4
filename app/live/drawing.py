"""One round's drawing: every stale part once for each audience that sees it differently, and who gets which frame."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from app import scenes
from app.db import reading
from app.domain import electorate, operations, participants
from app.domain.kind import Piece
from app.domain.seats import Seat
from app.live.hub import Drawing, Listener, Room, Told, frame, start_over
from app.live.parts import NOTHING_TYPED, Part, parts_of
from app.live.walls import rehang
from app.render import Renderer
from app.scenes import Audience, Moment


@dataclass
class Work:
    """What one round has to draw, and what comes of it; carried between the loop and the thread that draws."""

    room: Room
    stale: set[Part]
    listeners: list[Listener]
    behind: set[Listener]  # have just come, or see more than before: they need what they have not got
    pens: set[Listener]
    recheck: bool  # whether somebody may have agreed to take part, or been removed
    present: int = 0  # how many seats are here
    revision: int = 0  # of the meeting as it was drawn
    post: list[tuple[Listener, str, str]] = field(default_factory=list[tuple[Listener, str, str]])
    reached: dict[Listener, int] = field(default_factory=dict[Listener, int])
    removed: set[str] = field(default_factory=set[str])  # people who may not listen any more
    staged: set[Listener] = field(default_factory=set[Listener])
    missing: dict[tuple[Audience, int, bool], tuple[list[Told], bool]] = field(
        default_factory=dict[tuple[Audience, int, bool], tuple[list[Told], bool]]
    )
    fresh: dict[tuple[Part, Audience], Drawing] = field(default_factory=dict[tuple[Part, Audience], Drawing])


class Drawer:
    """Draws rounds from the database; runs in a thread, and sends nothing itself."""

    def __init__(self, engine: Engine, renderer: Renderer) -> None:
        self._engine = engine
        self._renderer = renderer

    def draw(self, work: Work) -> None:
        """Draw what is stale or missing, as it stands at one moment."""
        with reading(self._engine) as session:
            now = scenes.moment(session, work.room.meeting_id)
            work.revision = now.meeting.revision
            if work.recheck:
                work.removed = participants.removed_from(session, now.project)
            for listener in work.listeners if work.recheck else list(work.behind):  # may have agreed as they came
                _see_again(session, now, listener, work)
            for listener in work.listeners:
                self._for(session, now, listener, work)
            self._pens(session, now, work)
        work.room.forget(work.stale, drawn=set(work.fresh))

    def _for(self, session: Any, now: Moment, listener: Listener, work: Work) -> None:
        alike = (listener.audience, listener.held, listener in work.behind)
        if alike not in work.missing:
            work.missing[alike] = self._missing(session, now, *alike, work)
        told, stage_too = work.missing[alike]
        for tick, part, text in told:
            work.post.append((listener, part, text))
            work.reached[listener] = tick
        if stage_too and listener.seat:
            work.staged.add(listener)

    def _missing(
        self, session: Any, now: Moment, audience: Audience, held: int, late: bool, work: Work
    ) -> tuple[list[Told], bool]:
        """What everybody lacks who sees and has the same, and whether a stage is among it."""
        seen = scenes.as_seen(session, now, audience)
        told, stage_too = list[Told](), False
        for part in parts_of(audience.surface):
            if part in work.stale or late:
                missing = self._at(session, seen, part, part.view(audience, seen), work).since(held)
                told += missing
                stage_too = stage_too or (part.keyed and bool(missing))
        return sorted(told), stage_too  # in this order a page cut off between two knows what it lacks

    def _at(self, session: Any, now: Moment, part: Part, view: Audience, work: Work) -> Drawing:
        at = (part, view)
        if at not in work.fresh:
            kept = work.room.drawings.get(at)
            if kept is None or part in work.stale:
                kept = self._drawn(session, now, part, view, work)
            work.fresh[at] = kept
        return work.fresh[at]

    def _drawn(self, session: Any, now: Moment, part: Part, view: Audience, work: Work) -> Drawing:
        scene: dict[str, Any] = part.scene(session, now, view, work.present) | {"audience": view, "apart": True}
        html = self._renderer.draw(part.template, view.language, **scene)
        hung: dict[str, list[Piece]] = scene.get("hung", {})
        pieces = [piece for together in hung.values() for piece in together]
        if not pieces:
            return work.room.keep(part, view, html, scene["stage"].key if part.keyed else "")

        def draw(piece: Piece) -> str:
            return self._renderer.draw(piece.template, view.language, audience=view, now=now, piece=piece)

        return rehang(work.room, part, view, html, pieces, draw)

    def _pens(self, session: Any, now: Moment, work: Work) -> None:
        """Whoever has answered gets their own state behind a stage that came blank."""
        for listener in work.staged | work.pens:
            seen = scenes.as_seen(session, now, listener.audience)
            if seen.current is None or listener.seat is None:
                continue
            standing = electorate.standing(session, seen.current, listener.seat)
            if listener in work.pens or (standing is not None and (standing.answered or standing.done)):
                work.post.append(
                    (listener, "pen", pen_frame(self._renderer, session, seen, listener.audience, listener.seat))
                )


def pen_frame(renderer: Renderer, session: Any, now: Moment, audience: Audience, seat: Seat) -> str:
    """The pen as one root element: controls with this person's own state, for their own pages.

    Its turn is counted before the state is read, so a drawing never says that it is newer than it is: two doors may
    bring two drawings in the other order.
    """
    turn = operations.taken(session, seat.pseudonym(now.current.id)) if now.current else 0
    stage = scenes.stage(session, now, audience)
    standing = electorate.standing(session, now.current, seat) if now.current else None
    html = renderer.draw(
        "parts/participant/pen.html",
        audience.language,
        audience=audience,
        now=now,
        stage=stage,
        pen=scenes.pen(session, now, seat),
        standing=standing,
        **NOTHING_TYPED,
    )
    return frame("pen", html, key="pen", turn=turn)


def _see_again(session: Session, now: Moment, listener: Listener, work: Work) -> None:
    """Whoever has agreed since, or sits in another room now, sees other things from here on."""
    if listener.seat is None:
        return
    room = participants.room_of(session, listener.seat.participant_id)
    agreed = listener.audience.agreed or scenes.agreed(session, now, listener.seat)
    if (agreed, room) == (listener.audience.agreed, listener.audience.room):
        return
    listener.seat = replace(listener.seat, room=room)
    listener.audience = replace(listener.audience, agreed=agreed, room=room)
    listener.held = -1
    work.behind.add(listener)
    work.post.append((listener, "again", start_over()))
