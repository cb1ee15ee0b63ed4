"""Hear, merge, draw once per audience, post: first at once, then at a pace the drawing itself sets."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Engine

from app.domain.events import Event, PeopleChanged, SeatClosed
from app.domain.seats import Seat
from app.live.drawing import Drawer, Work
from app.live.hub import Listener, Room
from app.live.parts import PARTS, PRESENCE, Part, stale_after
from app.logs import failure
from app.render import Renderer
from app.scenes import FACILITATOR

QUICK, SLOW = 0.002, 0.25
HEARTBEAT_SECONDS = 10.0
EMPTY_SECONDS = 300.0  # nobody listens for so long: the meeting is let go of, long after the last counts as present
AGAIN_SECONDS = 1.0  # after a drawing that failed
log = logging.getLogger("groundwork.live")


@dataclass(eq=False)
class _Pace:
    """One meeting's drawing loop: what is stale, and the bell that wakes it."""

    room: Room
    stale: set[Part] = field(default_factory=set[Part])
    behind: set[Listener] = field(default_factory=set[Listener])
    pens: set[Listener] = field(default_factory=set[Listener])
    recheck: bool = False  # whether people's rights may have changed
    revision: int = 0  # of the meeting, as far as we know what changed up to it
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    empty: float = 0.0  # for how long nobody has listened, in seconds
    tasks: list[asyncio.Task[None]] = field(default_factory=list[asyncio.Task[None]])


class FanOut:
    """The live layer of one process."""

    def __init__(
        self, engine: Engine, renderer: Renderer, *, beat: float = HEARTBEAT_SECONDS, empty: float = EMPTY_SECONDS
    ) -> None:
        self._drawer = Drawer(engine, renderer)
        self._beat_seconds, self._empty_seconds = beat, empty
        self._paces: dict[str, _Pace] = {}
        self.loop: asyncio.AbstractEventLoop | None = None
        self.ring: Callable[[dict[str, int]], None] = lambda _revisions: None  # tells other processes, if there are any

    def tell(self, happened: list[Event], revisions: dict[str, int]) -> None:
        """From the writer's thread: this is on disk now."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.hear, happened, revisions)

    def hear(self, happened: list[Event], revisions: dict[str, int]) -> None:
        """Mark what went stale in each meeting, and wake its loop."""
        self.ring(revisions)
        for meeting_id in {event.meeting_id for event in happened}:
            pace = self._paces.get(meeting_id)
            if pace is None:
                continue
            here = [event for event in happened if event.meeting_id == meeting_id]
            pace.stale |= stale_after(here)
            pace.recheck = pace.recheck or any(isinstance(event, PeopleChanged) for event in here)
            for event in here:
                if isinstance(event, SeatClosed):
                    pace.room.close_seats({event.participant_id})
            if revisions[meeting_id] == pace.revision + 1:
                pace.revision += 1
            else:  # another process was in between
                self.look_again(meeting_id, revisions[meeting_id])
            pace.bell.set()

    def pen_due(
        self, meeting_id: str, seat: Seat, *, answered_from: Listener | None = None, form_shows_it: bool = False
    ) -> None:
        """After an answer: the seat's pages show its own state anew; the one it came from only if its form does not."""
        pace = self._paces.get(meeting_id)
        if pace is None:
            return
        pages = pace.room.pages_of(seat.participant_id)
        pace.pens |= pages - {answered_from} if form_shows_it else pages
        if pace.pens:
            pace.bell.set()

    def look_again(self, meeting_id: str, revision: int) -> None:
        """Another process changed something: whatever it was, draw everything and send what differs."""
        pace = self._paces.get(meeting_id)
        if pace and revision > pace.revision:
            pace.revision = revision
            pace.stale |= set(PARTS)
            pace.recheck = True
            pace.bell.set()

    def version(self, meeting_id: str, surface: str) -> str:
        """What a page drawn from now on is at least up to date with. Ask before reading."""
        pace = self._paces.get(meeting_id)
        return pace.room.version(surface) if pace else ""

    def present(self, meeting_id: str) -> int:
        """How many seats are here now."""
        pace = self._paces.get(meeting_id)
        return pace.room.present() if pace else 0

    def join(self, meeting_id: str, listener: Listener, version: str) -> Room:
        """Subscribe first, then draw what the page has not got. The meeting's drawing loop starts with its first."""
        pace = self._pace(meeting_id)
        listener.held = pace.room.held_at(listener.audience, version)
        pace.room.join(listener)
        listener.mailbox.post("heartbeat", pace.room.beat(listener))  # sets the page's clock
        pace.behind.add(listener)
        pace.bell.set()
        return pace.room

    def listeners(self) -> dict[str, list[Listener]]:
        """Who listens here, by meeting."""
        return {
            meeting_id: list(pace.room.listeners) for meeting_id, pace in self._paces.items() if pace.room.listeners
        }

    def hang_up(self) -> None:
        """The server is about to stop: whoever waits gets an answer now, and comes back when it is there again."""
        for listeners in self.listeners().values():
            for listener in listeners:
                listener.mailbox.end()

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
            pace.tasks = [asyncio.create_task(self._run(pace)), asyncio.create_task(self._beat(pace))]
        return pace

    async def _beat(self, pace: _Pace) -> None:
        room = pace.room
        while True:
            await asyncio.sleep(self._beat_seconds)
            pace.empty = 0.0 if room.listeners else pace.empty + self._beat_seconds
            if pace.empty >= self._empty_seconds:
                return self._let_go(pace)
            for listener in room.listeners:
                listener.mailbox.post("heartbeat", room.beat(listener))
            if any(listener.audience.surface == FACILITATOR for listener in room.listeners):
                pace.stale |= PRESENCE  # whoever left says nothing; the consoles' count follows at this pace
                pace.bell.set()

    def _let_go(self, pace: _Pace) -> None:
        """Whoever comes later begins a new room, of another boot, and gets everything."""
        del self._paces[pace.room.meeting_id]
        pace.tasks[0].cancel()

    async def _run(self, pace: _Pace) -> None:
        while True:
            await pace.bell.wait()
            pace.bell.clear()
            began = time.monotonic()
            try:
                await self._round(pace)
                await asyncio.sleep(0)  # what was posted is sent now: the pace counts that too
            except Exception as error:
                log.error("a drawing failed; other meetings still hear: %s", failure(error))
                self.loop.call_later(AGAIN_SECONDS, pace.bell.set) if self.loop else None
            await asyncio.sleep(min(max(3 * (time.monotonic() - began), QUICK), SLOW))

    async def _round(self, pace: _Pace) -> None:
        stale, pace.stale = pace.stale, set()
        behind, pace.behind = pace.behind, set()
        recheck, pace.recheck = pace.recheck, False
        room = pace.room
        listeners = list(room.listeners)
        pens, pace.pens = pace.pens, set()
        work = Work(room, stale, listeners, behind & room.listeners, pens & room.listeners, recheck, room.present())
        try:
            await asyncio.to_thread(self._drawer.draw, work)
        except Exception:  # nothing was sent: all of it is still to do
            pace.stale, pace.behind, pace.pens = pace.stale | stale, pace.behind | work.behind, pace.pens | pens
            pace.recheck = pace.recheck or recheck
            raise
        pace.revision = pace.revision or work.revision  # the first round draws everything, as of this revision
        room.close_seats(work.removed)
        for listener, part, text in work.post:
            listener.mailbox.post(part, text)
        for listener, tick in work.reached.items():
            listener.held = max(listener.held, tick)
