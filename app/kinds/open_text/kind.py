"""An open text asks for words, keeps them from everybody until the reveal, and shows each as a card."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.domain import rewording_desk
from app.domain.activities import Activity
from app.domain.prompts import Setup
from app.domain.refusals import N_
from app.domain.sheet import Sheet
from app.domain.written import VERSION
from app.kinds.open_text import preparing


class OpenText(Sheet):
    """One text a person and question."""

    name = "open_text"
    title = N_("Open text")
    icon = "message-square"
    tallies = False  # cards, which stand each for itself, and which the console must see to hide one in time
    prompt_types = preparing.TYPES

    def has_desk(self, setup: Setup) -> bool:
        return any(prompt.makes == VERSION for prompt in setup.prompts)

    def desk(self, session: Session, activity: Activity, room: str | None) -> Any:
        return rewording_desk.desk(session, activity, self.asked(session, activity))

    def direct(self, session: Session, activity: Activity, order: Mapping[str, str], room: str | None) -> None:
        rewording_desk.direct(session, activity, self.asked(session, activity), order)

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before)


KIND = OpenText()
