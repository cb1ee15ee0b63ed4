"""Ideas as cards: what everybody of an audience may see of one, and what that audience may do with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.activities import Activity
from app.domain.ideas import HIDDEN, Comment, Idea
from app.domain.kind import Viewer
from app.domain.noted import mark_label
from app.domain.projects import Sector
from app.domain.prompts import Prompt
from app.domain.text import Text


@dataclass(frozen=True)
class Words:
    """Something written, and in which language."""

    text: str
    language: str


@dataclass(frozen=True)
class Moderation:
    """What a form needs to hide a card or put it back: upon which revision of which activity."""

    activity_id: str
    seen: int


@dataclass(frozen=True)
class Card:
    """One idea as everybody of an audience may see it, and what that audience may do with it."""

    id: str
    words: Words
    sector: str
    label: Text  # of the sector
    number: int  # of the sector, 0 for none
    hidden: bool
    comments: Sequence[Words]
    comment_at: str  # the element where a comment on it is written, "" where none can be
    moderation: Moderation | None
    mark: Text = field(default_factory=dict[str, str])
    sign: str = ""  # whether its mark is for (+) or against (-)
    signed: str = ""  # the organization it is named with


def card(
    activity: Activity,
    idea: Idea,
    comments: Sequence[Comment],
    sectors: Sequence[Sector],
    viewer: Viewer,
    prompt: Prompt | None = None,
    *,
    comment_at: str = "",
) -> Card:
    """An idea as a card for these viewers."""
    sector = next((one for one in sectors if one.code == idea.sector), None)
    moderates = viewer.surface == "facilitator"
    return Card(
        idea.id,
        Words(idea.text, idea.language),
        sector.code if sector else "",
        sector.label if sector else {},
        sector.number if sector else 0,
        idea.state == HIDDEN,
        tuple(Words(comment.text, comment.language) for comment in comments),
        comment_at if viewer.surface == "participant" else "",
        Moderation(activity.id, activity.revision) if moderates else None,
        mark_label(prompt, idea.mark),
        {"plus": "+", "minus": "−"}.get(idea.mark, ""),
        idea.signed,
    )
