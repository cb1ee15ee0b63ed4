"""What one block may build on: earlier blocks that hold what is wanted of them, earlier meetings, and nothing else."""

from collections.abc import Iterator

from app.domain.refusals import N_, Refusal
from app.protocols.problems import problem
from app.protocols.walking import Part, carries_of, every_block, own_items

NOTHING = N_("At %(place)s: there is nothing called “%(code)s” in this series. Name an activity by its code.")
NO_MEETING = N_("At %(place)s: there is no meeting “%(code)s” in this series. Name a meeting by its code.")
CIRCLE = N_("At %(place)s: “%(code)s” would build on itself, in a circle. Name an earlier one.")
LATER = N_("At %(place)s: “%(code)s” comes later. Only what comes earlier can be built on.")
EARLIER = N_("At %(place)s: “%(code)s” comes earlier. A question can only be repeated later on.")
OTHER_KIND = N_("At %(place)s: “%(code)s” is of another kind. A round only follows one of its own kind.")
NONE_OF_IT = N_("At %(place)s: “%(code)s” holds nothing of what is taken from it (%(what)s). Name another source.")
ANYTHING = "results"
SECTORS = "sectors"  # not an earlier block: the sectors of this series as answers
OF_MEETINGS = {"summary", "blueprint"}
MAKES = {"ideas": "ideas", "themes": "grouping"}  # what is taken, and the type of question that makes it


class Sources:
    """Blocks and meetings of a series in their order."""

    def __init__(self, protocol: Part) -> None:
        self.blocks: dict[str, Part] = {}
        self.place: dict[str, int] = {}
        self.held_in: dict[str, int] = {}
        self.meetings: dict[str, int] = {m["code"]: number for number, m in enumerate(protocol["meetings"])}
        for number, meeting in enumerate(protocol["meetings"]):
            for block in meeting["blocks"]:
                self.held_in.setdefault(block["code"], number)
        for place, (_, block) in enumerate(every_block(protocol)):
            self.blocks.setdefault(block["code"], block)
            self.place.setdefault(block["code"], place)

    def meeting(self, place: str, code: str) -> Iterator[Refusal]:
        """Whether there is such a meeting."""
        if code not in self.meetings:
            yield problem(place, NO_MEETING, code=code[:40])

    def followed(self, place: str, block: Part) -> Iterator[Refusal]:
        """Whether the round a block follows is an earlier one of its kind."""
        code = block.get("follows")
        if code is None:
            return
        refused = list(self._earlier(place, block, code))
        yield from refused
        if not refused and self.blocks[code]["kind"] != block["kind"]:
            yield problem(place, OTHER_KIND, code=code)

    def repeated(self, place: str, block: Part, prompt: Part) -> Iterator[Refusal]:
        """Whether a question that is asked twice is there twice, and in the order it says."""
        again = [(f"{place}/repeat_in", code, True) for code in prompt.get("repeat_in", [])]
        again += [(f"{place}/repeat_of", prompt["repeat_of"], False)] if "repeat_of" in prompt else []
        for here, code, later in again:
            if code == block["code"]:
                yield problem(here, CIRCLE, code=code)
            elif code not in self.blocks:
                yield problem(here, NOTHING, code=code)
            elif (self.place[code] > self.place[block["code"]]) != later:
                yield problem(here, EARLIER if later else LATER, code=code)
            elif prompt["code"] not in {other["code"] for other in self.blocks[code]["prompts"]}:
                yield problem(here, NONE_OF_IT, code=code, what=prompt["code"])

    def carried(self, place: str, block: Part, carry: Part, field: str) -> Iterator[Refusal]:
        """Whether what is taken from earlier is made there."""
        code, what = str(carry["from"]), str(carry.get("what", ANYTHING))
        if code == SECTORS and field == "options":
            return
        if what in OF_MEETINGS and code not in self.blocks:
            yield from self._earlier_meeting(f"{place}/from", block, code)
            return
        refused = list(self._earlier(f"{place}/from", block, code))
        yield from refused
        if not refused and not self._holds(self.blocks[code], what):
            yield problem(f"{place}/from", NONE_OF_IT, code=code, what=what)
        elif not refused and carry.get("column") not in {None, *self._columns(self.blocks[code])}:
            yield problem(f"{place}/column", NONE_OF_IT, code=code, what=carry["column"])

    def _earlier(self, place: str, block: Part, code: str) -> Iterator[Refusal]:
        if code == block["code"]:
            yield problem(place, CIRCLE, code=code)
        elif code not in self.blocks:
            yield problem(place, NOTHING, code=code[:40])
        elif self.place[code] >= self.place[block["code"]]:
            yield problem(place, LATER, code=code)

    def _earlier_meeting(self, place: str, block: Part, code: str) -> Iterator[Refusal]:
        if code not in self.meetings:
            yield problem(place, NO_MEETING, code=code[:40])
        elif self.meetings[code] >= self.held_in[block["code"]]:
            yield problem(place, LATER, code=code)

    def _holds(self, source: Part, what: str) -> bool:
        prompts: list[Part] = source["prompts"]
        if what in MAKES:
            return any(prompt["type"] == MAKES[what] for prompt in prompts)
        if what == "statements":
            return any(own_items(prompt) or dict(carries_of(prompt)) for prompt in prompts)
        return bool(prompts) and what not in OF_MEETINGS

    def _columns(self, source: Part) -> set[str]:
        """The columns ideas were written in: those of the block itself, or of the board that it groups."""
        columns: set[str] = {prompt["column"]["code"] for prompt in source["prompts"] if "column" in prompt}
        for prompt in source["prompts"]:
            board = self.blocks.get(prompt.get("ideas", {}).get("from", ""))
            if board is not None and self.place[board["code"]] < self.place[source["code"]]:
                columns |= self._columns(board)
        return columns
