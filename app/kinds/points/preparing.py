"""The setup form of points: the question, how many points, and what they go on."""

from collections.abc import Mapping
from typing import Any

from app.domain import listing, planning
from app.domain.planning import Form, Raw

TYPES = frozenset({"points"})
LEAST, USUAL, MOST = 10, 100, 1000


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The points of a setup as a form shows them."""
    budget = planning.first_of(setup, TYPES).get("budget", USUAL)
    return listing.fields(setup, TYPES, "items") | {"budget": str(budget)}


def read(form: Form, before: Mapping[str, Any]) -> Raw:
    """The setup with its points as the form has them."""
    made = listing.read(form, before, TYPES, "items")
    budget = planning.number(form.get("budget", ""), control="budget", least=LEAST, most=MOST)
    return listing.merged(before, TYPES, made | {"budget": budget})
