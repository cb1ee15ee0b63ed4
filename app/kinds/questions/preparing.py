"""The setup form of questions: what people are invited to ask about, and whether they back what others ask."""

from collections.abc import Mapping
from typing import Any

from app.domain import planning
from app.domain.planning import Form, Raw

TYPES = frozenset({"questions"})
QUESTION_LIMIT = 500


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The invitation of a setup as its form shows it."""
    prompt = planning.first_of(setup, TYPES)
    return {
        **planning.spread("question", prompt.get("text", {})),
        "upvote": "yes" if prompt.get("upvote", True) else "",
        "sensitive": "yes" if prompt.get("sensitive") else "",
    }


def read(form: Form, before: Mapping[str, Any]) -> Raw:
    """The setup with its invitation as the form has it; what the plan put beside it stays."""
    old = planning.first_of(before, TYPES)
    text = planning.both(form, "question", limit=QUESTION_LIMIT)
    taken = [prompt["code"] for prompt in planning.prompts_of(before)]
    made = old | {
        "code": old.get("code") or planning.code_of({"en": "questions"}, taken),
        "type": "questions",
        "text": text,
        "upvote": form.get("upvote") == "yes",
        "sensitive": form.get("sensitive") == "yes",
    }
    others = [prompt for prompt in planning.prompts_of(before, TYPES) if prompt["code"] != made["code"]]
    return planning.merged(before, TYPES, [made, *others])
