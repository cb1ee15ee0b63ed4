"""What is wrong with a series of meetings: one sentence each, with the place, and all of them together."""

from collections.abc import Sequence
from typing import Any, cast

from app.domain.refusals import Refusal

MOST = 20  # as many as somebody puts right in one sitting
TOP = "protocol"
LONGEST_STEP = 40
Place = Sequence[str | int]


class Broken(Refusal):
    """A series that does not hold together: it says the first problem, and carries the rest."""

    status = 422

    def __init__(self, problems: Sequence[Refusal], *, control: str = "protocol") -> None:
        first = problems[0]
        super().__init__(first.message, control=control, status=first.status, **dict[str, Any](first.params))
        self.problems = list(problems)


def problem(place: str, message: str, **params: object) -> Refusal:
    """One thing that is wrong, at this place."""
    return Refusal(message, control="protocol", status=422, place=place, **params)


def named(whole: Any, path: Place) -> str:
    """The path to a place with codes instead of numbers, as somebody would look for it."""
    names: list[str] = []
    here = whole
    for step in path:
        here = here[step]
        names.append(_code(here) or str(step) if isinstance(step, int) else short(step))
    return "/".join(names) or TOP


def short(value: object) -> str:
    """A value as it may stand in a sentence: on one line, and not too long."""
    words = " ".join(str(value).split())
    return words if len(words) <= LONGEST_STEP else f"{words[: LONGEST_STEP - 1]}…"


def _code(value: object) -> str | None:
    code = cast("dict[str, Any]", value).get("code") if isinstance(value, dict) else None
    return short(code) if isinstance(code, str) and code.strip() else None
