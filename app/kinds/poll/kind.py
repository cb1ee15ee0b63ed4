"""A poll asks questions answered by choosing: live in steps if set so, by sector once revealed."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.domain import choices, questions
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.refusals import N_
from app.domain.sheet import Sheet


class Poll(Sheet):
    """Single choice, multiple choice and scales."""

    name = "poll"
    title = N_("Poll")
    icon = "list-checks"
    prompt_types = choices.TYPES

    def material(self, session: Session, meeting: Meeting) -> dict[str, Any]:
        """The project's scales by code."""
        return session.get_one(Project, meeting.project_id).definition.get("scales", {})

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return questions.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return questions.read(form, before, material)


KIND = Poll()
