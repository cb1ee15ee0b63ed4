"""A board's setup form: one row a column, with its name and the question asked in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain import planning
from app.domain.planning import Form, Raw
from app.domain.refusals import N_, Refusal
from app.domain.text import Text

TYPES = frozenset({"ideas"})
LISTS = ("marks", "fields")  # written one a line


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The columns of a setup as a form shows them."""
    shown: dict[str, str] = {}
    for row, prompt in enumerate(planning.prompts_of(setup, TYPES)):
        column: Raw = prompt.get("column") or {}
        name: Text = column.get("label", {})
        shown |= planning.spread(f"{row}", prompt["text"]) | planning.spread(f"{row}.name", name)
        shown[f"{row}.code"] = prompt["code"]
        tongue = planning.tongue_of(prompt["text"])
        for part in LISTS:
            shown[f"{row}.{part}"] = planning.options_shown(prompt.get(part) or [], tongue)
        shown[f"{row}.attribute"] = "yes" if prompt.get("attribute") else ""
    return shown


def read(form: Form, before: Mapping[str, Any]) -> Raw:
    """The setup with its columns as the form has them; a board has at least one."""
    made: list[Raw] = []
    for row in planning.rows(form):
        blank = planning.is_blank(form, row, "en", "fr", "name.en", "name.fr") and not form.get(f"{row}.code")
        if not blank and not planning.dropped(form, row):
            made.append(_column(form, row, before, made))
    if not made:
        raise Refusal(N_("A board needs at least one column."), control="0.name.en")
    return planning.merged(before, TYPES, made)


def _column(form: Form, row: str, before: Mapping[str, Any], made: Sequence[Raw]) -> Raw:
    """One column; without a question of its own, its name is the question."""
    code = form.get(f"{row}.code", "")
    old = planning.prompt_named(before, code) if code else {}
    name = planning.both(form, f"{row}.name", limit=80)
    text = planning.both(form, row, limit=500, may_be_empty=True) or name
    code = old.get("code") or planning.code_of(name, [p["code"] for p in [*planning.prompts_of(before), *made]])
    column = {**(old.get("column") or {"code": code}), "label": name}
    tongue = planning.tongue_of(text)
    lists = {
        part: planning.options_read(
            form.get(f"{row}.{part}", ""), old.get(part) or [], control=f"{row}.{part}", language=tongue
        )
        for part in LISTS
    }
    also: Raw = {part: options for part, options in lists.items() if options}
    if form.get(f"{row}.attribute") == "yes":
        also["attribute"] = True
    kept = {part: value for part, value in old.items() if part not in {*LISTS, "attribute"}}
    return {"sensitive": False, **kept, "code": code, "type": "ideas", "text": text, "column": column, **also}
