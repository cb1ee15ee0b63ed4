"""What a live poll shows while it is open: a whole-room count that moves in steps, never vote by vote."""

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, SQLModel

from app.domain import ballots
from app.domain.activities import OPEN, Activity
from app.domain.prompts import Prompt
from app.evidence.small_groups import live_step


class LiveTally(SQLModel, table=True):
    """The last step shown of one prompt. Kept, because an earlier count cannot be counted again."""

    __tablename__ = "live_tally"
    activity_id: str = Field(primary_key=True, foreign_key="activity.id", ondelete="CASCADE")
    prompt: str = Field(primary_key=True)
    n: int = 0
    counts: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def step(session: Session, activity: Activity, prompt: Prompt) -> bool:
    """Redraw the count if enough more answers are in, or the activity is closing. True when it moved."""
    shown = session.get(LiveTally, (activity.id, prompt.code))
    by_sector = ballots.count(session, activity, prompt.code).values()
    n = sum(count.n for count in by_sector)
    if not live_step(n, shown.n if shown else 0, closed=activity.state != OPEN):
        return False
    shown = shown or LiveTally(activity_id=activity.id, prompt=prompt.code)
    counts: dict[str, int] = {}
    for count in by_sector:
        for value, number in count.counts.items():
            counts[value] = counts.get(value, 0) + number
    shown.n, shown.counts = n, counts
    session.add(shown)
    session.flush()
    return True


def shown(session: Session, activity: Activity, prompt: Prompt) -> LiveTally | None:
    """The step everybody may see, or None while there are too few."""
    return session.get(LiveTally, (activity.id, prompt.code))
