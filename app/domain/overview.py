"""A project at a glance: where each meeting stands, what its agenda adds up to, and who has come in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import activities, meetings, participants, projects
from app.domain.activities import CLOSED, OPEN, REVEALED, Activity
from app.domain.meetings import Meeting
from app.domain.participants import REMOVED, Participant
from app.domain.projects import Project, Sector

PLANNED, UNDER_WAY, HELD = "planned", "under_way", "held"


@dataclass(frozen=True)
class Stop:
    """One meeting of the series: planned, under way or held; how many activities of how many are done; who came."""

    meeting: Meeting
    state: str
    done: int
    of: int
    came: int


@dataclass(frozen=True)
class Invited:
    """How many of a sector have a place, and how many of them have joined. `sector` is None before choosing."""

    sector: Sector | None
    invited: int
    joined: int


@dataclass(frozen=True)
class Listed:
    """One sector's part of the roster."""

    sector: Sector | None
    people: Sequence[Participant]


@dataclass(frozen=True)
class Item:
    """One line of the agenda and when it begins, in minutes from the start."""

    activity: Activity
    starts: int

    @property
    def clock(self) -> str:
        """The start as hours and minutes: 1:12."""
        return f"{self.starts // 60}:{self.starts % 60:02}"


def series(session: Session, project: Project) -> list[Stop]:
    """The project's meetings and where each stands."""
    return [_stop(session, meeting) for meeting in meetings.of_project(session, project)]


def invited(session: Session, project: Project) -> list[Invited]:
    """How many people have a place and how many have joined, by sector; those who have not said theirs come last."""
    counts = participants.counts(session, project)
    places: list[Sector | None] = [*projects.sectors_of(session, project)]
    if "" in counts:
        places.append(None)
    nobody = {"invited": 0, "joined": 0}
    rows = [(place, counts.get(place.code if place else "", nobody)) for place in places]
    return [Invited(place, row["invited"], row["joined"]) for place, row in rows]


def due(series: Sequence[Stop], people: Sequence[Invited]) -> tuple[str, Stop | None]:
    """What the team does next, and at which meeting: run, invite, date, prepare, or nothing more."""
    running = next((stop for stop in series if stop.state == UNDER_WAY), None)
    if running is not None:
        return "run", running
    coming = next((stop for stop in series if stop.state == PLANNED), None)
    if coming is None:
        return "over", None
    if not coming.of:
        return "plan", coming
    if not any(row.invited for row in people):
        return "invite", coming
    return ("begin" if coming.meeting.starts_at else "date"), coming


def roster(session: Session, project: Project) -> list[Listed]:
    """Everybody with a place, sector by sector, by name and never in the order they came."""
    people = [p for p in participants.of_project(session, project) if p.state != REMOVED]
    places: list[Sector | None] = [*projects.sectors_of(session, project), None]
    listed = [Listed(place, [p for p in people if p.sector == (place.code if place else None)]) for place in places]
    return [one for one in listed if one.people or one.sector is not None]


def run_of_show(agenda: Sequence[Activity]) -> list[Item]:
    """The agenda with the minute at which each item begins."""
    items: list[Item] = []
    starts = 0
    for activity in agenda:
        items.append(Item(activity, starts))
        starts += activity.minutes
    return items


def minutes_of(agenda: Sequence[Activity]) -> int:
    """How long the agenda is, all together."""
    return sum(activity.minutes for activity in agenda)


def _stop(session: Session, meeting: Meeting) -> Stop:
    agenda = [a for a in activities.of_meeting(session, meeting.id) if not a.dropped]
    done = sum(a.state in {CLOSED, REVEALED} for a in agenda)
    begun = meeting.current_id is not None or any(a.state == OPEN for a in agenda)
    over = bool(agenda) and done == len(agenda)
    state = HELD if over else UNDER_WAY if begun or done else PLANNED
    return Stop(meeting, state, done, len(agenda), meetings.attended(session, meeting))
