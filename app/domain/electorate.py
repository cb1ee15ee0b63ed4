"""Who may answer an activity, and how many have: one ballot a person, turnout without names."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Field, Session, col, func, insert, select
from sqlmodel.sql.expression import SelectOfScalar

from app.domain import Noun, activities
from app.domain.activities import CLOSED, OPEN, Activity
from app.domain.meetings import Attendance, Meeting
from app.domain.participants import JOINED, Participant
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.statements import Statement
from app.evidence.small_groups import look_again


class Elector(Noun, table=True):
    """Somebody who may answer. Rewritten in random order on reveal."""

    __tablename__ = "electorate"
    __table_args__ = ({"sqlite_with_rowid": False},)
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


_MARK = Statement("UPDATE electorate SET answered = true WHERE activity_id = :activity AND participant_id = :person")
_HOW_MANY = Statement("SELECT COUNT(*) FROM electorate WHERE activity_id = :activity AND answered")
_ANSWERED = Statement("SELECT answered FROM electorate WHERE activity_id = :activity AND participant_id = :person")
_STRIKE = Statement(
    "DELETE FROM electorate WHERE participant_id = :person AND NOT answered "
    "AND activity_id IN (SELECT id FROM activity WHERE state = 'open')"
)
_DONE = Statement("UPDATE electorate SET done = :done WHERE activity_id = :activity AND participant_id = :person")
_JOIN = Statement(
    "INSERT INTO electorate (activity_id, participant_id, answered, done) "
    "SELECT :activity, participant_id, :answered, false FROM attendance "
    "WHERE meeting_id = :meeting AND participant_id = :person AND (consented OR :everybody) "
    "ON CONFLICT (activity_id, participant_id) DO NOTHING"
)


_JOIN_WINDOW = Statement(
    "INSERT INTO electorate (activity_id, participant_id, answered, done) "
    "SELECT DISTINCT :activity, participant_id, :answered, false FROM attendance "
    "WHERE participant_id = :person AND consented ON CONFLICT (activity_id, participant_id) DO NOTHING"
)


def fill(session: Session, activity: Activity, *, everybody: bool) -> None:
    """On opening: everybody who agreed to take part in this meeting; `everybody` who came where nobody is asked to.

    Between meetings it is everybody who agreed to take part in one that was held.
    """
    listed = select(Elector.participant_id).where(Elector.activity_id == activity.id)
    seated = select(Participant.id).where(Participant.state == JOINED)
    if activity.window:
        _fill_window(session, activity, seated.where(col(Participant.id).not_in(listed)))
        return
    people = select(Attendance.participant_id).where(
        Attendance.meeting_id == activity.meeting_id,
        col(Attendance.participant_id).not_in(listed),
        col(Attendance.participant_id).in_(seated),
    )
    if not everybody and activities.asks_consent(session, activity.meeting_id):
        people = people.where(col(Attendance.consented).is_(True))
    rows = [{"activity_id": activity.id, "participant_id": person} for person in session.exec(people)]
    if rows:
        session.exec(insert(Elector), params=rows)


def mark_answered(session: Session, activity: Activity, seat: Seat, *, everybody: bool = False) -> None:
    """Count this person in. Whoever came after the opening joins the electorate now, if they agreed to take part."""
    who = {"activity": activity.id, "person": seat.participant_id}
    if _MARK.run(session, **who).rowcount:
        return
    _join(session, activity, seat, everybody=everybody, answered=True)


def welcome_to_open(session: Session, meeting_id: str, participant_id: str) -> None:
    """Somebody agreed to take part while an activity is open: they are among those who may answer it."""
    open_now = select(Activity.id).where(Activity.meeting_id == meeting_id, Activity.state == OPEN)
    for activity_id in session.exec(open_now):
        who = {"activity": activity_id, "person": participant_id, "meeting": meeting_id}
        _JOIN.run(session, **who, everybody=False, answered=False)


def strike(session: Session, participant_id: str) -> None:
    """Nobody waits any longer for an answer from somebody who was removed."""
    _STRIKE.run(session, person=participant_id)


def mark_done(session: Session, activity: Activity, seat: Seat, done: bool) -> None:
    """ "I'm done", and taking that back."""
    who = {"activity": activity.id, "person": seat.participant_id}
    if not _DONE.run(session, **who, done=done).rowcount:
        _join(session, activity, seat, everybody=False, answered=False)
        _DONE.run(session, **who, done=done)


def has_answered(session: Session, activity: Activity, seat: Seat) -> bool:
    """Whether this person has been counted in."""
    row = _ANSWERED.run(session, activity=activity.id, person=seat.participant_id).fetchone()
    return row is not None and bool(row[0])


def standing(session: Session, activity: Activity, seat: Seat) -> Elector | None:
    """How this person stands in the activity."""
    return session.get(Elector, (activity.id, seat.participant_id))


def how_many(session: Session, activity: Activity) -> int:
    """How many people have answered. Not yet safe to show."""
    return _HOW_MANY.run(session, activity=activity.id).fetchone()[0]


def held_back(session: Session, activity: Activity) -> bool:
    """Closed anew, with so few more answers since the console last looked that the difference would tell them."""
    if activity.state != CLOSED or activity.seen_n is None:
        return False
    return not look_again(how_many(session, activity), activity.seen_n)


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


def whole(by_sector: Mapping[str, Turnout]) -> Turnout:
    """The sectors added up."""
    rows = by_sector.values()
    return Turnout(sum(t.answered for t in rows), sum(t.done for t in rows), sum(t.total for t in rows))


def _fill_window(session: Session, activity: Activity, seated: SelectOfScalar[str]) -> None:
    project = select(Meeting.project_id).where(Meeting.id == activity.meeting_id).scalar_subquery()
    agreed = select(Attendance.participant_id).where(col(Attendance.consented).is_(True))
    mine = seated.where(Participant.project_id == project, col(Participant.id).in_(agreed))
    rows = [{"activity_id": activity.id, "participant_id": person} for person in session.exec(mine)]
    if rows:
        session.exec(insert(Elector), params=rows)


def _join(session: Session, activity: Activity, seat: Seat, *, everybody: bool, answered: bool) -> None:
    """Whoever came after the opening is let in if they agreed to take part, or if nobody was asked to."""
    who = {"activity": activity.id, "person": seat.participant_id, "meeting": activity.meeting_id}
    if activity.window:
        who.pop("meeting")
        if not _JOIN_WINDOW.run(session, **who, answered=answered).rowcount:
            raise Refusal(N_("Not sent: this is for people who took part in an earlier meeting."), status=403)
        return
    everybody = everybody or not activities.asks_consent(session, activity.meeting_id)
    if not _JOIN.run(session, **who, everybody=everybody, answered=answered).rowcount:
        raise Refusal(N_("Not sent: first agree to take part in this meeting."), status=403)


def waited_for(session: Session, activity: Activity) -> list[Participant]:
    """Who may answer and has not, by sector and name: for a reminder that goes only to them."""
    query = (
        select(Participant)
        .join(Elector, col(Elector.participant_id) == Participant.id)
        .where(Elector.activity_id == activity.id, col(Elector.answered).is_(False), Participant.state == JOINED)
    )
    return sorted(session.exec(query), key=lambda person: (person.sector or "~", person.name.casefold(), person.id))
