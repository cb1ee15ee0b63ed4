"""Notes: what somebody of the team writes to themselves about an activity; nobody else ever sees it."""

from sqlmodel import Field, Session, col, select

from app.domain import Noun
from app.domain.accounts import Account
from app.domain.activities import Activity
from app.domain.text import clean

NOTE_LIMIT = 5000


class Note(Noun, table=True):
    """One person's note on one activity."""

    __tablename__ = "note"
    activity_id: str = Field(primary_key=True, foreign_key="activity.id", ondelete="CASCADE")
    account_id: str = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE")
    text: str


def write(session: Session, activity: Activity, account: Account, text: str) -> None:
    """Keep this person's note, in place of the one before; an empty one is none."""
    text = clean(text, limit=NOTE_LIMIT, control="note", may_be_empty=True)
    note = session.get(Note, (activity.id, account.id))
    if note is not None and not text:
        session.delete(note)
    elif text:
        note = note or Note(activity_id=activity.id, account_id=account.id, text="")
        note.text = text
        session.add(note)
    session.flush()


def of_account(session: Session, meeting_id: str, account: Account) -> dict[str, str]:
    """This person's own notes on a meeting, by activity."""
    query = select(Note).join(Activity, col(Activity.id) == Note.activity_id)
    query = query.where(Activity.meeting_id == meeting_id, Note.account_id == account.id)
    return {note.activity_id: note.text for note in session.exec(query)}
