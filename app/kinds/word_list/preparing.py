"""A word list's setup form: the question, and how many words each person may send."""

from collections.abc import Mapping
from typing import Any

from app.domain import planning
from app.domain.planning import Form, Raw
from app.domain.word_lists import USUAL_MOST

TYPES = frozenset({"words"})
QUESTION_LIMIT, MOST = 500, 10


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The question of a setup as its form shows it."""
    prompt = planning.first_of(setup, TYPES)
    return {
        **planning.spread("question", prompt.get("text", {})),
        "most": str(prompt.get("max_choices") or USUAL_MOST),
        "sensitive": "yes" if prompt.get("sensitive") else "",
    }


def read(form: Form, before: Mapping[str, Any]) -> Raw:
    """The setup with its question as the form has it."""
    old = planning.first_of(before, TYPES)
    text = planning.both(form, "question", limit=QUESTION_LIMIT)
    taken = [prompt["code"] for prompt in planning.prompts_of(before)]
    made = old | {
        "code": old.get("code") or planning.code_of({"en": "words"}, taken),
        "type": "words",
        "text": text,
        "max_choices": planning.number(form.get("most", "") or str(USUAL_MOST), control="most", least=1, most=MOST),
        "sensitive": form.get("sensitive") == "yes",
    }
    others = [prompt for prompt in planning.prompts_of(before, TYPES) if prompt["code"] != made["code"]]
    return planning.merged(before, TYPES, [made, *others])
