"""A grouping's setup form: which board's ideas are grouped, sectors apart or together, and what groups are tagged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.domain import activities, meetings, planning
from app.domain.meetings import Meeting
from app.domain.planning import Form, Raw
from app.domain.projects import Project
from app.domain.refusals import N_, Refusal
from app.domain.text import Text
from app.kinds.grouping.laying import ALONE, SHARED

TYPES = frozenset({"grouping"})
TAGS: list[Raw] = [
    {"code": SHARED, "label": {"en": "Shared by all sectors", "fr": "Commun à tous les secteurs"}},
    {"code": ALONE, "label": {"en": "This sector only", "fr": "Ce secteur seulement"}},
]


@dataclass(frozen=True)
class Board:
    """An earlier board, whose ideas may be grouped."""

    block: str
    title: Text


def boards(session: Session, meeting: Meeting) -> list[Board]:
    """Every board up to this meeting, in order."""
    project = session.get_one(Project, meeting.project_id)
    found: list[Board] = []
    for one in meetings.of_project(session, project):
        for activity in activities.of_meeting(session, one.id) if one.number <= meeting.number else ():
            if any(prompt.get("column") for prompt in planning.prompts_of(activity.setup)):
                found.append(Board(activity.block, activity.title))
    return found


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The grouping of a setup as a form shows it."""
    prompt = planning.first_of(setup, TYPES)
    carry: Raw = prompt.get("ideas") or {}
    apart = carry.get("by") == "sector" or not prompt
    return planning.spread("question", prompt.get("text", {})) | {
        "source": carry.get("from", ""),
        "by_sector": "yes" if apart else "",
        "tags": "yes" if prompt.get("tags") else "",
        "does_not_fit": "yes" if prompt.get("does_not_fit") or not prompt else "",
    }


def read(form: Form, before: Mapping[str, Any], offered: Sequence[Board]) -> Raw:
    """The setup with its grouping as the form has it."""
    old = planning.first_of(before, TYPES)
    held: Raw = old.get("ideas") or {}
    source = form.get("source", "")
    if not source or source not in {board.block for board in offered} | {held.get("from")}:
        message = N_("Choose whose ideas are grouped. Add an idea board first if there is none.")
        raise Refusal(message, control="source")
    apart = form.get("by_sector") == "yes"
    carry = {**(held if held.get("from") == source else {}), "from": source, "what": "ideas"}
    carry = {name: value for name, value in carry.items() if name != "by"} | ({"by": "sector"} if apart else {})
    made = old | {
        "code": old.get("code", "groups"),
        "sensitive": old.get("sensitive", False),
        "type": "grouping",
        "text": planning.both(form, "question", limit=500),
        "ideas": carry,
        "merge": True,
        "does_not_fit": form.get("does_not_fit") == "yes",
        "tags": (old.get("tags") or TAGS) if apart and form.get("tags") == "yes" else [],
    }
    return planning.merged(before, TYPES, [made])
