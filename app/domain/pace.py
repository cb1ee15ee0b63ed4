"""Pace: what was planned beside what happened, and how far ahead of its plan or behind it a meeting is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.activities import CLOSED, OPEN, PLANNED, REVEALED, Activity
from app.domain.meetings import Meeting

MINUTE = 60_000
SAME_DAY = 12 * 60 * MINUTE  # a meeting held on another day than planned is measured from its own beginning
DONE, NOW, NEXT, SKIPPED, DROPPED = "done", "now", "next", "skipped", "dropped"


@dataclass(frozen=True)
class Item:
    """One activity of the run of show; `starts` is its planned time of day, or its time since the beginning."""

    activity: Activity
    stands: str
    starts: str
    spent: int | None  # minutes it took, once it is over
    since_ms: int | None  # when it began, while it is the current one

    @property
    def may_drop(self) -> bool:
        """Whether it is still to come, and optional: dropping it wins its minutes back."""
        return self.stands == NEXT and not self.activity.core and self.activity.state == PLANNED

    @property
    def may_move(self) -> bool:
        """Whether nobody has come to it yet."""
        return self.stands in {NEXT, DROPPED, SKIPPED} and self.activity.state == PLANNED


@dataclass(frozen=True)
class End:
    """When a meeting is over at this pace. What is current is over at `due_ms`, or as soon as it can be after that;
    while no clock runs, `left_ms` from whenever one looks. Then comes `rest_ms` of what is still planned.

    `planned_ms` is when the meeting was to end. Times of day are read off the clock of `zone`.
    """

    due_ms: int | None
    left_ms: int
    rest_ms: int
    planned_ms: int
    zone: str

    def rest(self, without: int = 0) -> int:
        """What is still to come, with so many minutes fewer."""
        return self.rest_ms - without * MINUTE

    def at(self, now_ms: int, *, without: int = 0) -> int:
        """The projected end as of now, with so many minutes fewer to come."""
        over = now_ms + self.left_ms if self.due_ms is None else max(self.due_ms, now_ms)
        return over + self.rest(without)

    def late_by(self, now_ms: int) -> int:
        """Minutes after the planned end; negative when before it."""
        return round((self.at(now_ms) - self.planned_ms) / MINUTE)

    def clock(self, now_ms: int, *, without: int = 0) -> str:
        """The projected end as a time of day."""
        at = datetime.fromtimestamp(self.at(now_ms, without=without) / 1000, ZoneInfo(self.zone))
        return at.strftime("%H:%M")


@dataclass(frozen=True)
class Pace:
    """The run of show. `late_ms` and `due_ms` say how the current activity stands against the plan.

    `late_ms` is how late it began (negative: early), None until it begins. `due_ms` is when it should be over, or
    while it has not begun, when it should begin; None before the first activity. Neither moves while time passes.
    """

    items: Sequence[Item]
    minutes: int
    late_ms: int | None
    due_ms: int | None
    end: End | None = None

    def late_by(self, now_ms: int) -> int | None:
        """Minutes behind the plan now; negative when ahead of it."""
        if self.due_ms is None:
            return None
        over = now_ms - self.due_ms
        return round((over if self.late_ms is None else max(self.late_ms, over)) / MINUTE)


@dataclass(frozen=True)
class Span:
    """One activity on the ruler, to scale: `x` and `width` in percent; `kind` whether it is done, now or next."""

    kind: str
    x: float
    width: float


def ruler(agenda: Sequence[Activity], current: Activity | None) -> list[Span]:
    """The agenda drawn to scale."""
    agenda = [a for a in agenda if not a.dropped]
    whole = sum(a.minutes for a in agenda) or 1
    spans: list[Span] = []
    start = 0
    for activity in agenda:
        is_now = current is not None and activity.id == current.id
        kind = NOW if is_now else DONE if activity.state in {CLOSED, REVEALED} else NEXT
        spans.append(Span(kind, 100 * start / whole, max(100 * activity.minutes / whole - 0.35, 0.2)))
        start += activity.minutes
    return spans


def of(meeting: Meeting, agenda: Sequence[Activity], current: Activity | None) -> Pace:
    """The plan beside what happened."""
    openings = sorted(a.opened_ms for a in agenda if a.opened_ms is not None and not a.window)
    items: list[Item] = []
    offset = 0
    late, due = None, None
    for activity in agenda:
        stands = _stands(activity, current)
        begun = activity.opened_ms if stands == NOW else None
        items.append(Item(activity, stands, _starts(meeting, offset), _spent(activity, stands, openings), begun))
        if stands == NOW and openings and not activity.window:
            planned = _beginning(meeting, openings[0]) + offset * MINUTE
            late, due = (None, planned) if begun is None else (begun - planned, planned + activity.minutes * MINUTE)
        offset += activity.minutes
    return Pace(items, offset, late, due, _end(meeting, items, openings))


def _end(meeting: Meeting, items: Sequence[Item], openings: Sequence[int]) -> End | None:
    """Once it has begun, and while something is current."""
    current = next((item.activity for item in items if item.stands == NOW), None)
    if current is None or current.window or not openings:
        return None
    rest = sum(item.activity.minutes for item in items if item.stands == NEXT and item.activity.state == PLANNED)
    planned = _beginning(meeting, openings[0]) + meeting.minutes * MINUTE
    due, left = _due(current)
    return End(due, left, rest * MINUTE, planned, meeting.time_zone)


def _due(current: Activity) -> tuple[int | None, int]:
    """When the current activity should be over, or how much is left of it while no clock runs."""
    if current.state == OPEN and current.paused_left_ms is not None:
        return None, max(current.paused_left_ms, 0)
    if current.opened_ms is None:
        return None, current.minutes * MINUTE
    return current.ends_ms or current.opened_ms + current.minutes * MINUTE, 0


def _stands(activity: Activity, current: Activity | None) -> str:
    if current is not None and activity.id == current.id:
        return NOW
    if activity.state in {CLOSED, REVEALED}:
        return DONE
    if activity.dropped:
        return DROPPED
    return SKIPPED if current is not None and activity.position < current.position else NEXT


def _spent(activity: Activity, stands: str, openings: Sequence[int]) -> int | None:
    """Until the next one began: talking about the results is part of an activity."""
    if stands != DONE or activity.opened_ms is None:
        return None
    ended = next((at for at in openings if at > activity.opened_ms), activity.closed_ms or activity.opened_ms)
    return round((ended - activity.opened_ms) / MINUTE)


def _starts(meeting: Meeting, offset: int) -> str:
    if meeting.starts_at is None:
        return f"{offset // 60}:{offset % 60:02}"
    return (datetime.fromisoformat(meeting.starts_at) + timedelta(minutes=offset)).strftime("%H:%M")


def _beginning(meeting: Meeting, first_opening: int) -> int:
    if meeting.starts_at is None:
        return first_opening
    planned = datetime.fromisoformat(meeting.starts_at).replace(tzinfo=ZoneInfo(meeting.time_zone)).timestamp() * 1000
    return int(planned) if abs(planned - first_opening) < SAME_DAY else first_opening
