"""Rewordings: a statement said in other words is a new version linked to the old one, never an edit."""

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, col, select

from app.domain import Noun, events
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.refusals import N_, Refusal
from app.domain.text import Text


class Rewording(Noun, table=True):
    """A statement's new words, made in an activity. `code` is new (C08b), `version_of` the one it comes from (C08)."""

    __tablename__ = "rewording"
    activity_id: str = Field(primary_key=True, foreign_key="activity.id", ondelete="CASCADE")
    code: str = Field(primary_key=True)
    version_of: str
    text: Text = Field(sa_column=Column(JSON, nullable=False))


def make(session: Session, activity: Activity, *, version_of: str, text: Text, code: str = "") -> Rewording:
    """Say a statement in other words. Its code is the old one with the next letter, unless one is given."""
    taken = {one.code for one in of_project(session, activity)}
    if code in taken:
        raise Refusal(N_("There is already a version with this code."), control="code")
    made = Rewording(activity_id=activity.id, code=code or _next(version_of, taken), version_of=version_of, text=text)
    session.add(made)
    session.flush()
    events.record(session, events.WordsChanged(activity.meeting_id, activity.id))
    return made


def of_activity(session: Session, activity: Activity) -> list[Rewording]:
    """The versions made in this activity."""
    query = select(Rewording).where(Rewording.activity_id == activity.id).order_by(col(Rewording.code))
    return list(session.exec(query))


def of_project(session: Session, activity: Activity) -> list[Rewording]:
    """The versions made anywhere in the activity's project, by code."""
    project = session.get_one(Meeting, activity.meeting_id).project_id
    query = select(Rewording).join(Activity).join(Meeting).where(Meeting.project_id == project)
    return list(session.exec(query.order_by(col(Rewording.code))))


def _next(version_of: str, taken: set[str]) -> str:
    letters = (f"{version_of}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")
    found = next((code for code in letters if code not in taken), "")
    if not found:
        raise Refusal(N_("This statement has been reworded often enough."), control="version_of")
    return found
