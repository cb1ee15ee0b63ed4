"""Questions come up for the room a few at a time; the team marks what has been answered and rewords statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.domain import question_desk, rewording_desk
from app.domain.activities import Activity
from app.domain.question_desk import Raised
from app.domain.refusals import N_
from app.domain.rewording_desk import REWORD, Rewordings
from app.domain.sheet import Sheet
from app.kinds.questions import preparing


@dataclass(frozen=True)
class Work:
    """What there is to do at the desk."""

    questions: Raised | None
    rewording: Rewordings | None


class Questions(Sheet):
    """Questions, with or without up-votes."""

    name = "questions"
    title = N_("Questions")
    icon = "message-circle-question-mark"
    keeps_own_state = False
    tallies = False  # words, which the console must see to hide one in time; counts wait for the reveal
    prompt_types = preparing.TYPES

    def desk(self, session: Session, activity: Activity, room: str | None) -> Work:
        setup = self.asked(session, activity)
        return Work(question_desk.desk(session, activity, setup), rewording_desk.desk(session, activity, setup))

    def direct(self, session: Session, activity: Activity, order: Mapping[str, str], room: str | None) -> None:
        if order.get("order") == REWORD:
            rewording_desk.direct(session, activity, self.asked(session, activity), order)
        else:
            question_desk.direct(session, activity, order)

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before)


KIND = Questions()
