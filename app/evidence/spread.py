"""Centre, spread and agreement of ordered answers that come as counts."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """`count` of `n` people. Printed together ("20 of 34"), never as a bare percentage."""

    count: int
    n: int

    @property
    def percent(self) -> float:
        """100 x count / n, unrounded, from 0 to 100."""
        return 100 * self.count / self.n


def size(counts: Mapping[int, int]) -> int:
    """How many people answered: n = sum of the counts.

    Shape: value -> number of people, opt-outs left out (they are no value). An empty mapping gives 0.
    Errors: ValueError when a count is negative.
    """
    if any(number < 0 for number in counts.values()):
        raise ValueError("a count cannot be negative")
    return sum(counts.values())


def percentile(counts: Mapping[int, int], percent: int) -> float:
    """The value below which `percent` of the answers lie, by linear interpolation.

    Formula: with x[0] <= ... <= x[n-1], h = (n - 1) x percent / 100, and the result is
    x[floor h] + (h - floor h)(x[floor h + 1] - x[floor h]): Hyndman and Fan's type 7, the default of R and NumPy
    and Excel's PERCENTILE.INC (domain handbook, section 4). Whole percents, so that h is exact.
    Shape: value -> number of people. Unit: that of the values.
    Errors: ValueError when nobody answered, a count is negative, or `percent` is not from 0 to 100.
    """
    n = size(counts)
    if n == 0:
        raise ValueError("nobody answered")
    if not 0 <= percent <= 100:
        raise ValueError("percent goes from 0 to 100")
    place, hundredths = divmod((n - 1) * percent, 100)
    low, high = _at(counts, place), _at(counts, min(place + 1, n - 1))
    return low + (high - low) * hundredths / 100


def median(counts: Mapping[int, int]) -> float:
    """The middle answer: the 50th percentile, type 7 (handbook 4.1). Print it only where n >= 5.

    Shape: value -> number of people. Unit: that of the values. Errors: as `percentile`.
    """
    return percentile(counts, 50)


def quartiles(counts: Mapping[int, int]) -> tuple[float, float]:
    """Where the middle half lies: (25th, 75th percentile), type 7 (handbook 4.1). Print both ends, only where n >= 5.

    Shape: value -> number of people. Unit: that of the values. Errors: as `percentile`.
    """
    return percentile(counts, 25), percentile(counts, 75)


def agreement(counts: Mapping[int, int], *, agree_from: int) -> Share:
    """How many of those who answered agree: k of n, k being those whose value is at least `agree_from`.

    Formula: p = k / n (handbook 4.2); `agree_from` is 7 on a 9-point scale and 4 on a 5-point one.
    Shape: value -> number of people. Unit: people; `.percent` is 0 to 100.
    Errors: ValueError when nobody answered or a count is negative.
    """
    n = size(counts)
    if n == 0:
        raise ValueError("nobody answered")
    return Share(sum(number for value, number in counts.items() if value >= agree_from), n)


def _at(counts: Mapping[int, int], place: int) -> int:
    """The answer that stands at `place` (from 0) when all are put in order."""
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if passed > place:
            return value
    raise ValueError("no answer stands there")
