"""Moderation: taking words off every screen, or putting them back, whichever sort of words they are."""

from dataclasses import dataclass

from sqlmodel import Session

from app.domain import ideas, passages
from app.domain.activities import Activity
from app.domain.kind import Viewer
from app.domain.passages import Passage


@dataclass(frozen=True)
class Moderation:
    """What a form needs to hide words or put them back: upon which revision of which activity."""

    activity_id: str
    seen: int


def of(activity: Activity, viewer: Viewer) -> Moderation | None:
    """What the console's forms need; nothing for anybody else."""
    return Moderation(activity.id, activity.revision) if viewer.surface == "facilitator" else None


def set_hidden(session: Session, activity: Activity, what: str, hidden: bool) -> None:
    """Hide an idea or a passage from everybody but its writer and the team, or show it again."""
    if session.get(Passage, what) is not None:
        passages.set_hidden(session, activity, what, hidden)
    else:
        ideas.set_hidden(session, activity, what, hidden)
