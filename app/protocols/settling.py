"""A block's setup with everything it names written out, and whether its kind can work with it."""

from collections.abc import Iterator
from typing import Any, cast

from pydantic import ValidationError

from app import kinds
from app.domain import prompts
from app.domain.refusals import N_, Refusal
from app.protocols.problems import named, problem
from app.protocols.rules import slides
from app.protocols.walking import Part, every_block

FLOW = ("window", "locks_rule", "follows")  # of a block: when it is held, whether it fixes the rule, its first round
NOTHING_ASKED = N_("At %(place)s: this kind of activity needs a question of the type %(types)s. Add one.")
CANNOT_BE = N_("At %(place)s: this cannot be used here. See how the series that ships has it.")


def setup_of(protocol: Part, block: Part) -> dict[str, Any]:
    """The setup of an activity made from this block: it stands alone."""
    flow = {name: block[name] for name in FLOW if name in block}
    return flow | {"prompts": [_prompt(protocol, prompt) for prompt in block["prompts"]]}


def unusable(protocol: Part) -> Iterator[Refusal]:
    """Blocks that their kind could not hold a meeting with."""
    for place, block in every_block(protocol):
        kind = kinds.kind_of(block["kind"])
        types = {prompt["type"] for prompt in block["prompts"]}
        if kind.prompt_types and not types & kind.prompt_types:
            yield problem(f"{place}/prompts", NOTHING_ASKED, types=", ".join(sorted(kind.prompt_types)))
        setup = setup_of(protocol, block)
        try:
            kind.Setup.model_validate(setup)
        except ValidationError as wrong:
            yield problem(f"{place}/{_as_far_as_it_goes(setup, [*wrong.errors()[0]['loc']])}", CANNOT_BE)


def _as_far_as_it_goes(setup: Part, path: list[str | int]) -> str:
    for length in range(len(path), 0, -1):
        try:
            return named(setup, path[:length])
        except (KeyError, IndexError, TypeError):
            continue
    return "prompts"


def _prompt(protocol: Part, prompt: Part) -> dict[str, Any]:
    """The prompt with everything it names written out, and the slides it points at put in."""
    settled = prompts.settle(prompt, scales=protocol["scales"], sectors=protocol["sectors"])
    carried = prompt.get("options")
    if isinstance(carried, dict) and "fallback" in carried:
        settled |= _prepared(cast("dict[str, Any]", carried))
    if "slides" in prompt:
        settled["slides"] = {language: slides(written) or "" for language, written in prompt["slides"].items()}
    return settled


def _prepared(carried: Part) -> dict[str, Any]:
    """The prepared list serves until an earlier block's results are chosen instead; each option knows its sector."""
    by_sector: dict[str, list[dict[str, Any]]] = carried["fallback"]
    options = [option | {"sector": sector} for sector, listed in by_sector.items() for option in listed]
    return {"options": options, "options_from": {name: carried[name] for name in carried if name != "fallback"}}
