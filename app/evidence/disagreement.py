"""Whether raters on a nine-point scale disagree, as RAND/UCLA has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.evidence.spread import percentile

MIDDLE = 5  # of the scale 1 to 9
# Constants of the method (handbook 4.3, R20 and R21).
SPREAD_AT_MIDDLE, SPREAD_A_POINT = Fraction("2.35"), Fraction("1.5")


@dataclass(frozen=True)
class Disagreement:
    """30th and 70th percentiles, their range, the range allowed for that asymmetry, and the first over the second."""

    p30: float
    p70: float
    ipr: float
    ipras: float
    index: float

    @property
    def disagrees(self) -> bool:
        """Whether the range is larger than allowed: an index above 1. A rule may already say so at 1."""
        return self.index > 1


def disagreement(counts: Mapping[int, int]) -> Disagreement:
    """The disagreement index of ratings from 1 to 9.

    Formulas (handbook 4.3): IPR = P70 - P30; IPRCP = (P30 + P70) / 2; AI = |5 - IPRCP|; IPRAS = 2.35 + 1.5 AI;
    DI = IPR / IPRAS. Percentiles are type 7. Advised from seven raters on. Worked out in fractions, for a range that
    is exactly the one allowed is an index of exactly 1, and a verdict may hang on it.
    Shape: value -> number of people, opt-outs left out. Unit: points of the scale; DI has none.
    Errors: ValueError when nobody answered, a count is negative, or a value is not from 1 to 9.
    """
    if any(not 1 <= value <= 9 for value, number in counts.items() if number):
        raise ValueError("ratings go from 1 to 9")
    p30, p70 = (_tenths(percentile(counts, percent)) for percent in (30, 70))
    ipras = SPREAD_AT_MIDDLE + SPREAD_A_POINT * abs(MIDDLE - (p30 + p70) / 2)
    return Disagreement(float(p30), float(p70), float(p70 - p30), float(ipras), float((p70 - p30) / ipras))


def _tenths(value: float) -> Fraction:
    """Whole answers have their 30th and 70th percentile at a tenth; floating point is a hair off."""
    return Fraction(round(10 * value), 10)
