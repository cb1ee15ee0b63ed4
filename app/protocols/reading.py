"""Reading a protocol, and refusing one that does not hold together, with every place where it does not."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from app import content
from app.domain.refusals import Refusal
from app.protocols.amounts import unreasonable
from app.protocols.codes import doubled
from app.protocols.problems import MOST, Broken
from app.protocols.references import loose
from app.protocols.rules import amiss
from app.protocols.sentences import of_schema
from app.protocols.settling import unusable

Protocol = dict[str, Any]
USUAL = "four-meetings"
SHIPPED = {USUAL: "protocol.json"} | {
    name: f"templates/{name}.json" for name in ("three-blocks", "nominal-group")
}  # fmt: skip


def shipped() -> Protocol:
    """The series that comes with the app."""
    return content.read("protocol.json")


def shipped_ones() -> dict[str, Protocol]:
    """Every series that comes with the app, by its short name."""
    return {name: content.read(file) for name, file in SHIPPED.items()}


def check(protocol: Any) -> None:
    """Raise a Refusal naming the first place where the protocol breaks its schema or points at nothing.

    It carries the others as `problems`, the first twenty of them.
    """
    found = problems(protocol)
    if found:
        raise Broken(found)


def problems(protocol: Any) -> list[Refusal]:
    """What is wrong with a protocol, in the order of the file; the coarse before the fine."""
    for rules in ((of_schema,), (amiss, doubled, unreasonable, loose), (unusable,)):
        found = list(islice(chain.from_iterable(rule(protocol) for rule in rules), MOST))
        if found:
            return found
    return []


def blocks(protocol: Protocol) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every block with its meeting, in the order they are held."""
    for meeting in protocol["meetings"]:
        for block in meeting["blocks"]:
            yield meeting, block
