"""Histograms: where the columns, the middle half and the median of a rating stand in its picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.choices import Bars
from app.domain.prompts import Scale
from app.evidence import spread

STEP, BAR, TALL = 20, 14, 44  # of the picture's own units: from column to column, a column, the tallest one
LEAST = 2  # so that one person is still seen


@dataclass(frozen=True)
class Column:
    """One step of the scale: its column, how many people stand in it, and whether they agree."""

    code: str
    count: int
    left: float
    top: float
    height: float
    agrees: bool

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return self.left + BAR / 2


@dataclass(frozen=True)
class Histogram:
    """A picture of one group's ratings: columns, the band that counts as agreeing, the middle half and the median."""

    columns: Sequence[Column]
    width: float
    floor: float
    band: float
    low: float
    high: float
    median: float


def of(scale: Scale, bars: Bars) -> Histogram | None:
    """The picture of these ratings; None where nobody gave one."""
    if not bars.n:
        return None
    values = {point.code: point.value for point in scale.points}
    counts = {values[row.option.code]: row.count for row in bars.rows}
    most = max(counts.values())
    columns = [_column(place, row.option.code, row.count, most, values, scale) for place, row in enumerate(bars.rows)]
    first = next((column.left for column in columns if column.agrees), len(columns) * STEP) - (STEP - BAR) / 2
    low, high = spread.quartiles(counts)
    at = [_at(scale, value) for value in (low, high, spread.median(counts))]
    return Histogram(columns, len(columns) * STEP, TALL + 14, first, *at)


def _column(place: int, code: str, count: int, most: int, values: dict[str, int], scale: Scale) -> Column:
    height = max(TALL * count / most, LEAST) if count else 0
    left = place * STEP + (STEP - BAR) / 2
    return Column(code, count, left, TALL + 14 - height, height, values[code] >= scale.agree_from)


def _at(scale: Scale, value: float) -> float:
    return (value - scale.min) * STEP + STEP / 2
