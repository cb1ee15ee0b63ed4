"""What a form for one idea brings: its words or its parts, a mark, and an organization's name where that is offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.prompts import Prompt
from app.domain.refusals import N_, Refusal
from app.domain.text import IDEA_LIMIT, Text, clean, say

PART_LIMIT, SIGNED_LIMIT = 200, 80
COLON = {"en": ": ", "fr": "\u00a0: "}


@dataclass(frozen=True)
class Noted:
    """One idea as its form brings it, ready to be kept."""

    text: str
    mark: str
    parts: Mapping[str, str]
    signed: str


def read(
    prompt: Prompt,
    *,
    text: str,
    fields: Mapping[str, str],
    mark: str,
    signed: str,
    sign: str | Sequence[str],
    language: str,
) -> Noted:
    """What the form brings, or a Refusal naming the control that is not right.

    Where the column asks for parts, the idea's words are the parts together, unless words of their own came too.
    """
    parts = _parts(prompt, fields)
    if prompt.fields and not parts and not text.strip():
        raise Refusal(N_("Write something in at least one of the fields."), control=f"field.{prompt.fields[0].code}")
    words = text if text.strip() or not prompt.fields else together(prompt, parts, language)
    codes = {option.code for option in prompt.marks}
    if codes and mark not in codes:
        choices = " / ".join(say(option.label, language) for option in prompt.marks)
        raise Refusal(N_("Choose one first: %(choices)s."), control="mark", choices=choices)
    return Noted(clean(words, limit=IDEA_LIMIT), mark if codes else "", parts, _signature(prompt, signed, sign))


def together(prompt: Prompt, parts: Mapping[str, str], language: str) -> str:
    """The parts as one text, each with its name."""
    named = [(say(field.label, language), parts[field.code]) for field in prompt.fields if parts.get(field.code)]
    return " · ".join(f"{label}{COLON.get(language, ': ')}{words}" for label, words in named)


def mark_label(prompt: Prompt | None, code: str) -> Text:
    """What a mark is called, or nothing."""
    found = [option.label for option in (prompt.marks if prompt else []) if option.code == code]
    return found[0] if found else {}


def column_of(prompt: Prompt) -> str:
    """The column that this prompt's ideas stand in."""
    return prompt.column.code if prompt.column else prompt.code


def _parts(prompt: Prompt, fields: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in prompt.fields:
        control = f"field.{field.code}"
        said = clean(fields.get(field.code, ""), limit=PART_LIMIT, control=control, may_be_empty=True)
        if said:
            found[field.code] = said
    return found


def _signature(prompt: Prompt, signed: str, sign: str | Sequence[str]) -> str:
    """The name it may be shown with: only where that is offered, and the box beside the name is ticked."""
    ticks = [sign] if isinstance(sign, str) else list(sign)
    unticked = any(ticks) and "yes" not in ticks
    if not prompt.attribute or unticked:
        return ""
    name = clean(signed, limit=SIGNED_LIMIT, control="signed", may_be_empty=True)
    if "yes" in ticks and not name:
        raise Refusal(N_("Write the organization’s name, or untick the box."), control="signed")
    return name
