"""What is asked now, where the room stands, and the clock: as far as an audience may know."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.domain import electorate, pace, rooms
from app.domain.activities import CLOSED, OPEN, PLANNED, REVEALED, Activity
from app.domain.ids import now_ms
from app.domain.kind import Kind
from app.domain.pace import Pace, Span
from app.domain.prompts import Setup
from app.domain.seats import Seat
from app.domain.text import Text
from app.scenes.audience import FACILITATOR, Audience
from app.scenes.moment import Moment


@dataclass(frozen=True)
class Clock:
    """When the time is up, by the server's clock (ms); or how much is left while paused."""

    ends_ms: int | None
    now_ms: int
    paused_left_ms: int | None


@dataclass(frozen=True)
class Stage:
    """The activity everybody is at: prompts and controls, blank, the same for the whole audience."""

    activity: Activity | None
    kind: Kind | None
    setup: Setup | None
    ask: Any
    accepting: bool  # whether an answer would count now
    key: str  # changes when the stage must be drawn anew under people's hands
    place: int
    of: int


def stage(session: Session, now: Moment, audience: Audience) -> Stage:
    """What is asked now, without anybody's answers."""
    activity, kind = now.current, now.kind
    ask = kind.ask(session, activity, audience.viewer) if activity and kind else None
    room = now.rooms.get(audience.room or "")
    closed = room is not None and room.state == rooms.CLOSED
    accepting = activity is not None and kind is not None and _takes_answers(activity, kind) and not closed
    key = f"{activity.id}:{activity.state}{':closed' if closed else ''}" if activity else "lobby"
    return Stage(activity, kind, now.setup, ask, accepting, key, now.place, len(now.agenda))


def _takes_answers(activity: Activity, kind: Kind) -> bool:
    """While it is open, and afterwards where latecomers may still answer; never before it opens."""
    return activity.state == OPEN or (kind.stays_open and activity.state != PLANNED)


def question(now: Moment) -> Text:
    """The largest words on the big screen: what is asked, where it is one thing; else what the activity is called."""
    if now.current is None:
        return now.meeting.title
    asked = [p for p in now.setup.prompts if p.type != "slide"] if now.setup else []
    return asked[0].text if len(asked) == 1 and asked[0].text else now.current.title


def pen(session: Session, now: Moment, seat: Seat) -> Any:
    """One person's own state in the current activity, for that seat alone."""
    return now.kind.mine(session, now.current, seat) if now.kind and now.current else None


def results(session: Session, now: Moment, audience: Audience) -> Any:
    """Where the room stands, if this audience may know: the console from the closing, everybody from the reveal.

    What is `live` shows before that; nothing else is in the scene, so nothing else can be on the wire.
    """
    activity, kind = now.current, now.kind
    if activity is None or kind is None or activity.state == PLANNED:
        return None
    seen_from = {CLOSED, REVEALED} if audience.surface == FACILITATOR else {REVEALED}
    if activity.state in seen_from and not held_back(session, now):
        return kind.results(session, activity, audience.viewer)
    room = now.rooms.get(audience.room or "")
    if room is not None and room.shown:
        return kind.in_room(session, activity, audience.viewer)
    return kind.live(session, activity, audience.viewer)


def held_back(session: Session, now: Moment) -> bool:
    """Whether the console waits for the reveal: what closed anew would tell what those few answered."""
    counts = now.kind is not None and now.reveals and now.kind.tallies
    return counts and now.current is not None and electorate.held_back(session, now.current)


def clock(now: Moment, room: str | None = None) -> Clock | None:
    """The current activity's clock, while it runs or is paused; a room's own where it was given one."""
    if now.current is None or now.current.state != OPEN:
        return None
    own = now.rooms.get(room or "")
    if own is not None and (own.ends_ms is not None or own.paused_left_ms is not None):
        return Clock(own.ends_ms, now_ms(), own.paused_left_ms)
    return Clock(now.current.ends_ms, now_ms(), now.current.paused_left_ms)


def line(now: Moment, room: str | None) -> Text:
    """What was said to this room from outside."""
    own = now.rooms.get(room or "")
    return own.line if own is not None else {}


def ruler(now: Moment) -> list[Span]:
    """The agenda drawn to scale."""
    return pace.ruler(now.agenda, now.current)


def run_of_show(now: Moment) -> Pace:
    """The agenda with what was planned beside what happened."""
    return pace.of(now.meeting, now.agenda, now.current)
