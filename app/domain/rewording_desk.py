"""The desk where a statement is said in other words: the new version is chosen and written by the team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.domain import planning, rewordings
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.prompts import Item, Setup
from app.domain.refusals import N_, Refusal
from app.domain.rewordings import Rewording
from app.domain.text import Text
from app.domain.written import VERSION

REWORD = "reword"
LIMIT = 600
BOTH = ("en", "fr")


@dataclass(frozen=True)
class Prepared:
    """A wording somebody prepared beforehand, to take or to leave."""

    version_of: str
    text: Text


@dataclass(frozen=True)
class Rewordings:
    """The statements that may be said anew, what was prepared for them, and the versions made here so far."""

    statements: Sequence[Item]
    prepared: Sequence[Prepared]
    made: Sequence[Rewording]


def desk(session: Session, activity: Activity, setup: Setup) -> Rewordings | None:
    """What there is to reword; nothing where no prompt of the activity is for that."""
    statements = _statements(setup)
    if statements is None:
        return None
    codes = {item.code for item in statements}
    made = rewordings.of_activity(session, activity)
    return Rewordings(statements, [one for one in _prepared(session, activity) if one.version_of in codes], made)


def direct(session: Session, activity: Activity, setup: Setup, order: Mapping[str, str]) -> None:
    """Make a version: of one of the statements discussed, in both languages. The old one is not touched."""
    statements = _statements(setup)
    if order.get("order") != REWORD or statements is None:
        raise Refusal(N_("There is nothing to do here."), status=422)
    chosen = next((item for item in statements if item.code == order.get("statement")), None)
    if chosen is None:
        raise Refusal(N_("Choose the statement that is said in other words."), control="statement")
    text = planning.both(order, "text", limit=LIMIT)
    missing = next((language for language in BOTH if language not in text), "")
    if missing:
        raise Refusal(
            N_("Write the new wording in both languages: it will be rated in both."), control=f"text.{missing}"
        )
    rewordings.make(session, activity, version_of=chosen.version_of or chosen.code, text=text)


def _statements(setup: Setup) -> list[Item] | None:
    making = [prompt for prompt in setup.prompts if prompt.makes == VERSION]
    return list({item.code: item for prompt in making for item in prompt.every_item}.values()) if making else None


def _prepared(session: Session, activity: Activity) -> list[Prepared]:
    """The versions that later activities of this meeting's project bring with them, in the order of the agenda."""
    meeting = session.get_one(Meeting, activity.meeting_id)
    query = select(Activity).join(Meeting).where(Meeting.project_id == meeting.project_id)
    setups = [one.setup for one in session.exec(query.order_by(col(Meeting.number), col(Activity.position)))]
    prompts = [prompt for setup in setups for prompt in planning.prompts_of(setup)]
    brought: list[list[Mapping[str, Any]]] = [prompt.get("versions") or [] for prompt in prompts]
    return [Prepared(one["version_of"], one["text"]) for versions in brought for one in versions]
