"""A ranking asks everybody to put the same things in order, and shows the order of all lists together."""

from collections.abc import Mapping
from typing import Any

from app.domain.refusals import N_
from app.domain.sheet import Sheet
from app.kinds.ranking import preparing


class Ranking(Sheet):
    """A list in order, whole or as far as somebody likes."""

    name = "ranking"
    title = N_("Ranking")
    icon = "list-ordered"
    shuffles = True
    prompt_types = preparing.TYPES

    def redraws_after(self, answer: Any) -> bool:
        return True  # every move puts several things in another place

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before)


KIND = Ranking()
