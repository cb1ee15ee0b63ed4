"""Ideas: short texts people write in a column, which can be grouped, voted on and quoted; and comments on them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, col, select

from app.domain import Noun, activities, ballots, meetings
from app.domain.activities import CUT, Activity
from app.domain.ids import new_id
from app.domain.meetings import Attendance
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.seats import Seat
from app.domain.text import IDEA_LIMIT, clean

SHOWN, HIDDEN, WITHDRAWN = "shown", "hidden", "withdrawn"
MOST_IDEAS = 50  # from one person in one activity; a slip of a script should not fill a wall


class Idea(Noun, table=True):
    """Something written. It carries a pseudonym, a sector and a column: never a person, a time or an order."""

    __tablename__ = "idea"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: str = Field(default_factory=new_id, primary_key=True)
    activity_id: str = Field(foreign_key="activity.id", index=True, ondelete="CASCADE")
    room: str | None = None
    pseudonym: str | None = Field(default=None, index=True)
    sector: str | None = None
    report_group: str | None = None
    column: str = ""
    text: str
    language: str = "en"
    state: str = SHOWN
    quotable: bool = False
    version_of: str | None = None
    code: str = ""  # a short stable name, once something later is built on it
    mark: str = ""  # whether it helps or gets in the way, where the column asks
    parts: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))  # by field
    signed: str = ""  # the organization it may be named with, where somebody ticked that
    released: bool = False  # shown in its own room before the reveal


class Comment(Noun, table=True):
    """A remark on an idea, under the same rules as an idea."""

    __tablename__ = "comment"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: str = Field(default_factory=new_id, primary_key=True)
    activity_id: str = Field(foreign_key="activity.id", index=True, ondelete="CASCADE")
    idea_id: str = Field(index=True)
    room: str | None = None
    pseudonym: str | None = Field(default=None, index=True)
    sector: str | None = None
    report_group: str | None = None
    text: str
    language: str = "en"
    state: str = SHOWN
    quotable: bool = False


def write(
    session: Session,
    activity: Activity,
    seat: Seat,
    *,
    column: str,
    text: str,
    language: str = "",
    mark: str = "",
    parts: Mapping[str, str] | None = None,
    signed: str = "",
) -> Idea:
    """Write an idea in a column. It may be quoted if its writer said so for this meeting."""
    ballots.count_in(session, activity, seat)
    if len(mine(session, activity, seat)) >= MOST_IDEAS:
        message = N_("You have written %(most)s ideas here. Edit or withdraw one to make room.")
        raise Refusal(message, control="text", most=MOST_IDEAS)
    idea = _blank(session, activity, seat)
    idea.column, idea.mark, idea.parts, idea.signed = column, mark, dict(parts or {}), signed
    idea.text, idea.language = clean(text, limit=IDEA_LIMIT), language or seat.language
    session.add(idea)
    session.flush()
    return idea


def _blank(session: Session, activity: Activity, seat: Seat) -> Idea:
    return Idea(
        activity_id=activity.id,
        room=activities.room_of(activity, seat.room),
        text="",
        pseudonym=seat.pseudonym(activity.id),
        sector=seat.sector,
        report_group=seat.report_group,
        quotable=meetings.may_quote(session, activity.meeting_id, seat),
    )


def edit(session: Session, activity: Activity, seat: Seat, idea_id: str, text: str, **also: Any) -> Idea:
    """Change one's own words, and also their mark, parts or signature; what is not named stays."""
    idea = _own(session, activity, seat, idea_id)
    idea.text = clean(text, limit=IDEA_LIMIT)
    for name in also.keys() & {"mark", "parts", "signed"}:
        setattr(idea, name, also[name])
    session.add(idea)
    session.flush()
    return idea


def withdraw(session: Session, activity: Activity, seat: Seat, idea_id: str) -> None:
    """Take one's own idea away: it is deleted, not kept. Taking it away twice is taking it away once."""
    idea = session.get(Idea, idea_id)
    if idea is not None:
        session.delete(_own(session, activity, seat, idea_id))
        session.flush()


def remark(session: Session, activity: Activity, seat: Seat, idea_id: str, text: str) -> Comment:
    """Comment on an idea everybody can see."""
    idea = session.get(Idea, idea_id)
    if idea is None or idea.activity_id != activity.id or idea.state != SHOWN:
        raise NotFound(N_("This idea is no longer there."))
    attendance = session.get(Attendance, (activity.meeting_id, seat.participant_id))
    if attendance is None or not (attendance.consented or not activities.asks_consent(session, activity.meeting_id)):
        raise Refusal(N_("Not sent: first agree to take part in this meeting."), status=403)
    comment = Comment(
        activity_id=activity.id,
        idea_id=idea.id,
        text=clean(text, limit=IDEA_LIMIT),
        language=seat.language,
        pseudonym=None if activity.secrecy == CUT else seat.pseudonym(activity.id),  # sealed from the start:
        sector=seat.sector,  # comments come after the reveal, which split off groups and cut pseudonyms
        quotable=meetings.may_quote(session, activity.meeting_id, seat),
    )
    session.add(comment)
    session.flush()
    return comment


def set_hidden(session: Session, activity: Activity, idea_id: str, hidden: bool) -> Idea:
    """A facilitator takes an idea off every screen, or puts it back. Its words stay with its writer."""
    idea = session.get(Idea, idea_id)
    if idea is None or idea.activity_id != activity.id:
        raise NotFound(N_("This idea is no longer there."))
    idea.state = HIDDEN if hidden else SHOWN
    session.add(idea)
    session.flush()
    return idea


def mine(session: Session, activity: Activity, seat: Seat) -> list[Idea]:
    """This person's own ideas here, in the order of their ids: no order that says who came when."""
    query = select(Idea).where(Idea.activity_id == activity.id, Idea.pseudonym == seat.pseudonym(activity.id))
    return list(session.exec(query.order_by(col(Idea.id))))


def of_activity(session: Session, activity: Activity, *, hidden_too: bool = False) -> list[Idea]:
    """What was written, by column and then by the random id."""
    query = select(Idea).where(Idea.activity_id == activity.id)
    if not hidden_too:
        query = query.where(Idea.state == SHOWN)
    return list(session.exec(query.order_by(col(Idea.column), col(Idea.id))))


def comments_of(session: Session, activity: Activity) -> dict[str, list[Comment]]:
    """Comments by idea."""
    query = select(Comment).where(Comment.activity_id == activity.id, Comment.state == SHOWN).order_by(col(Comment.id))
    by_idea: dict[str, list[Comment]] = {}
    for comment in session.exec(query):
        by_idea.setdefault(comment.idea_id, []).append(comment)
    return by_idea


def _own(session: Session, activity: Activity, seat: Seat, idea_id: str) -> Idea:
    idea = session.get(Idea, idea_id)
    if idea is None or idea.activity_id != activity.id or idea.pseudonym != seat.pseudonym(activity.id):
        raise NotFound(N_("This idea is no longer there."))
    return idea
