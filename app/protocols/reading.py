"""Reading a protocol, and refusing one that does not hold together, with the place where it does not."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match  # pyright: ignore[reportUnknownVariableType]

from app import content
from app.domain.refusals import N_, Refusal

Protocol = dict[str, Any]
Place = Sequence[str | int]
LONGEST = 200  # a validator may quote the whole file back


def shipped() -> Protocol:
    """The four co-design meetings that come with the app."""
    return content.read("protocol.json")


def check(protocol: Protocol) -> None:
    """Raise a Refusal naming the first place where the protocol breaks its schema or points at nothing."""
    validator = Draft202012Validator(content.read("protocol.schema.json"))
    worst = cast("ValidationError | None", best_match(validator.iter_errors(protocol)))
    if worst is not None:
        raise _refusal(_named(protocol, [*worst.absolute_path]), worst.message[:LONGEST])
    for place, problem in _loose_ends(protocol):
        raise _refusal(place, problem)


def blocks(protocol: Protocol) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every block with its meeting, in the order they are held."""
    for meeting in protocol["meetings"]:
        for block in meeting["blocks"]:
            yield meeting, block


def _refusal(place: str, problem: str) -> Refusal:
    message = N_("This series of meetings cannot be used. At %(place)s: %(problem)s")
    return Refusal(message, control="protocol", status=422, place=place, problem=problem)


def _loose_ends(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """What a schema cannot see: names that stand for nothing, and names given twice."""
    seen: set[str] = set()
    for meeting, block in blocks(protocol):
        place = f"meetings/{meeting['code']}/blocks/{block['code']}"
        if block["code"] in seen:
            yield place, f"'{block['code']}' is given twice"
        follows = block.get("follows")
        if follows is not None and follows not in seen:
            yield f"{place}/follows", f"'{follows}' is not an earlier block"
        seen.add(block["code"])
        for prompt in block["prompts"]:
            for where, problem in _missing(protocol, prompt):
                yield f"{place}/prompts/{prompt['code']}/{where}", problem


def _missing(protocol: Protocol, prompt: dict[str, Any]) -> Iterator[tuple[str, str]]:
    scale = prompt.get("scale")
    if scale is not None and scale not in protocol["scales"]:
        yield "scale", f"there is no scale '{scale}'"
    for language, name in prompt.get("slides", {}).items():
        if content.briefing(name) is None:
            yield f"slides/{language}", f"there are no slides '{name}'"


def _named(protocol: Any, path: Place) -> str:
    """The path to a place with codes instead of numbers, as somebody would look for it."""
    names: list[str] = []
    here = protocol
    for step in path:
        here = here[step]
        names.append(_code(here) or str(step) if isinstance(step, int) else str(step))
    return "/".join(names) or "the top"


def _code(value: object) -> str | None:
    code = cast("dict[str, Any]", value).get("code") if isinstance(value, dict) else None
    return code if isinstance(code, str) else None
