"""The project's own words where the content leaves a place for them: support person, contact, host."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.text import Text, clean, say

Definition = Mapping[str, Any]
Place = Mapping[str, Any]  # {"code": ..., "label": ...}
LONGEST = 200


def filled(words: str, definition: Definition, language: str) -> str:
    """`words` with each {placeholder} as the team filled it, or its label in brackets where it has not yet."""
    support = definition.get("support", {})
    values = support.get("values", {})
    for place in support.get("placeholders", []):
        given = values.get(place["code"]) or f"[{say(place['label'], language)}]"
        words = words.replace("{" + place["code"] + "}", given)
    return words


def consent_of(definition: Definition, mode: str) -> Text:
    """The consent text of this mode, in both languages; empty where the project has none."""
    return definition.get("consent_texts", {}).get(mode, {}).get("text", {})


def places(definition: Definition, mode: str) -> Sequence[Place]:
    """The placeholders that people of this project read: those of its mode's consent text and of the help page."""
    support = definition.get("support", {})
    read = " ".join([*consent_of(definition, mode).values(), *support.get("text", {}).values()])
    return [place for place in support.get("placeholders", []) if "{" + place["code"] + "}" in read]


def given(definition: Definition) -> Mapping[str, str]:
    """What the team has filled in, by the placeholder's code."""
    return definition.get("support", {}).get("values", {})


def gaps(definition: Definition, mode: str) -> Sequence[Place]:
    """The placeholders still open: people read their labels in brackets."""
    return [place for place in places(definition, mode) if not given(definition).get(place["code"])]


def fill(definition: Definition, words: Mapping[str, str], *, control: str) -> dict[str, Any]:
    """The definition with these words in its places, by code; "" opens a place again. `control` comes before a code."""
    support = definition.get("support", {})
    known = [place["code"] for place in support.get("placeholders", []) if place["code"] in words]
    values = {code: clean(words[code], limit=LONGEST, control=f"{control}.{code}", may_be_empty=True) for code in known}
    return dict(definition) | ({"support": support | {"values": {**given(definition), **values}}} if known else {})
