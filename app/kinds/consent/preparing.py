"""The consent's setup form: one row a statement, and whether it is needed to take part."""

from collections.abc import Mapping
from typing import Any

from app.domain import planning
from app.domain.planning import Form, Raw
from app.domain.refusals import N_, Refusal

TYPES = frozenset({"consent"})


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The statements of a setup as a form shows them."""
    shown: dict[str, str] = {}
    for row, prompt in enumerate(planning.prompts_of(setup, TYPES)):
        shown |= planning.spread(f"{row}", prompt["text"])
        shown |= {f"{row}.code": prompt["code"], f"{row}.required": "yes" if prompt.get("required") else ""}
    return shown


def read(form: Form, before: Mapping[str, Any]) -> Raw:
    """The setup with its statements as the form has them; one at least is needed to take part."""
    made: list[Raw] = []
    for row in planning.rows(form):
        blank = planning.is_blank(form, row, "en", "fr") and not form.get(f"{row}.code")
        if blank or planning.dropped(form, row):
            continue
        code = form.get(f"{row}.code", "")
        old = planning.prompt_named(before, code) if code else {}
        text = planning.both(form, row, limit=600)
        code = old.get("code") or planning.code_of(text, [p["code"] for p in [*planning.prompts_of(before), *made]])
        required = form.get(f"{row}.required") == "yes"
        made.append({"sensitive": False, **old, "code": code, "type": "consent", "text": text, "required": required})
    if not any(statement["required"] for statement in made):
        raise Refusal(N_("At least one statement must be needed to take part."), control="0.en")
    return planning.merged(before, TYPES, made)
