"""The parts of each surface: which events make which stale, how each is drawn, and what its drawing varies by."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from app import scenes
from app.domain import events, focusing, leading
from app.domain.events import ActivityMoved, AgendaChanged, AnswerGiven, Event, PeopleChanged, WordsChanged
from app.domain.ids import now_ms
from app.domain.kind import Piece
from app.scenes import FACILITATOR, PARTICIPANT, SCREEN, Audience, Moment

Scene = dict[str, Any]
NOTHING_TYPED: Scene = {
    "kept": {},
    "refused": "",
    "op": "",
}  # a form that comes back refused has both, on a page of its own


@dataclass(frozen=True)
class Part:
    """A piece of a page with one root element whose id is its name; page and socket draw it alike."""

    name: str
    surface: str
    scene: Callable[[Session, Moment, Audience, int], Scene]
    stale_after: tuple[type[Event], ...]
    keyed: bool = False  # a stage under people's hands: replaced only when its key changes
    personal: bool = False  # on the console: each of the team sees their own

    @property
    def template(self) -> str:
        """Where it is drawn."""
        return f"parts/{self.surface}/{self.name}.html"

    def view(self, audience: Audience, now: Moment) -> Audience:
        """The widest audience that sees the same drawing of this part."""
        differs = self.keyed and now.kind is not None
        in_room = audience.room in now.rooms
        own_first = self.name == "results" and now.kind is not None and now.kind.results_by_room
        by_room = (
            in_room
            or own_first
            or (differs and now.kind is not None and now.setup is not None and now.kind.differs_by_room(now.setup))
        )
        hand = audience.hand if differs and now.kind and now.kind.shuffles else 0
        view = replace(audience, room=audience.room if by_room else None, hand=hand, leads=differs and audience.leads)
        return view if self.personal else replace(view, account="")


def _clock(now: Moment, audience: Audience) -> Scene:
    room = next((one for one in now.sectors if one.code == audience.room and one.code in now.rooms), None)
    return {"clock": scenes.clock(now, audience.room), "line": scenes.line(now, audience.room), "room": room}


def _head(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return _clock(now, audience) | {"now": now, "ruler": scenes.ruler(now)}


def _stage(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    scene = {"now": now, "stage": scenes.stage(session, now, audience), "pen": None, "standing": None}
    return scene | NOTHING_TYPED | {"earlier": scenes.earlier(session, now, audience)}


def _results(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    results = scenes.results(session, now, audience)
    held_back = scenes.held_back(session, now)
    return {"now": now, "results": results, "hung": _hung(now, results), "apart": False, "held_back": held_back}


def _console_results(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    offers = focusing.offered(now.setup) if now.setup else []
    return _results(session, now, audience, present) | {"offers": offers}


def _hung(now: Moment, results: Any) -> dict[str, list[Piece]]:
    """The pieces of the results by the place they hang in."""
    by_place: dict[str, list[Piece]] = {}
    if results and now.kind:
        for piece in sorted(now.kind.pieces(results), key=lambda piece: piece.id):
            by_place.setdefault(piece.place, []).append(piece)
    return by_place


def _turnout(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return {"now": now, "turnout": scenes.turnout(session, now, present=present), "here": scenes.here(session, now)}


def _shown_head(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return _clock(now, audience) | {"now": now, "question": scenes.shown_question(now)}


def _shown_stage(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    at, stage, _ = scenes.narrowed(now, scenes.stage(session, now, audience))
    found = scenes.earlier(session, now, audience)
    return {"now": at, "stage": stage, "question": scenes.shown_question(now), "earlier": found}


def _shown_results(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    scene = _results(session, now, audience, present)
    at, _, results = scenes.narrowed(now, results=scene["results"])
    return scene | {"now": at, "results": results, "hung": _hung(now, results)}


def _shown_turnout(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return _turnout(session, now, audience, present) | {"ruler": scenes.ruler(now)}


def _way_in(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return {"now": now}


def _door(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return {"now": now, "people": scenes.people(session, now, present)}


def _agenda(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    pace = scenes.run_of_show(now)
    at = now_ms()
    return {"now": now, "ruler": scenes.ruler(now), "pace": pace, "late": pace.late_by(at), "at": at}


def _lead(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return {"now": now, "lead": leading.lead(session, now.meeting), "me": audience.account}


def _rooms(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return {"now": now, "rows": scenes.side_by_side(now, audience)}


def _now(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return {"now": now, "clock": scenes.clock(now), "stage": scenes.stage(session, now, audience)}


_MOVES = (ActivityMoved, AgendaChanged)
PARTS = (
    Part("head", PARTICIPANT, _head, _MOVES),
    Part("stage", PARTICIPANT, _stage, _MOVES, keyed=True),
    Part("results", PARTICIPANT, _results, (*_MOVES, WordsChanged)),
    Part("turnout", PARTICIPANT, _turnout, (*_MOVES, AnswerGiven, PeopleChanged)),
    Part("head", SCREEN, _shown_head, _MOVES),
    Part("stage", SCREEN, _shown_stage, _MOVES),
    Part("results", SCREEN, _shown_results, (*_MOVES, WordsChanged)),
    Part("turnout", SCREEN, _shown_turnout, (*_MOVES, AnswerGiven, PeopleChanged)),
    Part("way-in", SCREEN, _way_in, (AgendaChanged,)),
    Part("door", FACILITATOR, _door, (*_MOVES, PeopleChanged)),
    Part("agenda", FACILITATOR, _agenda, _MOVES),
    Part("lead", FACILITATOR, _lead, _MOVES, personal=True),
    Part("now", FACILITATOR, _now, _MOVES),
    Part("rooms", FACILITATOR, _rooms, _MOVES),
    Part("results", FACILITATOR, _console_results, (*_MOVES, WordsChanged)),
    Part("turnout", FACILITATOR, _turnout, (*_MOVES, AnswerGiven, PeopleChanged)),
)
PRESENCE = {part for part in PARTS if part.scene is _door}  # what says who is here now


def parts_of(surface: str) -> tuple[Part, ...]:
    """The parts of one surface, in the order they are sent."""
    return tuple(part for part in PARTS if part.surface == surface)


def page_scene(surface: str, session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    """What a whole page shows: each of its parts exactly as the live layer draws it."""
    scene: Scene = {}
    for part in parts_of(surface):
        scene |= part.scene(session, now, part.view(audience, now), present)
    return scene


def stale_after(happened: list[events.Event]) -> set[Part]:
    """Which parts these events make stale."""
    return {part for part in PARTS if any(isinstance(event, part.stale_after) for event in happened)}
