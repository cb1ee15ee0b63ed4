"""Ways of taking part. One folder each; the folder is the registration."""

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from app.domain.kind import Kind


@cache
def all_kinds() -> dict[str, Kind]:
    """Every kind there is, by name, found by looking into this folder."""
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(__path__):
        kind: Kind = importlib.import_module(f"{__name__}.{module.name}.kind").KIND
        found[kind.name] = kind
    return found


def kind_of(name: str) -> Kind:
    """The kind of this name; one that is not built runs as a plain talk: title and clock, nothing to hand in."""
    return all_kinds().get(name) or all_kinds()["talk"]


def folders() -> list[Path]:
    """Where kinds keep their templates and catalogues."""
    return [Path(path) for path in __path__]
