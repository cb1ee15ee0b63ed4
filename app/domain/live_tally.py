"""What a live poll shows while it is open: a whole-room count that moves in steps, never vote by vote."""

import json
from collections import Counter

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session

from app.domain import Noun, ballots
from app.domain.activities import OPEN, Activity
from app.domain.prompts import Prompt
from app.domain.statements import Statement
from app.evidence.small_groups import live_step


class LiveTally(Noun, table=True):
    """The last step shown of one prompt. Kept, because an earlier count cannot be counted again."""

    __tablename__ = "live_tally"
    activity_id: str = Field(primary_key=True, foreign_key="activity.id", ondelete="CASCADE")
    prompt: str = Field(primary_key=True)
    n: int = 0
    counts: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


_SHOWN = Statement("SELECT n FROM live_tally WHERE activity_id = :activity AND prompt = :prompt")
_SHOW = Statement(
    "INSERT INTO live_tally (activity_id, prompt, n, counts) VALUES (:activity, :prompt, :n, :counts) "
    "ON CONFLICT (activity_id, prompt) DO UPDATE SET n = excluded.n, counts = excluded.counts"
)


def step(session: Session, activity: Activity, prompt: Prompt) -> bool:
    """Redraw the count if enough more answers are in, or the activity closes for the first time. True if it moved."""
    where = {"activity": activity.id, "prompt": prompt.code}
    shown = _SHOWN.run(session, **where).fetchone()
    by_sector = ballots.count(session, activity, prompt.code).values()
    n = sum(count.n for count in by_sector)
    if not live_step(n, shown[0] if shown else 0, closed=activity.state != OPEN and activity.seen_n is None):
        return False
    counts = Counter[str]()
    for count in by_sector:
        counts.update(count.counts)
    _SHOW.run(session, **where, n=n, counts=json.dumps(counts))
    return True


def shown(session: Session, activity: Activity, prompt: Prompt) -> LiveTally | None:
    """The step everybody may see, or None while there are too few."""
    return session.get(LiveTally, (activity.id, prompt.code), populate_existing=True)
