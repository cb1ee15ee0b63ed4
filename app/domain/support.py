"""The project's own words where the content leaves a place for them: support person, contact, host."""

from collections.abc import Mapping
from typing import Any

from app.domain.text import say


def filled(words: str, definition: Mapping[str, Any], language: str) -> str:
    """`words` with each {placeholder} as the team filled it, or its label in brackets where it has not yet."""
    support = definition.get("support", {})
    values = support.get("values", {})
    for place in support.get("placeholders", []):
        given = values.get(place["code"]) or f"[{say(place['label'], language)}]"
        words = words.replace("{" + place["code"] + "}", given)
    return words
