"""Summaries: what the team heard in a meeting, for each sector, so that people can say whether it is right."""

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, col, select

from app.domain import Noun, events
from app.domain.meetings import Meeting
from app.domain.text import Text

LIMIT = 4000
ALL = ""  # the sector of what was heard from everybody


class Summary(Noun, table=True):
    """What was heard in a meeting from one sector, or ("") from all. Shown once it is published."""

    __tablename__ = "summary"
    meeting_id: str = Field(primary_key=True, foreign_key="meeting.id", ondelete="CASCADE")
    sector: str = Field(primary_key=True, default=ALL)
    text: Text = Field(sa_column=Column(JSON, nullable=False))
    published: bool = False


def write(session: Session, meeting: Meeting, sector: str, text: Text, *, published: bool) -> None:
    """Write or change what was heard. With nothing written there is no summary."""
    found = session.get(Summary, (meeting.id, sector))
    if not text:
        if found is not None:
            session.delete(found)
    else:
        summary = found or Summary(meeting_id=meeting.id, sector=sector, text=text)
        summary.text, summary.published = text, published
        session.add(summary)
    session.flush()
    events.record(session, events.AgendaChanged(meeting.id))


def of_meeting(session: Session, meeting_id: str, *, published: bool = True) -> dict[str, Summary]:
    """What was heard, by sector code ("" for all)."""
    query = select(Summary).where(Summary.meeting_id == meeting_id).order_by(col(Summary.sector))
    query = query.where(col(Summary.published).is_(True)) if published else query
    return {one.sector: one for one in session.exec(query)}
