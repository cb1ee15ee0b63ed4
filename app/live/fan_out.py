"""Hear, merge, draw once per audience, post: first at once, then at a pace the drawing itself sets."""

import asyncio
import logging
import time
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from app import scenes
from app.db import reading
from app.domain import electorate
from app.domain.events import Event, PeopleChanged, SeatClosed
from app.domain.seats import Seat
from app.live.hub import Listener, Room, frame, heartbeat
from app.live.parts import Part, parts_of, stale_after
from app.render import Renderer
from app.scenes import Audience, Moment

QUICK, SLOW = 0.002, 0.25
HEARTBEAT_SECONDS = 10.0
log = logging.getLogger("groundwork.live")


@dataclass(eq=False)
class _Pace:
    """One meeting's drawing loop: what is stale, and the bell that wakes it."""

    room: Room
    stale: set[Part] = field(default_factory=set[Part])
    behind: set[Listener] = field(default_factory=set[Listener])
    pens: set[Listener] = field(default_factory=set[Listener])
    recheck: bool = False
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: list[asyncio.Task[None]] = field(default_factory=list[asyncio.Task[None]])


class FanOut:
    """The live layer of one process."""

    def __init__(self, engine: Engine, renderer: Renderer) -> None:
        self._engine = engine
        self._renderer = renderer
        self._paces: dict[str, _Pace] = {}
        self.loop: asyncio.AbstractEventLoop | None = None

    def tell(self, happened: list[Event], revisions: dict[str, int]) -> None:
        """From the writer's thread: this is on disk now."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.hear, happened)

    def hear(self, happened: list[Event]) -> None:
        """Mark what went stale in each meeting, and wake its loop."""
        for meeting_id in {event.meeting_id for event in happened}:
            pace = self._paces.get(meeting_id)
            if pace is None:
                continue
            here = [event for event in happened if event.meeting_id == meeting_id]
            pace.stale |= stale_after(here)
            pace.recheck = pace.recheck or any(isinstance(event, PeopleChanged) for event in here)
            for event in here:
                if isinstance(event, SeatClosed):
                    self._close_seat(pace.room, event.participant_id)
            pace.bell.set()

    def pen_due(self, meeting_id: str, seat: Seat, *, answered_from: Listener, form_shows_it: bool) -> None:
        """After an answer: the seat's pages show its own state anew; the one it came from only if its form does not."""
        pace = self._pace(meeting_id)
        pace.pens |= {
            listener
            for listener in pace.room.listeners
            if listener.key == seat.participant_id and not (form_shows_it and listener is answered_from)
        }
        if pace.pens:
            pace.bell.set()

    def look_again(self, meeting_id: str) -> None:
        """Another process changed something: whatever it was, draw everything and send what differs."""
        pace = self._paces.get(meeting_id)
        if pace:
            pace.stale |= {part for surface in ("participant", "screen", "facilitator") for part in parts_of(surface)}
            pace.bell.set()

    def version(self, meeting_id: str, surface: str) -> str:
        """What a page drawn from now on is at least up to date with. Ask before reading."""
        pace = self._paces.get(meeting_id)
        return pace.room.version(surface) if pace else ""

    def present(self, meeting_id: str) -> int:
        """How many seats are here now."""
        pace = self._paces.get(meeting_id)
        return pace.room.present() if pace else 0

    def room(self, meeting_id: str) -> Room:
        """The meeting's listeners; its drawing loop starts with the first."""
        return self._pace(meeting_id).room

    def join(self, meeting_id: str, listener: Listener, version: str) -> Room:
        """Subscribe first, then draw what the page has not got."""
        pace = self._pace(meeting_id)
        listener.held = pace.room.held_at(listener.audience.surface, version)
        pace.room.join(listener)
        listener.mailbox.post("heartbeat", heartbeat(pace.room.at(listener.held)))  # sets the page's clock
        pace.behind.add(listener)
        pace.bell.set()
        return pace.room

    def meetings(self) -> list[str]:
        """Meetings somebody here listens to."""
        return list(self._paces)

    async def stop(self) -> None:
        """End every loop."""
        tasks = [task for pace in self._paces.values() for task in pace.tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _pace(self, meeting_id: str) -> _Pace:
        pace = self._paces.get(meeting_id)
        if pace is None:
            pace = self._paces[meeting_id] = _Pace(Room(meeting_id))
            pace.tasks = [asyncio.create_task(self._run(pace)), asyncio.create_task(self._beat(pace.room))]
        return pace

    async def _beat(self, room: Room) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            for listener in room.listeners:
                listener.mailbox.post("heartbeat", heartbeat(room.at(listener.held)))

    async def _run(self, pace: _Pace) -> None:
        while True:
            await pace.bell.wait()
            pace.bell.clear()
            began = time.monotonic()
            try:
                await self._round(pace)
            except Exception:
                log.exception("a drawing failed; other meetings still hear")
            await asyncio.sleep(min(max(3 * (time.monotonic() - began), QUICK), SLOW))

    async def _round(self, pace: _Pace) -> None:
        stale, pace.stale = pace.stale, set()
        behind, pace.behind = pace.behind, set()
        recheck, pace.recheck = pace.recheck, False
        room = pace.room
        listeners = list(room.listeners)
        pens, pace.pens = pace.pens, set()
        work = _Work(room, stale, listeners, behind & room.listeners, pens & room.listeners, recheck)
        await asyncio.to_thread(self._draw, work)
        for listener, part, text in work.post:
            listener.mailbox.post(part, text)
        for listener, tick in work.reached.items():
            listener.held = max(listener.held, tick)

    def _draw(self, work: "_Work") -> None:
        with reading(self._engine) as session:
            now = scenes.moment(session, work.room.meeting_id)
            if work.recheck:
                for listener in work.listeners:
                    self._see_again(session, now, listener, work)
            fresh: dict[tuple[Part, Audience], Any] = {}
            for listener in work.listeners:
                self._for(session, now, listener, work, fresh)
            self._pens(session, now, work)
        work.room.forget(work.stale, drawn=set(fresh))

    def _see_again(self, session: Any, now: Moment, listener: Listener, work: "_Work") -> None:
        if listener.seat is None or listener.audience.agreed:
            return
        if scenes.agreed(session, now, listener.seat):
            listener.audience = Audience(**{**vars(listener.audience), "agreed": True})
            listener.held = -1
            work.behind.add(listener)

    def _for(
        self, session: Any, now: Moment, listener: Listener, work: "_Work", fresh: dict[tuple[Part, Audience], Any]
    ) -> None:
        seen = scenes.as_seen(now, listener.audience)
        late = listener in work.behind
        for part in parts_of(listener.audience.surface):
            if part not in work.stale and not late:
                continue
            view = part.view(listener.audience, seen)
            at = (part, view)
            if at not in fresh:
                kept = work.room.drawings.get(at)
                fresh[at] = (
                    kept if kept and part not in work.stale else self._drawn(session, seen, part, view, work.room)
                )
            drawing = fresh[at]
            if drawing.tick > listener.held:
                work.post.append((listener, part.name, drawing.frame))
                work.reached[listener] = max(work.reached.get(listener, 0), drawing.tick)
                if part.keyed and listener.seat:
                    work.staged.add(listener)

    def _drawn(self, session: Any, now: Moment, part: Part, view: Audience, room: Room) -> Any:
        scene = part.scene(session, now, view, room.present())
        html = self._renderer.draw(part.template, view.language, audience=view, **scene)
        return room.keep(part, view, html, scene["stage"].key if part.keyed else "")

    def _pens(self, session: Any, now: Moment, work: "_Work") -> None:
        """Whoever has answered gets their own state behind a stage that came blank."""
        for listener in work.staged | work.pens:
            seen = scenes.as_seen(now, listener.audience)
            if seen.current is None or listener.seat is None:
                continue
            standing = electorate.standing(session, seen.current, listener.seat)
            if listener in work.pens or (standing is not None and (standing.answered or standing.done)):
                work.post.append((listener, "pen", self.pen(session, seen, listener)))

    def pen(self, session: Any, now: Moment, listener: Listener) -> str:
        """One seat's own state as a frame, for its sockets alone."""
        assert listener.seat is not None
        html = draw_pen(
            self._renderer, session, scenes.as_seen(now, listener.audience), listener.audience, listener.seat
        )
        return frame("pen", html, key="pen")

    def _close_seat(self, room: Room, participant_id: str) -> None:
        for listener in list(room.listeners):
            if listener.key == participant_id:
                listener.closing = "removed"
                listener.mailbox.post("bye", "")


@dataclass
class _Work:
    """One round's drawing, carried between the loop and the thread that draws."""

    room: Room
    stale: set[Part]
    listeners: list[Listener]
    behind: set[Listener]
    pens: set[Listener]
    recheck: bool
    post: list[tuple[Listener, str, str]] = field(default_factory=list[tuple[Listener, str, str]])
    reached: dict[Listener, int] = field(default_factory=dict[Listener, int])
    staged: set[Listener] = field(default_factory=set[Listener])


def draw_pen(renderer: Renderer, session: Any, now: Moment, audience: Audience, seat: Any) -> str:
    """The pen as one root element: controls with this person's own state."""
    stage = scenes.stage(session, now, audience)
    standing = electorate.standing(session, now.current, seat) if now.current else None
    return renderer.draw(
        "parts/participant/pen.html",
        audience.language,
        audience=audience,
        now=now,
        stage=stage,
        pen=scenes.pen(session, now, seat),
        standing=standing,
    )
