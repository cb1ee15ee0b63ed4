"""Planning many questions on scales at once: one a line beside those that are there already."""

from collections.abc import Mapping
from typing import Any

from app.domain import planning, questions
from app.domain.planning import Form, Raw
from app.domain.refusals import N_, Refusal

TYPES = frozenset({"scale"})


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The questions as a form shows them, and the scale that new ones most likely have."""
    asked = planning.prompts_of(setup, TYPES)
    held: Raw = (asked[-1].get("scale") or {}) if asked else {}
    return questions.fields(setup, TYPES) | {"more": "", "more.scale": held.get("code", "")}


def read(form: Form, before: Mapping[str, Any], scales: Mapping[str, Any]) -> Raw:
    """The setup with its questions as the form has them, the new lines after those that were there."""
    rows = dict(form)
    added = planning.options_read(form.get("more", ""), [], control="more", language="en")
    wanted = form.get("more.scale", "")
    if added and wanted not in scales:
        raise Refusal(N_("Choose one of the scales."), control="more.scale")
    first = max((int(row) for row in planning.rows(form)), default=-1) + 1
    for number, option in enumerate(added, start=first):
        row = planning.spread(str(number), option["label"])
        rows |= row | {f"{number}.type": "scale", f"{number}.scale": wanted}
    if not added and not planning.rows(form):
        raise Refusal(N_("Ask at least one question."), control="more")
    return questions.read(rows, before, scales, TYPES)
