"""A temperature's setup form: the question, and the words of its five steps."""

from collections.abc import Mapping
from typing import Any

from app.domain import planning
from app.domain.planning import Form, Raw
from app.domain.refusals import N_, Refusal
from app.domain.text import Text

TYPES = frozenset({"scale"})
QUESTION_LIMIT, STEPS = 300, 5
WORDS: tuple[Text, ...] = (
    {"en": "Very low", "fr": "Très bas"},
    {"en": "Low", "fr": "Bas"},
    {"en": "In between", "fr": "Entre les deux"},
    {"en": "Good", "fr": "Bien"},
    {"en": "Very good", "fr": "Très bien"},
)


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The question of a setup as its form shows it, with the words of its steps one a line."""
    prompt = planning.first_of(setup, TYPES)
    scale: Raw = prompt.get("scale") or {}
    points: list[Raw] = scale.get("points") or [{"label": label} for label in WORDS]
    labels = [{"label": point.get("label") or Text()} for point in points]
    return {
        **planning.spread("question", prompt.get("text", {})),
        "words": planning.options_shown(labels, planning.tongue_of(prompt.get("text", {}))),
    }


def read(form: Form, before: Mapping[str, Any]) -> Raw:
    """The setup with its question as the form has it: five steps from lowest to highest, and a live total."""
    old = planning.first_of(before, TYPES)
    text = planning.both(form, "question", limit=QUESTION_LIMIT)
    lines = form.get("words", "").strip() or planning.options_shown([{"label": label} for label in WORDS], "en")
    labels = planning.options_read(lines, [], control="words", language=planning.tongue_of(text))
    if len(labels) != STEPS:
        raise Refusal(N_("Give five words, one a line, from the lowest to the highest."), control="words")
    taken = [prompt["code"] for prompt in planning.prompts_of(before)]
    points = [{"code": str(n), "value": n, "label": one["label"]} for n, one in enumerate(labels, start=1)]
    scale = {"code": "temperature5", "min": 1, "max": STEPS, "agree_from": 4, "points": points}
    made = old | {
        "code": old.get("code") or planning.code_of({"en": "temperature"}, taken),
        "type": "scale",
        "text": text,
        "scale": scale,
        "live": True,
        "sensitive": False,
    }
    others = [prompt for prompt in planning.prompts_of(before, TYPES) if prompt["code"] != made["code"]]
    return planning.merged(before, TYPES, [made, *others])
