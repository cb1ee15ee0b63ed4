"""A matrix has everybody rate things along two scales, and shows in four quarters what to start with."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.domain.meetings import Meeting
from app.domain.refusals import N_
from app.domain.sheet import Sheet
from app.kinds.matrix import preparing
from app.kinds.matrix.preparing import Material


class Matrix(Sheet):
    """Important by doable, each thing rated twice."""

    name = "matrix"
    title = N_("Important and doable")
    icon = "layout-grid"
    prompt_types = preparing.TYPES

    def material(self, session: Session, meeting: Meeting) -> Material:
        return preparing.material(session, meeting)

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before, material)


KIND = Matrix()
