"""Whether somebody may be quoted: what they choose holds for the words they wrote before, as for those to come."""

from sqlmodel import Session, col, or_, select, update

from app.domain import sealing
from app.domain.activities import Activity
from app.domain.sealing import WORDS
from app.domain.seats import Seat


def choose(session: Session, meeting_id: str, seat: Seat, *, may: bool) -> None:
    """Let this person's ideas and comments of this meeting be quoted, or no longer.

    What lost its pseudonym on reveal is nobody's any more and stays as it is. All words of the meeting are written
    anew, whosever they are: neither a place in the file nor a transaction joins some of them to who chose.
    """
    written = or_(*(col(Activity.id).in_(select(table.activity_id)) for table in WORDS))
    query = select(Activity).where(Activity.meeting_id == meeting_id, written).order_by(col(Activity.id))
    for activity in session.exec(query.with_for_update()):  # no words come in amid the shuffle
        for table in WORDS:
            mine = (col(table.activity_id) == activity.id) & (col(table.pseudonym) == seat.pseudonym(activity.id))
            session.exec(update(table).where(mine).values(quotable=may))
        sealing.shuffle_words(session, activity)
