"""A meeting as it stands at one moment, loaded once for all the scenes of a drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from app.domain import activities, focusing, meetings, rooms
from app.domain.activities import PLANNED, Activity
from app.domain.focusing import Focus
from app.domain.kind import Kind
from app.domain.meetings import Attendance, Meeting
from app.domain.projects import Project, Sector
from app.domain.prompts import Setup
from app.domain.rooms import Room
from app.domain.seats import Seat
from app.kinds import kind_of
from app.scenes.audience import PARTICIPANT, Audience


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
    focus: Focus | None = None  # the one thing everybody is at
    rooms: Mapping[str, Room] = field(default_factory=dict[str, Room])  # by sector, while people sit in them

    @property
    def place(self) -> int:
        """1-based place of the current activity; 0 before the first."""
        return self.current.position + 1 if self.current else 0

    @property
    def following(self) -> Activity | None:
        """What the next step leads to."""
        return activities.after(self.agenda, self.meeting.current_id)

    @property
    def reveals(self) -> bool:
        """Whether the current activity's kind has results to show."""
        return self.kind is not None and self.setup is not None and self.kind.shows_results(self.setup)

    @property
    def offers_focus(self) -> bool:
        """Whether there is more than one thing to look at, and somebody to bring to it."""
        return self.setup is not None and len(focusing.offered(self.setup)) > 1

    @property
    def has_desk(self) -> bool:
        """Whether staff have something to work on beyond the controls."""
        return self.kind is not None and (
            (self.setup is not None and self.kind.has_desk(self.setup))
            or (self.current is not None and self.current.builds_on)
        )

    def has_desk_for(self, rights: frozenset[str]) -> bool:
        """Whether somebody with these rights has something to work on there."""
        return self.has_desk and self.kind is not None and self.kind.works_at_desk(rights)


def moment(session: Session, meeting_id: str) -> Moment:
    """Load the meeting once for all the scenes of a drawing."""
    meeting = meetings.get(session, meeting_id)
    agenda = activities.of_meeting(session, meeting.id)
    current = next((a for a in agenda if a.id == meeting.current_id), None)
    kind = kind_of(current.kind) if current else None
    project = session.get_one(Project, meeting.project_id)
    setup = kind.asked(session, current) if kind and current else None
    focus = focusing.of(session, current, setup)
    held = rooms.of_activity(session, current) if current and rooms.are_held(current) else {}
    sectors = meetings.sectors_at(session, meeting.id)
    return Moment(project, meeting, sectors, agenda, current, kind, setup, focus, held)


def agreed(session: Session, now: Moment, seat: Seat) -> bool:
    """Whether this person agreed to take part in this meeting, or nothing of the kind is asked in it."""
    if _consent_of(now) is None:
        return True
    attendance = session.get(Attendance, (now.meeting.id, seat.participant_id))
    return attendance is not None and attendance.consented


def as_seen(session: Session, now: Moment, audience: Audience) -> Moment:
    """The same moment for those who have not agreed yet: they are at the consent, once it has opened."""
    consent = _consent_of(now)
    if audience.agreed or audience.surface != PARTICIPANT or consent is None or consent.state == PLANNED:
        return now
    kind = kind_of(consent.kind)
    return replace(now, current=consent, kind=kind, setup=kind.asked(session, consent), focus=None, rooms={})


def _consent_of(now: Moment) -> Activity | None:
    return next((a for a in now.agenda if kind_of(a.kind).stays_open), None)
