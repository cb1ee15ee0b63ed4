"""Passages: what people write that is no idea: open texts, reasons beside a rating, and questions."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, col, select

from app.domain import Noun, activities, ballots, meetings
from app.domain.activities import CUT, REVEALED, Activity
from app.domain.ids import new_id
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.seats import Seat
from app.domain.text import clean

OPEN_TEXT, REASON, QUESTION = "open_text", "reason", "question"
SHOWN, HIDDEN = "shown", "hidden"
LIMIT = 1000
MOST_QUESTIONS = 20  # from one person in one activity
BATCH = 3  # questions come up for the room so many at a time, so that none is tied to whoever just typed


class Passage(Noun, table=True):
    """Something written in answer to a prompt: a pseudonym, a sector, never a person, a time or an order."""

    __tablename__ = "passage"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: str = Field(default_factory=new_id, primary_key=True)
    activity_id: str = Field(foreign_key="activity.id", index=True, ondelete="CASCADE")
    room: str | None = None
    pseudonym: str | None = Field(default=None, index=True)
    sector: str | None = None
    report_group: str | None = None
    prompt: str
    kind: str = OPEN_TEXT
    about: str = ""  # the code of the item or statement it speaks of
    text: str
    parts: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))  # by field
    language: str = "en"
    state: str = SHOWN
    quotable: bool = False
    released: bool = False  # a question the room may see before the reveal
    answered: bool = False


class Upvote(Noun, table=True):
    """Somebody would like this question answered too."""

    __tablename__ = "upvote"
    __table_args__ = ({"sqlite_with_rowid": False},)
    activity_id: str = Field(primary_key=True, foreign_key="activity.id", ondelete="CASCADE")
    pseudonym: str = Field(primary_key=True)
    passage_id: str = Field(primary_key=True)


def put(
    session: Session,
    activity: Activity,
    seat: Seat,
    prompt: str,
    text: str,
    *,
    kind: str = OPEN_TEXT,
    about: str = "",
    parts: Mapping[str, str] | None = None,
    language: str = "",
    limit: int = LIMIT,
) -> Passage | None:
    """Write, or write anew, what one has to say to a prompt (and what it is about). Nothing written takes it back."""
    kept = _cleaned(parts or {}, limit)
    words = "\n".join(kept.values()) if kept else clean(text, limit=limit, may_be_empty=True)
    found = _own_on(session, activity, seat, prompt, about, kind)
    ballots.count_in(session, activity, seat)
    if not words:
        if found is not None:
            session.delete(found)
            session.flush()
        return None
    passage = found or _fresh(session, activity, seat, prompt, kind, about)
    passage.text, passage.parts, passage.language = words, kept, language or seat.language
    return _kept(session, passage)


def ask(session: Session, activity: Activity, seat: Seat, prompt: str, text: str, *, language: str = "") -> Passage:
    """Raise a question, as one of several that a person may have."""
    ballots.count_in(session, activity, seat)
    asked = [one for one in mine(session, activity, seat) if one.kind == QUESTION]
    if len(asked) >= MOST_QUESTIONS:
        message = N_("You have asked %(most)s questions here. Edit or withdraw one to make room.")
        raise Refusal(message, control="text", most=MOST_QUESTIONS)
    passage = _fresh(session, activity, seat, prompt, QUESTION, "")
    passage.text, passage.language = clean(text, limit=LIMIT), language or seat.language
    return _kept(session, passage)


def edit(session: Session, activity: Activity, seat: Seat, passage_id: str, text: str) -> Passage:
    """Change one's own words."""
    passage = _own(session, activity, seat, passage_id)
    passage.text = clean(text, limit=LIMIT)
    return _kept(session, passage)


def withdraw(session: Session, activity: Activity, seat: Seat, passage_id: str) -> None:
    """Take one's own words away, and the up-votes they had. Taking them away twice is taking them away once."""
    if session.get(Passage, passage_id) is not None:
        passage = _own(session, activity, seat, passage_id)
        for upvote in session.exec(select(Upvote).where(Upvote.passage_id == passage.id)):
            session.delete(upvote)
        session.delete(passage)
        session.flush()


