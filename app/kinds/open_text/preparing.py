"""An open text's setup form: a row a question, how long an answer may be, and the fields it is written in."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain import planning
from app.domain.planning import Form, Raw
from app.domain.refusals import N_, Refusal

TYPES = frozenset({"open_text"})
QUESTION_LIMIT, LEAST, MOST, USUAL = 500, 20, 1000, 400


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The questions of a setup as a form shows them."""
    shown = {"0.most": str(USUAL)}
    for row, prompt in enumerate(planning.prompts_of(setup, TYPES)):
        lines = planning.options_shown(prompt.get("fields") or [], planning.tongue_of(prompt["text"]))
        shown |= planning.spread(f"{row}", prompt["text"])
        shown |= {
            f"{row}.code": prompt["code"],
            f"{row}.most": str(prompt.get("max_chars") or MOST),
            f"{row}.fields": lines,
            f"{row}.sensitive": "yes" if prompt.get("sensitive") else "",
        }
    return shown


def read(form: Form, before: Mapping[str, Any]) -> Raw:
    """The setup with its questions as the form has them; at least one is asked."""
    made: list[Raw] = []
    for row in planning.rows(form):
        empty = planning.is_blank(form, row, "en", "fr") and not form.get(f"{row}.code")
        if not empty and not planning.dropped(form, row):
            made.append(_question(form, row, before, made))
    if not made:
        raise Refusal(N_("Ask at least one question."), control="0.en")
    return planning.merged(before, TYPES, made)


def _question(form: Form, row: str, before: Mapping[str, Any], made: Sequence[Raw]) -> Raw:
    code = form.get(f"{row}.code", "")
    old = planning.prompt_named(before, code) if code else {}
    text = planning.both(form, row, limit=QUESTION_LIMIT)
    taken = [prompt["code"] for prompt in [*planning.prompts_of(before), *made]]
    most = planning.number(form.get(f"{row}.most", "") or str(USUAL), control=f"{row}.most", least=LEAST, most=MOST)
    lines = form.get(f"{row}.fields", "")
    known: list[Raw] = old.get("fields") or []
    named = planning.options_read(lines, known, control=f"{row}.fields", language=planning.tongue_of(text))
    return old | {
        "code": old.get("code") or planning.code_of(text, taken),
        "type": "open_text",
        "text": text,
        "max_chars": most,
        "fields": named,
        "sensitive": form.get(f"{row}.sensitive") == "yes",
    }
