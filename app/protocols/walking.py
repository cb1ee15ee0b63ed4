"""Going through a protocol that has the right shape: every block and prompt with the name of its place."""

from collections.abc import Iterator
from typing import Any, cast

Part = dict[str, Any]
CARRIES = ("options", "items", "items_from", "targets", "ideas", "about")


def every_block(protocol: Part) -> Iterator[tuple[str, Part]]:
    """Each block with its place, in the order they are held."""
    for meeting in protocol["meetings"]:
        for block in meeting["blocks"]:
            yield f"meetings/{meeting['code']}/blocks/{block['code']}", block


def every_prompt(protocol: Part) -> Iterator[tuple[str, Part]]:
    """Each prompt with its place."""
    for place, block in every_block(protocol):
        for prompt in block["prompts"]:
            yield f"{place}/prompts/{prompt['code']}", prompt


def carries_of(prompt: Part) -> Iterator[tuple[str, Part]]:
    """What a prompt takes or shows from earlier, with the field it stands in."""
    for field in CARRIES:
        if isinstance(prompt.get(field), dict):
            yield field, prompt[field]
    for number, carry in enumerate(prompt.get("shows", [])):
        yield f"shows/{number}", carry


def listed(part: Part, field: str) -> list[Part]:
    """A list of this field; none where it is carried over from elsewhere."""
    value: object = part.get(field, [])
    return cast("list[Part]", value) if isinstance(value, list) else []


def own_items(prompt: Part) -> list[Part]:
    """The items a prompt brings itself, for everybody or for one sector."""
    by_sector: dict[str, list[Part]] = prompt.get("items_by_sector", {})
    return [*listed(prompt, "items"), *(item for items in by_sector.values() for item in items)]


def everything(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Part]]:
    """Every object of a protocol with the path to it."""
    if isinstance(value, dict):
        inside = cast("Part", value)
        yield path, inside
        for name, inner in inside.items():
            yield from everything(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(cast("list[Any]", value)):
            yield from everything(inner, (*path, place))
