"""A meeting: one gathering of the series, its door, and who came."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, Session, col, func, select

from app.domain import Noun, events
from app.domain.ids import CODE_LETTERS, digest, new_code, new_id, new_secret
from app.domain.projects import Project, Sector
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.seats import Seat
from app.domain.statements import Statement
from app.domain.text import Text, clean

SHORTEST, LONGEST = 5, 600  # minutes
_RAISE = Statement("UPDATE meeting SET revision = revision + 1 WHERE id = :id RETURNING revision")
_PROJECT = Statement("SELECT project_id FROM meeting WHERE id = :id")


class Meeting(Noun, table=True):
    """One gathering. `current_id` is the activity everybody is at; `revision` rises with every change."""

    __tablename__ = "meeting"
    id: str = Field(default_factory=new_id, primary_key=True)
    project_id: str = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    code: str  # "M1": stable, names the meeting in every export
    number: int
    title: Text = Field(sa_column=Column(JSON, nullable=False))
    purpose: Text = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    minutes: int = 120
    starts_at: str | None = None  # local date and time, ISO; the zone stands beside it
    time_zone: str = "America/Toronto"
    video_url: str = ""
    dial_in: str = ""
    join_code: str = Field(default_factory=new_code, unique=True)
    screen_hash: str | None = Field(default=None, unique=True)
    door_open: bool = True
    current_id: str | None = None
    leader_id: str | None = None  # the account that leads now; none: whoever runs the meeting presses
    offered_to: str | None = None  # the account the lead is offered to, until it accepts or declines
    offered_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    revision: int = 0


class Attendance(Noun, table=True):
    """Who came to a meeting, and whether they agreed to take part in it."""

    __tablename__ = "attendance"
    __table_args__ = ({"sqlite_with_rowid": False},)
    meeting_id: str = Field(primary_key=True, foreign_key="meeting.id", ondelete="CASCADE")
    participant_id: str = Field(primary_key=True, foreign_key="participant.id", ondelete="CASCADE")
    consented: bool = False
    quote_mark: str = ""  # whether they may be quoted, readable with their seat alone (see seats.Seat.mark)


def add(
    session: Session, project: Project, title: Text, *, code: str = "", minutes: int = 120, purpose: Text | None = None
) -> Meeting:
    """Add a meeting at the end of the series."""
    number = max((meeting.number for meeting in of_project(session, project)), default=0) + 1
    meeting = Meeting(
        project_id=project.id,
        code=code or f"M{number}",
        number=number,
        title=title,
        minutes=minutes,
        purpose=purpose or {},
    )
    session.add(meeting)
    session.flush()
    return meeting


def edit(session: Session, meeting: Meeting, **changes: Any) -> Meeting:
    """Change what is planned of the meeting itself."""
    for name, value in changes.items():
        setattr(meeting, name, value)
    session.add(meeting)
    session.flush()
    events.record(session, events.AgendaChanged(meeting.id))
    return meeting


def length(written: str, *, control: str) -> int:
    """How long a meeting is planned to be, in minutes."""
    written = written.strip()
    if not (written.isdecimal() and len(written) <= 4 and SHORTEST <= int(written) <= LONGEST):
        message = N_("Choose a number from %(least)s to %(most)s.")
        raise Refusal(message, control=control, least=SHORTEST, most=LONGEST)
    return int(written)


def start(day: str, time: str) -> str | None:
    """A local date and time as it is kept, or None while neither is known."""
    if not day and not time:
        return None
    if not day:
        raise Refusal(N_("Give the day too, or leave both empty."), control="day")
    if not time:
        raise Refusal(N_("Give the time too, or leave both empty."), control="time")
    try:
        at = datetime.fromisoformat(f"{day}T{time[:5]}")
    except ValueError:
        at = None
    if at is None or not 2000 <= at.year < 2100:  # a date field takes 26 for the year 26
        raise Refusal(N_("This is not a day and time. Write them as 2026-09-14 and 13:00."), control="day")
    return at.isoformat(timespec="minutes")


def zone(name: str) -> str:
    """The name of a time zone there is."""
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise Refusal(N_("Choose one of the time zones listed."), control="time_zone") from None


def link(address: str, *, control: str) -> str:
    """A web address people may be sent to: http or https, and nothing else."""
    address = clean(address, limit=500, control=control, may_be_empty=True)
    try:
        parts = urlsplit(address)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in address
    except ValueError:
        good = False
    if address and not good:
        raise Refusal(N_("This is not a web address. It should begin with https://"), control=control)
    return address


def new_join_code(session: Session, meeting: Meeting) -> str:
    """Another code for the door; the old one opens nothing from now on."""
    edit(session, meeting, join_code=new_code())
    return meeting.join_code


def new_screen_key(session: Session, meeting: Meeting) -> str:
    """Another link for the big screen; whoever holds the old one sees nothing new."""
    key = new_secret()
    edit(session, meeting, screen_hash=digest(key))
    return key


def of_project(session: Session, project: Project) -> list[Meeting]:
    """The project's meetings in their order."""
    return list(session.exec(select(Meeting).where(Meeting.project_id == project.id).order_by(col(Meeting.number))))


