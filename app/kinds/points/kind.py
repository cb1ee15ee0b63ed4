"""Points ask everybody to spread a budget over a list: how much more one thing matters than another."""

from collections.abc import Mapping
from typing import Any

from app.domain.refusals import N_
from app.domain.sheet import Sheet
from app.kinds.points import preparing


class Points(Sheet):
    """A hundred points over several things, secret until revealed."""

    name = "points"
    title = N_("Points")
    icon = "ellipsis"
    prompt_types = preparing.TYPES

    def redraws_after(self, answer: Any) -> bool:
        return True  # what is left is said above the list

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before)


KIND = Points()
