"""How one prompt is answered, whatever activity asks it. One module a way; the module is the registration."""

import importlib
import pkgutil
from functools import cache

from app.domain.asking.way import Way
from app.domain.prompts import Prompt


@cache
def ways() -> tuple[Way, ...]:
    """Every way there is, found by looking into this folder."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return tuple(module.WAY for module in modules if hasattr(module, "WAY"))


def way_of(prompt: Prompt) -> Way | None:
    """The way this prompt is answered; None for prompts that are only read."""
    return next((way for way in ways() if way.fits(prompt)), None)
