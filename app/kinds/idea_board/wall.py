"""The wall of an idea board: columns of cards, each of which changes and is sent on its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.activities import Activity
from app.domain.ideas import HIDDEN, Comment, Idea
from app.domain.kind import Piece, Viewer
from app.domain.projects import Sector
from app.domain.prompts import Option
from app.domain.text import Text

SHOWN_ON_WALL = 4  # cards a column on the big screen; the rest is on the phones
FOLDER = "kinds/idea_board"


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


@dataclass(frozen=True)
class Head:
    """A column's name, and how many cards are in it."""

    label: Text
    number: int


@dataclass(frozen=True)
class Foot:
    """Said below a column: that it is empty, or how many cards the big screen leaves to the phones."""

    empty: bool
    more: int


@dataclass(frozen=True)
class Column:
    """One column. Its `place` is another after each move of the activity: then the wall is hung anew."""

    place: str
    head: Head
    foot: Foot
    cards: Sequence[Card]


def column(place: str, option: Option, cards: Sequence[Card], viewer: Viewer) -> Column:
    """A column with as many of its cards as this surface shows."""
    shown = cards[:SHOWN_ON_WALL] if viewer.surface == "screen" else cards
    everywhere = sum(not card.hidden for card in cards)
    return Column(place, Head(option.label, everywhere), Foot(not cards, len(cards) - len(shown)), shown)


def card(
    activity: Activity, idea: Idea, comments: Sequence[Comment], sectors: Sequence[Sector], viewer: Viewer
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
        f"comment-{activity.id}" if viewer.surface == "participant" else "",
        Moderation(activity.id, activity.revision) if moderates else None,
    )


def pieces(columns: Sequence[Column]) -> Iterator[Piece]:
    """Each head, foot and card as a piece that is sent when it changes."""
    for one in columns:
        for name, what in (("head", one.head), ("foot", one.foot)):
            place = f"{name}-{one.place}"
            yield Piece(place, place, f"{FOLDER}/{name}.html", what)
        for shown in one.cards:
            yield Piece(f"idea-{shown.id}", one.place, f"{FOLDER}/card.html", shown)
