"""A meeting: one gathering of the series, its door, and who came."""

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, SQLModel, col, func, select, update

from app.domain.ids import CODE_LETTERS, digest, new_code, new_id
from app.domain.projects import Project, Sector
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.text import Text


class Meeting(SQLModel, table=True):
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
    revision: int = 0


class Attendance(SQLModel, table=True):
    """Who came to a meeting, and whether they agreed to take part in it."""

    __tablename__ = "attendance"
    __table_args__ = {"sqlite_with_rowid": False}
    meeting_id: str = Field(primary_key=True, foreign_key="meeting.id", ondelete="CASCADE")
    participant_id: str = Field(primary_key=True, foreign_key="participant.id", ondelete="CASCADE")
    consented: bool = False
    may_quote: bool = False


def add(
    session: Session, project: Project, title: Text, *, code: str = "", minutes: int = 120, purpose: Text | None = None
) -> Meeting:
    """Add a meeting at the end of the series."""
    number = len(of_project(session, project)) + 1
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


def attended(session: Session, meeting: Meeting) -> int:
    """How many people came."""
    return session.exec(select(func.count()).where(Attendance.meeting_id == meeting.id)).one()


def raise_revisions(session: Session, meeting_ids: set[str]) -> dict[str, int]:
    """One step for each meeting something happened in, in a fixed order, and where each stands now."""
    revisions: dict[str, int] = {}
    for meeting_id in sorted(meeting_ids):
        statement = update(Meeting).where(col(Meeting.id) == meeting_id).values(revision=Meeting.revision + 1)
        revisions[meeting_id] = session.execute(statement.returning(col(Meeting.revision))).scalar_one()
    return revisions
