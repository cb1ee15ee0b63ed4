"""Where something stands when it is rated on two scales at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.evidence import spread

START_NOW, INVEST, EASY_EXTRA, PARK = "start_now", "invest", "easy_extra", "park"


@dataclass(frozen=True)
class Standing:
    """The median on both scales, the quarter it falls in, and whether either middle half crosses the cut."""

    importance: float
    feasibility: float
    quadrant: str
    close: bool


def standing(importance: Mapping[int, int], feasibility: Mapping[int, int], *, cut: float = 7) -> Standing:
    """The quarter of a two by two picture (handbook 4.5): high is a median of at least `cut` (7 on a 1-9 scale).

    Important and doable: start now; important alone: invest; doable alone: an easy extra; neither: park. A close call
    is one whose quartiles lie on both sides of the cut on either scale.
    Shapes: value -> people, on each scale. Unit: points of the scale. Errors: ValueError when nobody answered.
    """
    y, x = spread.median(importance), spread.median(feasibility)
    names = {(True, True): START_NOW, (True, False): INVEST, (False, True): EASY_EXTRA, (False, False): PARK}
    return Standing(y, x, names[y >= cut, x >= cut], _crosses(importance, cut) or _crosses(feasibility, cut))


def _crosses(counts: Mapping[int, int], cut: float) -> bool:
    low, high = spread.quartiles(counts)
    return low < cut <= high
