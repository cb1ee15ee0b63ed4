"""Who listens to which meeting, and the newest drawing of each part for each audience."""

import json
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from app.domain.ids import now_ms
from app.domain.seats import Seat
from app.live.mailbox import Mailbox
from app.live.parts import Part
from app.scenes import Audience

Told = tuple[int, str, str]  # a tick, whose place in a mailbox it takes, a frame
GRACE_SECONDS = 90  # somebody whose tab is hidden behind the video call is still here


@dataclass(eq=False)
class Listener:
    """One open page. `held` is the newest drawing it has (a tick of its surface), -1 for none."""

    audience: Audience
    mailbox: Mailbox
    seat: Seat | None = None
    held: int = -1
    closing: str = ""
    ensure_may: Callable[[Session], object] | None = None  # raises a Refusal once this page may not listen any more

    @property
    def key(self) -> str:
        """Whose page it is: a seat may have several."""
        return self.seat.participant_id if self.seat else ""

    def close(self, why: str = "") -> None:
        """End the connection: what waits is not sent. Without a reason why, the page may come back."""
        self.closing = why
        self.mailbox.end()


@dataclass(frozen=True)
class Drawing:
    """A part as one audience last saw it drawn."""

    part: str
    html: str
    tick: int
    frame: str

    def since(self, held: int) -> Sequence[Told]:
        """What a page lacks that has all up to the tick `held`."""
        return [(self.tick, self.part, self.frame)] if self.tick > held else []


@dataclass
class Room:
    """One meeting's listeners and drawings. `ticks` counts, by surface, the drawings that told something new."""

    meeting_id: str
    boot: str = field(default_factory=lambda: secrets.token_hex(4))
    listeners: set[Listener] = field(default_factory=set[Listener])
    pages: dict[str, list[Listener]] = field(default_factory=dict[str, list[Listener]])  # the same by whose they are
    drawings: dict[tuple[Part, Audience], Drawing] = field(default_factory=dict[tuple[Part, Audience], Drawing])
    ticks: dict[str, int] = field(default_factory=dict[str, int])
    seen: dict[str, float] = field(default_factory=dict[str, float])

    def version(self, surface: str) -> str:
        """What a page of this surface is up to date with; another process, or a restart, never gives the same."""
        return f"{self.boot}.{self.ticks.get(surface, 0)}"

    def at(self, tick: int, audience: Audience) -> str:
        """A tick of this room as pages of this audience know it."""
        return as_told(f"{self.boot}.{tick}", audience)

    def held_at(self, audience: Audience, version: str) -> int:
        """How far a page with this version has got; -1 when it cannot be told, or when it saw something else so far."""
        boot, _, tick = version.partition(".")
        return int(tick) if boot == as_told(self.boot, audience) and tick.isdecimal() and len(tick) < 16 else -1

    def join(self, listener: Listener) -> None:
        """Listen first; what is missing is drawn after, so nothing falls between."""
        self.listeners.add(listener)
        if listener.seat:
            self.pages.setdefault(listener.key, []).append(listener)
            self.seen[listener.key] = float("inf")

    def leave(self, listener: Listener) -> None:
        """Stop listening. The person counts as present for a while yet."""
        self.listeners.discard(listener)
        pages = self.pages.get(listener.key, [])
        if listener in pages:
            pages.remove(listener)
        if listener.seat and not pages:
            self.pages.pop(listener.key, None)
            now = time.monotonic()
            for seat in [seat for seat, until in self.seen.items() if until <= now]:
                del self.seen[seat]
            self.seen[listener.key] = now + GRACE_SECONDS

    def pages_of(self, participant_id: str) -> frozenset[Listener]:
        """The pages one seat has open here."""
        return frozenset(self.pages.get(participant_id, ()))

    def beat(self, listener: Listener) -> str:
        """A heartbeat for one page."""
        return heartbeat(self.at(listener.held, listener.audience))

    def make_way(self, participant_id: str, most: int) -> None:
        """A page too many of one seat takes the place of its oldest, which may come back if anybody looks at it."""
        pages = self.pages.get(participant_id, [])
        while len(pages) > most:
            oldest = pages[0]
            self.leave(oldest)
            oldest.close()

    def close_seats(self, participant_ids: set[str]) -> None:
        """These people were removed: their pages hear nothing more."""
        for participant_id in participant_ids:
            for listener in self.pages_of(participant_id):
                listener.close("removed")

    def present(self) -> int:
        """How many seats are here, hidden tabs included."""
        now = time.monotonic()  # pages are drawn in threads while others come in: read at one moment, change nothing
        return sum(until > now for until in list(self.seen.values()))

    def keep(self, part: Part, view: Audience, html: str, key: str) -> Drawing:
        """Note a fresh drawing. One that says nothing new keeps its tick, and is sent to nobody."""
        before = self.drawings.get((part, view))
        if before is not None and before.html == html:
            return before
        tick = self.next_tick(part.surface)
        drawing = Drawing(part.name, html, tick, frame(part.name, html, version=self.at(tick, view), key=key))
        self.drawings[part, view] = drawing
        return drawing

    def next_tick(self, surface: str) -> int:
        """One step on: something new is told on this surface."""
        self.ticks[surface] = self.ticks.get(surface, 0) + 1
        return self.ticks[surface]

    def forget(self, stale: set[Part], *, drawn: set[tuple[Part, Audience]]) -> None:
        """Stale parts nobody listens for were not drawn anew, and are not worth keeping."""
        for at in [at for at in self.drawings if at[0] in stale and at not in drawn]:
            del self.drawings[at]


def as_told(version: str, audience: Audience) -> str:
    """Who has not agreed yet sees other drawings: their versions are marked, and tell nothing once they agree."""
    return version if audience.agreed else f"-{version}"


def frame(part: str, html: str, *, version: str = "", key: str = "", place: str = "", turn: int = 0) -> str:
    """One message to a page: a part, where it goes, and what makes it newer than what is there.

    A stage has a `key`, a piece the `place` it hangs in, a pen the `turn` it was drawn at: how many answers it counts.
    """
    content = f'<hx-partial hx-target="#{part}" hx-swap="outerMorph">{html}</hx-partial>'
    said = {"part": part, "v": version} | ({"key": key} if key else {}) | ({"place": place} if place else {})
    said |= {"turn": turn} if turn else {}
    return json.dumps(said | {"content": content}, ensure_ascii=False)


def gone(part: str, version: str) -> str:
    """One message to a page: this piece is no longer there."""
    return json.dumps({"part": part, "v": version, "gone": True})


def start_over(version: str = "") -> str:
    """One message to a page: what follows replaces what is there, whatever its version."""
    return json.dumps({"v": version, "again": True})


def heartbeat(version: str) -> str:
    """Says that the line is open, how far everybody should be, and what time it is."""
    return json.dumps({"v": version, "now": now_ms()})
