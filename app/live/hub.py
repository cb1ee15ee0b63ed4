"""Who listens to which meeting, and the newest drawing of each part for each audience."""

import json
import secrets
import time
from dataclasses import dataclass, field

from app.domain.ids import now_ms
from app.domain.seats import Seat
from app.live.mailbox import Mailbox
from app.live.parts import Part
from app.scenes import Audience

GRACE_SECONDS = 90  # somebody whose tab is hidden behind the video call is still here


@dataclass(eq=False)
class Listener:
    """One open page. `held` is the newest drawing it has (a tick of its surface), -1 for none."""

    audience: Audience
    mailbox: Mailbox
    seat: Seat | None = None
    held: int = -1
    closing: str = ""

    @property
    def key(self) -> str:
        """Whose page it is: a seat may have several."""
        return self.seat.participant_id if self.seat else ""


@dataclass(frozen=True)
class Drawing:
    """A part as one audience last saw it drawn."""

    html: str
    tick: int
    frame: str


@dataclass
class Room:
    """One meeting's listeners and drawings. `ticks` counts, by surface, the drawings that told something new."""

    meeting_id: str
    boot: str = field(default_factory=lambda: secrets.token_hex(4))
    listeners: set[Listener] = field(default_factory=set[Listener])
    drawings: dict[tuple[Part, Audience], Drawing] = field(default_factory=dict[tuple[Part, Audience], Drawing])
    ticks: dict[str, int] = field(default_factory=dict[str, int])
    seen: dict[str, float] = field(default_factory=dict[str, float])

    def version(self, surface: str) -> str:
        """What a page of this surface is up to date with; another process, or a restart, never gives the same."""
        return self.at(self.ticks.get(surface, 0))

    def at(self, tick: int) -> str:
        """A tick of this room as pages know it."""
        return f"{self.boot}.{tick}"

    def held_at(self, surface: str, version: str) -> int:
        """How far a page with this version has got; -1 when it cannot be told."""
        boot, _, tick = version.partition(".")
        return int(tick) if boot == self.boot and tick.isdigit() else -1

    def join(self, listener: Listener) -> None:
        """Listen first; what is missing is drawn after, so nothing falls between."""
        self.listeners.add(listener)
        if listener.seat:
            self.seen[listener.key] = float("inf")

    def leave(self, listener: Listener) -> None:
        """Stop listening. The person counts as present for a while yet."""
        self.listeners.discard(listener)
        if listener.seat and not any(other.key == listener.key for other in self.listeners):
            self.seen[listener.key] = time.monotonic() + GRACE_SECONDS

    def present(self) -> int:
        """How many seats are here, hidden tabs included."""
        now = time.monotonic()
        self.seen = {seat: until for seat, until in self.seen.items() if until > now}
        return len(self.seen)

    def keep(self, part: Part, view: Audience, html: str, key: str) -> Drawing:
        """Note a fresh drawing. One that says nothing new keeps its tick, and is sent to nobody."""
        before = self.drawings.get((part, view))
        if before is not None and before.html == html:
            return before
        tick = self.ticks[part.surface] = self.ticks.get(part.surface, 0) + 1
        drawing = Drawing(html, tick, frame(part.name, html, version=self.at(tick), key=key))
        self.drawings[part, view] = drawing
        return drawing

    def forget(self, stale: set[Part], *, drawn: set[tuple[Part, Audience]]) -> None:
        """Stale parts nobody listens for were not drawn anew, and are not worth keeping."""
        for at in [at for at in self.drawings if at[0] in stale and at not in drawn]:
            del self.drawings[at]


def frame(part: str, html: str, *, version: str = "", key: str = "") -> str:
    """One message to a page: a part, where it goes, and what makes it newer than what is there."""
    content = f'<hx-partial hx-target="#{part}" hx-swap="outerMorph">{html}</hx-partial>'
    return json.dumps({"part": part, "v": version, "key": key, "content": content}, ensure_ascii=False)


def heartbeat(version: str) -> str:
    """Says that the line is open, how far everybody should be, and what time it is."""
    return json.dumps({"v": version, "now": now_ms()})
