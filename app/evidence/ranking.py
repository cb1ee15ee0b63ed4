"""What rankings say together: points, mean places, and how far the rankers agree."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Ranking = Sequence[str]  # items, best first; those left out share the places that remain


@dataclass(frozen=True)
class Place:
    """One item: Borda points and the mean of its places over all rankers (1 is best)."""

    borda: float
    mean_rank: float


@dataclass(frozen=True)
class Concordance:
    """Kendall's W (0 none, 1 complete), with the chi-square that goes with it and its degrees of freedom."""

    w: float
    chi2: float
    df: int


def places(rankings: Sequence[Ranking], items: Sequence[str]) -> dict[str, Place]:
    """Where every item stands, in the order of `items`.

    Formulas (handbook 4.5): an item at place r of m gets m - r points; items a ranker left out share the mean of the
    places that remain. Shapes: rankings of item codes, best first; all items there are. Units: points, places.
    Errors: ValueError when nobody ranked, or a ranking names an item twice or one that is not there.
    """
    if not rankings:
        raise ValueError("nobody ranked")
    sums = _sums([_ranks(ranking, items) for ranking in rankings], items)
    m, n = len(items), len(rankings)
    return {item: Place(float(n * m - sums[item]), float(sums[item] / n)) for item in items}


def concordance(rankings: Sequence[Ranking], items: Sequence[str]) -> Concordance:
    """Kendall's coefficient of concordance, corrected for ties.

    Formulas (handbook 4.5, R26): R_j are rank sums over m rankers and n items, S = sum (R_j - mean R)^2,
    W = 12 S / (m^2 (n^3 - n) - m sum T), T = sum (t^3 - t) over the ties within each ranker, chi2 = m (n - 1) W with
    n - 1 degrees of freedom. Where every ranker ties everything there is nothing to agree on: W = 0.
    Shapes and errors: as `places`, and ValueError with fewer than two items.
    """
    return concordance_of([[*_ranks(ranking, items).values()] for ranking in rankings])


def concordance_of(ranks: Sequence[Sequence[Fraction]]) -> Concordance:
    """The same from places, one row a ranker in one order of items; those who tie share the mean of their places.

    Formulas: as `concordance`. Unit: places, 1 being best.
    Errors: ValueError when nobody ranked, with fewer than two items, or where the places of a row do not add up.
    """
    m, n = len(ranks), len(ranks[0]) if ranks else 0
    if n < 2 or any(len(row) != n or 2 * sum(row) != n * (n + 1) for row in ranks):
        raise ValueError("somebody has to rank at least two items, and every row is a whole ranking")
    sums = [sum(column) for column in zip(*ranks, strict=True)]
    mean = Fraction(m * (n + 1), 2)
    spread = sum((one - mean) ** 2 for one in sums)
    ties = sum(t**3 - t for row in ranks for t in Counter(row).values())
    most = m * m * (n**3 - n) - m * ties
    w = float(12 * spread / most) if most else 0.0
    return Concordance(w, m * (n - 1) * w, n - 1)


def nominal_group(scores: Sequence[int], *, voters: int, most: int = 5) -> Fraction:
    """An item's priority score of a nominal group vote, as a percentage: its points of all it could have.

    Formula (handbook 4.5, R37): 100 x sum / (most x voters), `voters` being everybody who voted for anything.
    Shape: one score of everybody who chose the item. Errors: ValueError when nobody voted, there are more scores than
    voters, or a score is not from 1 to `most`.
    """
    if voters < max(1, len(scores)) or any(not 1 <= score <= most for score in scores):
        raise ValueError("scores go from 1 to the most, given by somebody")
    return Fraction(100 * sum(scores), most * voters)


def _ranks(ranking: Ranking, items: Sequence[str]) -> dict[str, Fraction]:
    if len(set(ranking)) != len(ranking) or not set(ranking) <= set(items):
        raise ValueError("a ranking names each item once, and none that is not there")
    given = {item: Fraction(place) for place, item in enumerate(ranking, start=1)}
    shared = Fraction(len(ranking) + 1 + len(items), 2)  # the mean of the places that remain
    return {item: given.get(item, shared) for item in items}


def _sums(ranks: Sequence[Mapping[str, Fraction]], items: Sequence[str]) -> dict[str, Fraction]:
    return {item: sum((one[item] for one in ranks), Fraction(0)) for item in items}
