"""Planning the prompts answered by choosing: one form row a question, whatever kind of activity asks it."""

from collections.abc import Mapping
from typing import Any

from app.domain import planning
from app.domain.choices import TYPES
from app.domain.planning import Form, Raw
from app.domain.refusals import N_, Refusal

QUESTION_LIMIT = 500
DONT_KNOW = {"code": "dk", "label": {"en": "Don't know", "fr": "Je ne sais pas"}}
NOT_SAYING = {"code": "pna", "label": {"en": "Prefer not to answer", "fr": "Je préfère ne pas répondre"}}
WAYS_OUT = {"dk": DONT_KNOW, "pna": NOT_SAYING}
OTHER = {"code": "other", "label": {"en": "Other", "fr": "Autre"}, "free_text": True}


def fields(setup: Mapping[str, Any], types: frozenset[str] = TYPES) -> dict[str, str]:
    """The questions of a setup as a form shows them, row by row."""
    asked = planning.prompts_of(setup, types)
    shown: dict[str, str] = {}
    for number, prompt in enumerate(asked):
        shown |= {f"{number}.{name}": value for name, value in _row(prompt).items()}
    return shown


def read(form: Form, before: Mapping[str, Any], scales: Mapping[str, Any], types: frozenset[str] = TYPES) -> Raw:
    """The setup with its questions as the form has them. At least one is asked."""
    made: list[Raw] = []
    for row in planning.rows(form):
        empty = planning.is_blank(form, row, "en", "fr", "options") and not form.get(f"{row}.code")
        if not empty and not planning.dropped(form, row):
            taken = [p["code"] for p in [*planning.prompts_of(before), *made]]
            made.append(_question(form, row, before, scales, taken))
    if not made:
        raise Refusal(N_("Ask at least one question."), control="0.en")
    return planning.merged(before, types, made)


def _row(prompt: Raw) -> dict[str, str]:
    options: list[Raw] = prompt.get("options") or []
    ways_out = {o["code"] for o in prompt.get("opt_out", [])}
    scale: Raw = prompt.get("scale") or {}
    return {
        "code": prompt["code"],
        "en": prompt["text"].get("en", ""),
        "fr": prompt["text"].get("fr", ""),
        "type": prompt["type"],
        "options": planning.options_shown(
            [o for o in options if not o.get("free_text")], planning.tongue_of(prompt["text"])
        ),
        "other": "yes" if any(o.get("free_text") for o in options) else "",
        "most": str(prompt.get("max_choices") or ""),
        "scale": scale.get("code", ""),
        "live": "yes" if prompt.get("live") else "",
        "sensitive": "yes" if prompt.get("sensitive") else "",
    } | {code: "yes" if code in ways_out else "" for code in WAYS_OUT}


def _question(form: Form, row: str, before: Mapping[str, Any], scales: Mapping[str, Any], taken: list[str]) -> Raw:
    code = form.get(f"{row}.code", "")
    old = planning.prompt_named(before, code) if code else {}
    text = planning.both(form, row, limit=QUESTION_LIMIT)
    kind = form.get(f"{row}.type", "single")
    if kind not in TYPES:
        raise Refusal(N_("Choose how it is answered."), control=f"{row}.type")
    sensitive = form.get(f"{row}.sensitive") == "yes"
    if sensitive and form.get(f"{row}.live") == "yes":
        raise Refusal(
            N_("A sensitive question cannot show its counts live. Untick one of the two."), control=f"{row}.live"
        )
    question = old | {
        "code": old.get("code") or planning.code_of(text, taken),
        "type": kind,
        "text": text,
        "sensitive": sensitive,
        "live": form.get(f"{row}.live") == "yes",
    }
    if kind == "scale":
        return _without(question, "options", "max_choices") | {"scale": _scale(form, row, old, scales), "opt_out": []}
    return _without(question, "scale") | _answers(form, row, old, planning.tongue_of(text))


def _answers(form: Form, row: str, old: Raw, language: str) -> Raw:
    before: list[Raw] = old.get("options") or []
    options = planning.options_read(
        form.get(f"{row}.options", ""),
        [o for o in before if not o.get("free_text")],
        control=f"{row}.options",
        language=language,
    )
    if form.get(f"{row}.other") == "yes":
        options = _with_others(options, before)
    if len(options) < 2:
        raise Refusal(N_("Give at least two answers to choose from, one a line."), control=f"{row}.options")
    others = [o for o in old.get("opt_out", []) if o["code"] not in WAYS_OUT]
    known = {o["code"]: o for o in old.get("opt_out", [])}
    chosen = [known.get(code, way) for code, way in WAYS_OUT.items() if form.get(f"{row}.{code}") == "yes"]
    return {"options": options, "opt_out": [*others, *chosen], "max_choices": _most(form, row, len(options))}


def _with_others(options: list[Raw], before: list[Raw]) -> list[Raw]:
    """Those with room for words go where they stood, after the same neighbour; a first one goes last."""
    together = list(options)
    for place, other in enumerate(before):
        if other.get("free_text"):
            ahead = before[place - 1]["code"] if place else ""
            together.insert(next((i + 1 for i, o in enumerate(together) if o["code"] == ahead), len(together)), other)
    return together if len(together) > len(options) else [*options, OTHER]


def _most(form: Form, row: str, there_are: int) -> int | None:
    given = form.get(f"{row}.most", "").strip()
    if form.get(f"{row}.type") != "multi" or not given:
        return None
    if not (given.isdecimal() and len(given) <= 3 and 1 <= int(given) <= there_are):
        message = N_("Choose a number from 1 to %(most)s, or leave it empty.")
        raise Refusal(message, control=f"{row}.most", most=there_are)
    return int(given)


def _scale(form: Form, row: str, old: Raw, scales: Mapping[str, Any]) -> Raw:
    wanted = form.get(f"{row}.scale", "")
    held: Raw = old.get("scale") or {}
    if wanted and held.get("code") == wanted:
        return held
    if wanted not in scales:
        raise Refusal(N_("Choose one of the scales."), control=f"{row}.scale")
    return scales[wanted]


def _without(prompt: Raw, *names: str) -> Raw:
    return {name: value for name, value in prompt.items() if name not in names}
