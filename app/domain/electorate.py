"""Who may answer an activity, and how many have: one ballot a person, turnout without names."""

from dataclasses import dataclass

from sqlmodel import Field, Session, SQLModel, col, func, insert, select, text

from app.domain.activities import OPEN, Activity
from app.domain.meetings import Attendance
from app.domain.participants import Participant
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat


class Elector(SQLModel, table=True):
    """Somebody who may answer. Rewritten in random order on reveal."""

    __tablename__ = "electorate"
    __table_args__ = {"sqlite_with_rowid": False}
    activity_id: str = Field(primary_key=True, foreign_key="activity.id", ondelete="CASCADE")
    participant_id: str = Field(primary_key=True)
    answered: bool = False
    done: bool = False


@dataclass(frozen=True)
class Turnout:
    """How many have answered and how many say they are done, of how many who may; by sector alongside."""

    answered: int
    done: int
    total: int


_MARK = text("UPDATE electorate SET answered = true WHERE activity_id = :activity AND participant_id = :person")
_DONE = text("UPDATE electorate SET done = :done WHERE activity_id = :activity AND participant_id = :person")
_JOIN = text(
    "INSERT INTO electorate (activity_id, participant_id, answered, done) "
    "SELECT :activity, participant_id, :answered, false FROM attendance "
    "WHERE meeting_id = :meeting AND participant_id = :person AND (consented OR :everybody) "
    "ON CONFLICT (activity_id, participant_id) DO NOTHING"
)


def fill(session: Session, activity: Activity, *, everybody: bool) -> None:
    """On opening: everybody who agreed to take part in this meeting (or `everybody` who came)."""
    listed = select(Elector.participant_id).where(Elector.activity_id == activity.id)
    people = select(Attendance.participant_id).where(
        Attendance.meeting_id == activity.meeting_id, col(Attendance.participant_id).not_in(listed)
    )
    if not everybody:
        people = people.where(col(Attendance.consented).is_(True))
    rows = [{"activity_id": activity.id, "participant_id": person} for person in session.exec(people)]
    if rows:
        session.execute(insert(Elector), rows)


def mark_answered(session: Session, activity: Activity, seat: Seat, *, everybody: bool = False) -> None:
    """Count this person in. Whoever came after the opening joins the electorate now, if they agreed to take part."""
    connection = session.connection()
    who = {"activity": activity.id, "person": seat.participant_id}
    if connection.execute(_MARK, who).rowcount:
        return
    late = who | {"meeting": activity.meeting_id, "everybody": everybody, "answered": True}
    if not connection.execute(_JOIN, late).rowcount:
        raise Refusal(N_("Not sent: first agree to take part in this meeting."), status=403)


def welcome_to_open(session: Session, meeting_id: str, participant_id: str) -> None:
    """Somebody agreed to take part while an activity is open: they are among those who may answer it."""
    open_now = select(Activity.id).where(Activity.meeting_id == meeting_id, Activity.state == OPEN)
    for activity_id in session.exec(open_now):
        session.connection().execute(
            _JOIN,
            {
                "activity": activity_id,
                "person": participant_id,
                "meeting": meeting_id,
                "everybody": False,
                "answered": False,
            },
        )


def mark_done(session: Session, activity: Activity, seat: Seat, done: bool) -> None:
    """ "I'm done", and taking that back."""
    who = {"activity": activity.id, "person": seat.participant_id, "done": done}
    if not session.connection().execute(_DONE, who).rowcount:
        raise Refusal(N_("Not sent: first agree to take part in this meeting."), status=403)


def standing(session: Session, activity: Activity, seat: Seat) -> Elector | None:
    """How this person stands in the activity."""
    return session.get(Elector, (activity.id, seat.participant_id))


def turnout(session: Session, activity: Activity) -> dict[str, Turnout]:
    """Turnout by sector code. Counted every time, never kept in a column."""
    query = (
        select(Participant.sector, Elector.answered, Elector.done, func.count())
        .join(Participant, col(Participant.id) == Elector.participant_id)
        .where(Elector.activity_id == activity.id)
        .group_by(col(Participant.sector), col(Elector.answered), col(Elector.done))
    )
    sums: dict[str, list[int]] = {}
    for sector, answered, done, number in session.exec(query):
        entry = sums.setdefault(sector or "", [0, 0, 0])
        entry[0] += number if answered else 0
        entry[1] += number if done else 0
        entry[2] += number
    return {sector: Turnout(*entry) for sector, entry in sums.items()}
