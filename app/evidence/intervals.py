"""The range of shares that a few answers are compatible with."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Interval:
    """Both ends, as proportions: 0 <= low <= high <= 1."""

    low: float
    high: float


def wilson(count: int, n: int) -> Interval:
    """Wilson's 95% score interval for `count` of `n` people.

    Formula, with p = count / n and z = NormalDist().inv_cdf(0.975): centre = (p + z^2/2n) / (1 + z^2/n),
    half-width = z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n) (Wilson 1927; handbook 4.6, R25). Never Wald's, which
    promises certainty at 0 and n. Print as "range compatible with these answers": people were invited, not sampled.
    Units: people in, proportions (0 to 1) out.
    Errors: ValueError when n < 1 or count is not from 0 to n.
    """
    if n < 1 or not 0 <= count <= n:
        raise ValueError("an interval needs 0 <= count <= n and somebody who answered")
    p = count / n
    whole = 1 + Z * Z / n
    centre = (p + Z * Z / (2 * n)) / whole
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / whole
    # At the ends the formula is exactly 0 or 1; floating point is a hair off.
    return Interval(0.0 if count == 0 else centre - half, 1.0 if count == n else centre + half)
