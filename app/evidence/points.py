"""What points shared out over several things say of each: how much backing, and from how many people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.evidence import spread

Allocation = Mapping[str, int]  # item -> points; what is left out got none


@dataclass(frozen=True)
class Standing:
    """One item: its points, the different people they came from, their part of all (0 to 1), the median a person."""

    points: int
    people: int
    share: float
    median: float


def standings(allocations: Sequence[Allocation], items: Sequence[str]) -> dict[str, Standing]:
    """Where every item stands, in the order of `items`.

    Formulas (handbook 4.5, as for dots; 4.1): share = points of the item / points of all items; people = how many gave
    it any; median = type 7 over everybody who gave points to anything, those who gave this item none counting as 0.
    Where nobody gave any points, every share is 0.
    Shapes: one allocation a person, opt-outs left out; all items there are. Units: points, people; shares 0 to 1.
    Errors: ValueError when nobody took part, a number is negative, or an allocation names an item that is not there.
    """
    if not allocations:
        raise ValueError("nobody gave points")
    if any(one.keys() - set(items) or min(one.values(), default=0) < 0 for one in allocations):
        raise ValueError("points go to items that are there, and are never fewer than none")
    everything = sum(sum(one.values()) for one in allocations)
    return {item: _standing([one.get(item, 0) for one in allocations], everything) for item in items}


def _standing(given: Sequence[int], everything: int) -> Standing:
    points, people = sum(given), sum(1 for number in given if number)
    return Standing(points, people, points / everything if everything else 0.0, spread.median(Counter(given)))
