"""A rating scale asks many short questions, each saved by itself."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.domain import many_scales
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.refusals import N_
from app.domain.sheet import Sheet


class Likert(Sheet):
    """Many scales, laid out compactly."""

    name = "likert"
    title = N_("Rating scale")
    icon = "list-checks"
    prompt_types = many_scales.TYPES

    def material(self, session: Session, meeting: Meeting) -> dict[str, Any]:
        """The project's scales by code."""
        return session.get_one(Project, meeting.project_id).definition.get("scales", {})

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return many_scales.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return many_scales.read(form, before, material)


KIND = Likert()
