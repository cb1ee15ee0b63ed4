"""A quick evaluation asks a few scales and a line or two, together and briefly."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.refusals import N_
from app.domain.sheet import Sheet
from app.kinds.pulse import preparing


class Pulse(Sheet):
    """Scales and open texts on one page."""

    name = "pulse"
    title = N_("Quick evaluation")
    icon = "check-check"
    prompt_types = preparing.TYPES

    def material(self, session: Session, meeting: Meeting) -> dict[str, Any]:
        """The project's scales by code."""
        return session.get_one(Project, meeting.project_id).definition.get("scales", {})

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before, material)


KIND = Pulse()
