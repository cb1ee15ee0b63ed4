"""The shipped demo as raw answers: what was asked, of whom, and what each group of people said to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app import content

ALL = "all"
Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """One thing that has figures of its own: an option, a statement on one scale, a target of dots, a place in a list.

    `item` is none for a ranking as a whole; `among` is everything it was chosen from.
    """

    block: str
    kind: str
    type: str
    prompt: str
    item: str | None
    dimension: str | None
    scale: str | None
    among: Mapping[str, Sequence[str]]  # sector -> what it was offered
    sensitive: bool
    is_item: bool = False  # answers name the item, instead of being about the prompt or having it as their value


class Recording:
    """The recorded series beside the protocol it was played by."""

    def __init__(self) -> None:
        self.demo, self.protocol = content.read("demo.json"), content.read("protocol.json")
        self.sector_of = {person["code"]: person["sector"] for person in self.demo["participants"]}
        self.sectors = [sector["code"] for sector in self.protocol["sectors"] if not sector["pseudo"]]

    @cached_property
    def asked(self) -> list[Asked]:
        """Everything with figures, in the order of the agenda."""
        blocks = [block for meeting in self.protocol["meetings"] for block in meeting["blocks"]]
        return [one for block in blocks for prompt in block["prompts"] for one in self._of_prompt(block, prompt)]

    def scopes(self, one: Asked) -> list[str]:
        """For whom there is a row.

        All and each sector, where every sector was offered it; the sectors that were, where some had it alone; all
        alone, where the prompt is sensitive.
        """
        offered = [sector for sector in self.sectors if one.item is None or one.item in one.among[sector]]
        if offered != self.sectors:
            return offered
        return [ALL] if one.sensitive else [ALL, *self.sectors]

    def answers(self, one: Asked, scope: str) -> list[Answer]:
        """What the people of a scope answered, opt-outs with them; to the item alone where answers name one."""
        return [
            answer
            for block in self.demo["blocks"]
            if block["block"] == one.block
            for answer in block.get("answers", [])
            if answer["prompt"] == one.prompt and scope in {ALL, self.sector_of[answer["who"]]}
            if not one.is_item or (answer["item"], answer.get("dimension")) == (one.item, one.dimension)
        ]

    def _of_prompt(self, block: Answer, prompt: Answer) -> Iterator[Asked]:
        among = self._among(block, prompt)
        codes = [*dict.fromkeys(code for sector in self.sectors for code in among[sector])]
        scales: list[tuple[str | None, str | None]] = [(None, prompt.get("scale"))]
        scales = [(d["code"], d["scale"]) for d in prompt.get("dimensions", [])] or scales
        has_items = prompt["type"] in {"scale", "matrix"} and bool(codes)
        every: list[str | None] = [*codes, *([None] if prompt["type"] == "ranking" else [])]
        if prompt["type"] == "scale" and not codes:
            every, among = [prompt["code"]], {sector: [prompt["code"]] for sector in self.sectors}
        for item in every:
            for dimension, scale in scales:
                yield Asked(
                    block["code"], block["kind"], prompt["type"], prompt["code"], item, dimension, scale, among,
                    prompt["sensitive"], has_items,
                )  # fmt: skip

    def _among(self, block: Answer, prompt: Answer) -> dict[str, list[str]]:
        """What each sector was offered: what the protocol writes down, for it or for all, and what was carried in."""
        carried = self._carried(block["code"], prompt["code"])
        found: dict[str, list[str]] = {}
        for sector in self.sectors:
            written = [*_codes(prompt.get("items")), *_codes(prompt.get("items_by_sector", {}).get(sector))]
            if prompt["type"] in {"single", "multi", "ranking"}:
                written += _codes(prompt.get("options"))
            if carried.get("use") == "fallback":
                written += _codes(prompt["options"]["fallback"][sector])
            found[sector] = [*written, *carried.get("items", []), *carried.get("by_sector", {}).get(sector, [])]
        return found

    def _carried(self, block: str, prompt: str) -> Answer:
        for one in self.demo["blocks"]:
            carried = one.get("carried")
            if one["block"] == block and carried and carried["prompt"] == prompt:
                return carried
        return {}


def _codes(written: Any) -> list[str]:
    """The codes of a list; what is named by where it comes from is carried in."""
    return [one["code"] for one in written] if isinstance(written, list) else []  # pyright: ignore
