"""The figures of a group's ratings, under the names the package gives them."""

from typing import Any

from app.domain.prompts import Scale
from app.evidence import spread
from app.evidence.disagreement import disagreement
from app.evidence.intervals import wilson
from app.evidence.shape import van_der_eijk
from app.evidence.small_groups import Counted

NINE = (1, 9)  # the scale that the disagreement index is made for
SHAPED = 3  # categories: fewer have no shape


def of_ratings(scale: Scale, counted: Counted) -> dict[str, Any]:
    """Counts by step, centre, spread, agreement and shape of one group that answered."""
    counts = {int(value): number for value, number in counted.counts.items() if number}
    steps = [counts.get(point.value, 0) for point in scale.points]
    low, high = spread.quartiles(counts)
    agree = spread.agreement(counts, agree_from=scale.agree_from)
    interval = wilson(agree.count, agree.n)
    row: dict[str, Any] = {"counts": steps, "median": spread.median(counts), "q1": low, "q3": high}
    row |= {"p30": spread.percentile(counts, 30), "p70": spread.percentile(counts, 70)}
    row |= {"n_agree": agree.count, "pct_agree": agree.percent}
    row |= {"ci_low": 100 * interval.low, "ci_high": 100 * interval.high}
    if len(steps) >= SHAPED:
        row["van_der_eijk_a"] = van_der_eijk(steps)
    if (scale.min, scale.max) == NINE:
        found = disagreement(counts)
        row |= {"ipras": found.ipras, "di": found.index}
    return row
