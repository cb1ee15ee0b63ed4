"""The pictures of a matrix: where each thing stands by its two medians, and where the cut between the quarters runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.matrices import MatrixResults, Placed, X, Y, along
from app.domain.prompts import Prompt

STEP = 24  # of the picture's own units: from one step of a scale to the next
LEFT, TOP, FOOT, EDGE = 16, 13, 26, 4
BEFORE = 0.25  # the cut is drawn so far below it: medians go by halves, so none stands on the line


@dataclass(frozen=True)
class Mark:
    """A point of the picture and the things that stand there, by their numbers."""

    x: float
    y: float
    placed: Sequence[Placed]


@dataclass(frozen=True)
class Frame:
    """The picture's measures: its plot, and the cut on both axes."""

    left: float
    right: float
    top: float
    floor: float
    cut_x: float
    cut_y: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the whole picture."""
        return self.right + EDGE, self.floor + FOOT


@dataclass(frozen=True)
class View:
    """One group's picture and table."""

    placed: Sequence[Placed]
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Drawn:
    """The whole and the sectors' own, all in the same frame; what is not shown has no view."""

    prompt: Prompt
    frame: Frame
    whole: View
    sectors: Mapping[str, View]
    reason: str | None


def drawn(results: MatrixResults) -> Drawn:
    """The results with their pictures."""
    frame = _frame(results.prompt)
    sectors = {code: _view(results.prompt, frame, placed) for code, placed in results.sectors.items()}
    return Drawn(results.prompt, frame, _view(results.prompt, frame, results.whole), sectors, results.reason)


def _frame(prompt: Prompt) -> Frame:
    across, up = along(prompt, X).scale, along(prompt, Y).scale
    right = LEFT + (across.max - across.min + 1) * STEP
    floor = TOP + (up.max - up.min + 1) * STEP
    cut = prompt.cut - BEFORE
    return Frame(LEFT, right, TOP, floor, LEFT + _from(cut, across.min), floor - _from(cut, up.min))


def _view(prompt: Prompt, frame: Frame, placed: Sequence[Placed]) -> View:
    across, up = along(prompt, X).scale, along(prompt, Y).scale
    there: dict[tuple[float, float], list[Placed]] = {}
    for one in placed:
        if one.x is not None and one.y is not None:
            place = frame.left + _from(one.x.median, across.min), frame.floor - _from(one.y.median, up.min)
            there.setdefault(place, []).append(one)
    return View(placed, [Mark(*place, together) for place, together in there.items()])


def _from(value: float, least: int) -> float:
    """How far a value stands from where its axis begins."""
    return (value - least + 0.5) * STEP
