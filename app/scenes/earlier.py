"""What an activity shows of earlier ones: figures safe for a document, what was heard, and nothing not yet revealed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session, select

from app.domain import activities, summaries
from app.domain.activities import REVEALED
from app.domain.kind import Gathered, Table
from app.domain.meetings import Meeting
from app.domain.prompts import Carry
from app.domain.text import Text
from app.kinds import kind_of
from app.scenes.audience import Audience
from app.scenes.moment import Moment

SUMMARY, MOST_QUOTES = "summary", 3


@dataclass(frozen=True)
class Earlier:
    """One earlier activity's figures and words, or what was heard in a meeting."""

    title: Text
    items: Sequence[Gathered] = field(default_factory=list[Gathered])
    text: Text = field(default_factory=dict[str, str])


def earlier(session: Session, now: Moment, audience: Audience) -> list[Earlier]:
    """Everything the current activity's prompts show, in their order, each thing once."""
    carries: list[Carry] = []
    for prompt in now.setup.prompts if now.setup else []:
        carries += [carry for carry in prompt.shows if carry not in carries]
    found = [_of(session, now, carry, audience.room) for carry in carries]
    return [one for one in found if one is not None and (one.items or one.text)]


def _of(session: Session, now: Moment, carry: Carry, room: str | None) -> Earlier | None:
    if carry.what == SUMMARY:
        return _heard(session, now, carry, room)
    source = activities.at_block(session, now.project.id, carry.source)
    kind = kind_of(source.kind) if source else None
    if source is None or kind is None or (kind.takes_answers and source.state != REVEALED):
        return None
    gathered = kind.gather(session, source, now.sectors)
    return Earlier(source.title, [_first(item, carry.top) for item in gathered])


def _heard(session: Session, now: Moment, carry: Carry, room: str | None) -> Earlier | None:
    query = select(Meeting).where(Meeting.project_id == now.project.id, Meeting.code == carry.source)
    meeting = session.exec(query).first()
    found = summaries.of_meeting(session, meeting.id) if meeting else {}
    mine = found.get(room or "") or found.get("")
    return Earlier(meeting.title, text=mine.text) if meeting and mine else None


def _first(item: Gathered, top: int | None) -> Gathered:
    """No more than the carry asks for."""
    if isinstance(item, Table):
        return replace(item, rows=item.rows[:top]) if top else item
    return replace(item, quotes=item.quotes[:MOST_QUOTES])
