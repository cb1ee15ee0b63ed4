"""The wall of an idea board: columns of cards, each of which changes and is sent on its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.idea_cards import Card
from app.domain.kind import Piece, Viewer
from app.domain.text import Text

SHOWN_ON_WALL = 4  # cards a column on the big screen; the rest is on the phones
FOLDER = "kinds/idea_board"


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
    """One column. Its `place` is another after each move of the activity: then the wall is hung anew.

    `row`: what was asked, where the columns under it are the sectors' rooms side by side.
    """

    place: str
    head: Head
    foot: Foot
    cards: Sequence[Card]
    row: Text


def column(place: str, label: Text, cards: Sequence[Card], viewer: Viewer, row: Text | None = None) -> Column:
    """A column with as many of its cards as this surface shows."""
    shown = cards[:SHOWN_ON_WALL] if viewer.surface == "screen" else cards
    everywhere = sum(not card.hidden for card in cards)
    return Column(place, Head(label, everywhere), Foot(not cards, len(cards) - len(shown)), shown, row or {})


def pieces(columns: Sequence[Column]) -> Iterator[Piece]:
    """Each head, foot and card as a piece that is sent when it changes."""
    for one in columns:
        for name, what in (("head", one.head), ("foot", one.foot)):
            place = f"{name}-{one.place}"
            yield Piece(place, place, f"{FOLDER}/{name}.html", what)
        for shown in one.cards:
            yield Piece(f"idea-{shown.id}", one.place, "components/idea_card.html", shown)
