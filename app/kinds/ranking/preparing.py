"""A ranking's setup form: the question, what is put in order, and whether something may be left out."""

from collections.abc import Mapping
from typing import Any

from app.domain import listing, planning
from app.domain.planning import Form, Raw

TYPES = frozenset({"ranking"})


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The ranking of a setup as a form shows it."""
    partial = planning.first_of(setup, TYPES).get("partial", True)
    return listing.fields(setup, TYPES, "options") | {"partial": "yes" if partial else ""}


def read(form: Form, before: Mapping[str, Any]) -> Raw:
    """The setup with its ranking as the form has it."""
    made = listing.read(form, before, TYPES, "options")
    return listing.merged(before, TYPES, made | {"partial": form.get("partial") == "yes"})