def release(session: Session, activity: Activity, *, all_of_them: bool = False) -> bool:
    """Let the room see the questions that wait, once there are enough of them (or all, on a person's word)."""
    query = select(Passage).where(Passage.activity_id == activity.id, Passage.kind == QUESTION)
    waiting = list(session.exec(query.where(col(Passage.released).is_(False), Passage.state == SHOWN)))
    if not waiting or (len(waiting) < BATCH and not all_of_them):
        return False
    for passage in waiting:
        passage.released = True
        session.add(passage)
    session.flush()
    return True


def mark_answered(session: Session, activity: Activity, passage_id: str, *, answered: bool) -> Passage:
    """The team says that a question has been answered; what was not is carried on."""
    passage = get(session, activity, passage_id)
    passage.answered = answered
    return _kept(session, passage)


def set_hidden(session: Session, activity: Activity, passage_id: str, hidden: bool) -> Passage:
    """A facilitator takes words off every screen, or puts them back. They stay with their writer."""
    passage = get(session, activity, passage_id)
    passage.state = HIDDEN if hidden else SHOWN
    return _kept(session, passage)


def get(session: Session, activity: Activity, passage_id: str) -> Passage:
    """A passage of this very activity."""
    passage = session.get(Passage, passage_id)
    if passage is None or passage.activity_id != activity.id:
        raise NotFound(N_("This is no longer there."))
    return passage


def mine(session: Session, activity: Activity, seat: Seat) -> list[Passage]:
    """What this person wrote here."""
    query = select(Passage).where(Passage.activity_id == activity.id, Passage.pseudonym == seat.pseudonym(activity.id))
    return list(session.exec(query.order_by(col(Passage.id))))


def of_activity(session: Session, activity: Activity, *, kind: str = "", hidden_too: bool = False) -> list[Passage]:
    """What was written, in the order of the random ids."""
    query = select(Passage).where(Passage.activity_id == activity.id)
    query = query.where(Passage.kind == kind) if kind else query
    query = query if hidden_too else query.where(Passage.state == SHOWN)
    return list(session.exec(query.order_by(col(Passage.id))))


def texts_of(found: Sequence[Passage], prompt: str, *, about: str | None = None) -> list[Passage]:
    """Those to one prompt, and about one thing where that is said."""
    return [one for one in found if one.prompt == prompt and (about is None or one.about == about)]


def _cleaned(parts: Mapping[str, str], limit: int) -> dict[str, str]:
    cleaned = {
        name: clean(words, limit=limit, control=f"field.{name}", may_be_empty=True) for name, words in parts.items()
    }
    return {name: words for name, words in cleaned.items() if words}


def _fresh(session: Session, activity: Activity, seat: Seat, prompt: str, kind: str, about: str) -> Passage:
    written: dict[str, Any] = {"prompt": prompt, "kind": kind, "about": about, "text": ""}
    return Passage(
        activity_id=activity.id,
        room=activities.room_of(activity, seat.room),
        pseudonym=None if activity.secrecy == CUT and activity.state == REVEALED else seat.pseudonym(activity.id),
        sector=seat.sector,
        report_group=None if activity.state == REVEALED else seat.report_group,
        quotable=meetings.may_quote(session, activity.meeting_id, seat),
        **written,
    )


def _own_on(session: Session, activity: Activity, seat: Seat, prompt: str, about: str, kind: str) -> Passage | None:
    query = select(Passage).where(
        Passage.activity_id == activity.id, Passage.pseudonym == seat.pseudonym(activity.id),
        Passage.prompt == prompt, Passage.about == about, Passage.kind == kind,
    )  # fmt: skip
    return session.exec(query).first()


def _own(session: Session, activity: Activity, seat: Seat, passage_id: str) -> Passage:
    passage = session.get(Passage, passage_id)
    if passage is None or passage.activity_id != activity.id or passage.pseudonym != seat.pseudonym(activity.id):
        raise NotFound(N_("This is no longer there."))
    return passage


def _kept(session: Session, passage: Passage) -> Passage:
    session.add(passage)
    session.flush()
    return passage