def sectors_at(session: Session, meeting_id: str) -> list[Sector]:
    """The sectors of the project a meeting belongs to, in their order."""
    query = select(Sector).join(Meeting, col(Meeting.project_id) == Sector.project_id).where(Meeting.id == meeting_id)
    return list(session.exec(query.order_by(col(Sector.number))))


def get(session: Session, meeting_id: str) -> Meeting:
    """The meeting, or the same "nothing here" as for any stranger."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound()
    return meeting


def project_of(session: Session, meeting_id: str) -> str:
    """The id of the project a meeting belongs to."""
    return _PROJECT.run(session, id=meeting_id).fetchone()[0]


def at_code(session: Session, code: str) -> Meeting:
    """The meeting whose door this code opens."""
    wanted = "".join(letter for letter in code.upper() if letter in CODE_LETTERS)
    meeting = session.exec(select(Meeting).where(Meeting.join_code == wanted)).first() if len(wanted) == 8 else None
    if meeting is None:
        raise Refusal(
            N_("No meeting has this code. It has 8 letters and numbers; look at the big screen or your invitation."),
            control="code",
            status=404,
        )
    if not meeting.door_open:
        raise Refusal(
            N_("The door of this meeting is closed. Ask the facilitator to open it."), control="code", status=403
        )
    return meeting


def with_screen_key(session: Session, key: str) -> Meeting:
    """The meeting whose big screen this link shows."""
    meeting = session.exec(select(Meeting).where(Meeting.screen_hash == digest(key))).first()
    if meeting is None:
        raise NotFound(N_("This screen link is no longer valid. Ask the facilitator for a new one."))
    return meeting


def attend(session: Session, meeting: Meeting, participant_id: str) -> Attendance:
    """Come into a meeting. Coming twice is coming once."""
    found = session.get(Attendance, (meeting.id, participant_id))
    if found is None:
        found = Attendance(meeting_id=meeting.id, participant_id=participant_id)
        session.add(found)
        session.flush()
    return found


def may_quote(session: Session, meeting_id: str, seat: Seat) -> bool:
    """Whether this person said, for this meeting, that their words may be quoted."""
    attendance = session.get(Attendance, (meeting_id, seat.participant_id))
    return attendance is not None and attendance.quote_mark == seat.mark(f"quote:{meeting_id}", True)


def latest_of(session: Session, participant_id: str) -> Meeting | None:
    """The last meeting of the series that this person came to."""
    query = select(Meeting).join(Attendance).where(Attendance.participant_id == participant_id)
    return session.exec(query.order_by(col(Meeting.number).desc())).first()


def attended(session: Session, meeting: Meeting) -> int:
    """How many people came."""
    return session.exec(select(func.count()).where(Attendance.meeting_id == meeting.id)).one()


def revisions(session: Session, meeting_ids: Sequence[str]) -> dict[str, int]:
    """Where each of these meetings stands."""
    return dict(session.exec(select(Meeting.id, Meeting.revision).where(col(Meeting.id).in_(meeting_ids))).all())


def raise_revisions(session: Session, meeting_ids: set[str]) -> dict[str, int]:
    """One step for each meeting something happened in, in a fixed order, and where each stands now."""
    revisions: dict[str, int] = {}
    for meeting_id in sorted(meeting_ids):
        revisions[meeting_id] = _RAISE.run(session, id=meeting_id).fetchone()[0]
    return revisions
