"""Flags: sectors in which fewer agree than the plan asks for, so that the team hears them again at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.choices import PromptResults
from app.domain.prompts import Prompt
from app.domain.sheet import Shown


@dataclass(frozen=True)
class Flag:
    """One question, the share it asks for (in per cent), and the codes of the sectors below it."""

    prompt: Prompt
    least: int
    sectors: Sequence[str]


def of(results: Sequence[Shown]) -> list[Flag]:
    """A flag for each question with sectors below its share, as far as their figures may be shown at all."""
    found = [_flag(shown.what) for shown in results if isinstance(shown.what, PromptResults)]
    return [flag for flag in found if flag is not None and flag.sectors]


def _flag(what: PromptResults) -> Flag | None:
    least = getattr(what.prompt, "flag_below_pct", None)
    if not isinstance(least, int):
        return None
    groups = what.sectors or {}
    below = [code for code, bars in groups.items() if bars.n and 100 * (bars.agree or 0) < least * bars.n]
    return Flag(what.prompt, least, below)
