"""A quick evaluation's setup form: questions on scales, then questions that people answer in their own words."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain import many_scales, planning
from app.domain.planning import Form, Raw
from app.domain.refusals import N_, Refusal

WRITTEN = frozenset({"open_text"})
TYPES = many_scales.TYPES | WRITTEN
QUESTION_LIMIT, MOST, LENGTH = 500, 8, 280


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """Both sorts of questions as the form shows them; `texts` says how many are answered in words."""
    shown = many_scales.fields(setup)
    asked = planning.prompts_of(setup, WRITTEN)
    for number, prompt in enumerate(asked):
        shown |= planning.spread(f"text{number}", prompt["text"]) | {f"text{number}.code": prompt["code"]}
    return shown | {"texts": str(len(asked))}


def read(form: Form, before: Mapping[str, Any], scales: Mapping[str, Any]) -> Raw:
    """The setup with its questions as the form has them; one of either sort at least."""
    texts: list[Raw] = []
    for row in (f"text{number}" for number in range(MOST)):
        empty = planning.is_blank(form, row, "en", "fr") and not form.get(f"{row}.code")
        if not empty and not planning.dropped(form, row):
            texts.append(_text(form, row, before, texts))
    if not texts or form.get("more", "").strip() or _keeps_scales(form):
        before = many_scales.read(form, before, scales)
    else:
        before = planning.merged(before, many_scales.TYPES, [])
    _ensure_apart(before, texts)
    return planning.merged(before, WRITTEN, texts)


def _keeps_scales(form: Form) -> bool:
    return any(form.get(f"{row}.code") and not planning.dropped(form, row) for row in planning.rows(form))


def _text(form: Form, row: str, before: Mapping[str, Any], made: Sequence[Raw]) -> Raw:
    code = form.get(f"{row}.code", "")
    old = planning.prompt_named(before, code) if code else {}
    text = planning.both(form, row, limit=QUESTION_LIMIT)
    taken = [p["code"] for p in [*planning.prompts_of(before), *made]]
    fresh = {"max_chars": LENGTH, "sensitive": False}
    return fresh | old | {"code": old.get("code") or planning.code_of(text, taken), "type": "open_text", "text": text}


def _ensure_apart(setup: Mapping[str, Any], texts: Sequence[Raw]) -> None:
    """A new question in words and a new one on a scale may have been named alike."""
    scales = {prompt["code"] for prompt in planning.prompts_of(setup, many_scales.TYPES)}
    if any(text["code"] in scales for text in texts):
        raise Refusal(N_("Two questions say the same. Word one of them differently."), control="text0.en")
