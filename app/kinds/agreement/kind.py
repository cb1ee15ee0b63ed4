"""Agreement asks how far people agree with each statement, and shows the distribution and the rule's word on it."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.domain.meetings import Meeting
from app.domain.refusals import N_
from app.domain.sheet import Sheet
from app.kinds.agreement import preparing


class Agreement(Sheet):
    """Statements, reasons, rounds; ideas may be asked beside them."""

    name = "agreement"
    title = N_("Agreement")
    icon = "shield-check"
    prompt_types = preparing.TYPES

    def material(self, session: Session, meeting: Meeting) -> preparing.Material:
        """The project's scales and sectors, and the earlier rounds there are."""
        return preparing.material(session, meeting, self.name)

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before, material)


KIND = Agreement()
