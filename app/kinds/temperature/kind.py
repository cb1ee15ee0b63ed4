"""A temperature is one question on five steps with a live total, answered with one tap."""

from collections.abc import Mapping
from typing import Any

from app.domain.refusals import N_
from app.domain.sheet import Sheet
from app.kinds.temperature import preparing


class Temperature(Sheet):
    """How the room feels."""

    name = "temperature"
    title = N_("Temperature")
    icon = "hand"
    prompt_types = preparing.TYPES

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before)


KIND = Temperature()
