"""Entries made on somebody's behalf, by telephone or from paper dots: counted once an activity, tied to no answer."""

from sqlmodel import Field, Session, func, select

from app.domain import Noun, events, meetings, participants
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat


class Entered(Noun, table=True):
    """That one seat's answers to an activity were entered by a helper. The mark is no pseudonym of any answer."""

    __tablename__ = "entered"
    __table_args__ = ({"sqlite_with_rowid": False},)
    activity_id: str = Field(primary_key=True, foreign_key="activity.id", ondelete="CASCADE")
    mark: str = Field(primary_key=True)


def take_place(
    session: Session, meeting: Meeting, *, sector: str, role: str, room: str, agreed: bool, language: str
) -> str:
    """A place for somebody who takes part through a helper; returns the seat's secret, which is kept nowhere.

    When the helper puts it away nobody can change these answers any more: an entry is final.
    """
    if not agreed:
        message = N_("Read the consent to them first, and tick that they agree to take part.")
        raise Refusal(message, control="agreed")
    project = session.get_one(Project, meeting.project_id)
    person = participants.newcomer(session, project)
    participants.introduce(session, project, person, sector=sector, role=role, room=room, language=language)
    secret = participants.take_seat(session, person)
    attendance = meetings.attend(session, meeting, person.id)
    attendance.consented = True
    session.add(attendance)
    session.flush()
    events.record(session, events.PeopleChanged(meeting.id))
    return secret


def note(session: Session, activity: Activity, seat: Seat) -> None:
    """Count this seat in as entered by a helper, once."""
    mark = seat.pseudonym(f"behalf:{activity.id}")
    if session.get(Entered, (activity.id, mark)) is None:
        session.add(Entered(activity_id=activity.id, mark=mark))
        session.flush()


def how_many(session: Session, activity: Activity) -> int:
    """For how many people answers to this activity were entered by a helper."""
    return session.exec(select(func.count()).where(Entered.activity_id == activity.id)).one()
