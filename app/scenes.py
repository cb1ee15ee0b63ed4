"""What one audience may see right now, and nothing more: the censor of pages, sockets and exports alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, func, select

from app.domain import activities, electorate, meetings, pace, participants
from app.domain.activities import CLOSED, OPEN, PLANNED, REVEALED, Activity
from app.domain.ids import now_ms
from app.domain.kind import Kind, Viewer
from app.domain.meetings import Attendance, Meeting
from app.domain.pace import Pace, Span
from app.domain.projects import Project, Sector
from app.domain.prompts import Setup
from app.domain.seats import Seat
from app.domain.text import Text
from app.evidence.small_groups import turnout_held, turnout_shown
from app.kinds import kind_of

PARTICIPANT, SCREEN, FACILITATOR = "participant", "screen", "facilitator"


@dataclass(frozen=True)
class Audience:
    """Everybody who sees the same bytes."""

    surface: str
    language: str
    room: str | None = None
    hand: int = 0
    agreed: bool = True  # to take part in this meeting; until then a participant's page is at the consent

    @property
    def viewer(self) -> Viewer:
        """The same, as kinds know it: without a language."""
        return Viewer(self.surface, self.room, self.hand)


@dataclass(frozen=True)
class Moment:
    """A meeting as it stands: what every scene of one drawing is made from."""

    project: Project
    meeting: Meeting
    sectors: Sequence[Sector]
    agenda: Sequence[Activity]
    current: Activity | None
    kind: Kind | None
    setup: Setup | None

    @property
    def place(self) -> int:
        """1-based place of the current activity; 0 before the first."""
        return self.current.position + 1 if self.current else 0

    @property
    def reveals(self) -> bool:
        """Whether the current activity's kind has results to show."""
        return self.kind is not None and type(self.kind).results is not Kind.results


@dataclass(frozen=True)
class Clock:
    """When the time is up, by the server's clock (ms); or how much is left while paused."""

    ends_ms: int | None
    now_ms: int
    paused_left_ms: int | None


@dataclass(frozen=True)
class SectorTurnout:
    """One sector's turnout; `answered` is None while too few have answered to say, here or (`beside`) in another."""

    sector: Sector
    answered: int | None
    done: int | None
    total: int
    beside: bool = False

    @property
    def share(self) -> float:
        """The length of its bar, 0-100."""
        return 100 * (self.answered or 0) / self.total if self.total else 0


@dataclass(frozen=True)
class People:
    """Who there is: here now, came to this meeting, on the project's list."""

    present: int
    came: int
    invited: int


@dataclass(frozen=True)
class Turnout:
    """How many have answered of how many may; held back until three have."""

    answered: int | None
    done: int | None
    total: int
    present: int
    sectors: Sequence[SectorTurnout]


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


def moment(session: Session, meeting_id: str) -> Moment:
    """Load the meeting once for all the scenes of a drawing."""
    meeting = meetings.get(session, meeting_id)
    agenda = activities.of_meeting(session, meeting.id)
    current = next((a for a in agenda if a.id == meeting.current_id), None)
    kind = kind_of(current.kind) if current else None
    project = session.get_one(Project, meeting.project_id)
    setup = kind.setup_of(current) if kind and current else None
    return Moment(project, meeting, meetings.sectors_at(session, meeting.id), agenda, current, kind, setup)


def stage(session: Session, now: Moment, audience: Audience) -> Stage:
    """What is asked now, without anybody's answers."""
    activity, kind = now.current, now.kind
    ask = kind.ask(session, activity, audience.viewer) if activity and kind else None
    accepting = activity is not None and kind is not None and (activity.state == OPEN or kind.stays_open)
    key = f"{activity.id}:{activity.state}" if activity else "lobby"
    return Stage(activity, kind, now.setup, ask, accepting, key, now.place, len(now.agenda))


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
    return kind.live(session, activity)


def held_back(session: Session, now: Moment) -> bool:
    """Whether the console waits for the reveal: what closed anew would tell what those few answered."""
    counts = now.kind is not None and now.reveals and now.kind.tallies
    return counts and now.current is not None and electorate.held_back(session, now.current)


def turnout(session: Session, now: Moment, *, present: int = 0) -> Turnout | None:
    """Turnout of the current activity, whole and by sector, held back until three have answered in each."""
    if now.current is None or now.kind is None or not now.kind.takes_answers or now.current.state == PLANNED:
        return None
    by_sector = electorate.turnout(session, now.current)
    held = turnout_held({code: t.answered for code, t in by_sector.items()})
    rows = [_of_sector(s, by_sector[s.code], s.code in held) for s in now.sectors if s.code in by_sector]
    whole = electorate.whole(by_sector)
    shown = turnout_shown(whole.answered)
    return Turnout(shown, None if shown is None else whole.done, whole.total, present, rows)


def _of_sector(sector: Sector, turnout: electorate.Turnout, held: bool) -> SectorTurnout:
    numbers = (None, None) if held else (turnout.answered, turnout.done)
    return SectorTurnout(sector, *numbers, turnout.total, held and turnout_shown(turnout.answered) is not None)


def clock(now: Moment) -> Clock | None:
    """The current activity's clock, while it runs or is paused."""
    if now.current is None or now.current.state != OPEN:
        return None
    return Clock(now.current.ends_ms, now_ms(), now.current.paused_left_ms)


def ruler(now: Moment) -> list[Span]:
    """The agenda drawn to scale."""
    return pace.ruler(now.agenda, now.current)


def run_of_show(now: Moment) -> Pace:
    """The agenda with what was planned beside what happened."""
    return pace.of(now.meeting, now.agenda, now.current)


def agreed(session: Session, now: Moment, seat: Seat) -> bool:
    """Whether this person agreed to take part in this meeting, or nothing of the kind is asked in it."""
    if _consent_of(now) is None:
        return True
    attendance = session.get(Attendance, (now.meeting.id, seat.participant_id))
    return attendance is not None and attendance.consented


def as_seen(now: Moment, audience: Audience) -> Moment:
    """The same moment for those who have not agreed yet: they are at the consent, once it has opened."""
    consent = _consent_of(now)
    if audience.agreed or audience.surface != PARTICIPANT or consent is None or consent.state == PLANNED:
        return now
    kind = kind_of(consent.kind)
    return replace(now, current=consent, kind=kind, setup=kind.setup_of(consent))


def _consent_of(now: Moment) -> Activity | None:
    return next((a for a in now.agenda if kind_of(a.kind).stays_open), None)


def people(session: Session, now: Moment, present: int) -> People:
    """How many are here, came, and are on the list."""
    listed = participants.counts(session, now.project).values()
    return People(present, here(session, now), sum(sector["invited"] for sector in listed))


def here(session: Session, now: Moment) -> int:
    """How many came to this meeting."""
    return session.exec(select(func.count()).where(Attendance.meeting_id == now.meeting.id)).one()
