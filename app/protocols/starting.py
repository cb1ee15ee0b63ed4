"""A new block of a kind, with words to write over, fitted to the series it comes into."""

import copy
from typing import Any

from app import content
from app.domain.refusals import N_, Refusal
from app.protocols.editing import added, block_of
from app.protocols.walking import Part, listed

NEEDS_EARLIER = N_("This kind of activity builds on what people wrote earlier. Add one that collects ideas before it.")
NEEDS_SCALE = N_(
    "This kind of activity needs a scale, and this series has none. Add one under “scales” in the file first."
)


def kinds_offered() -> list[str]:
    """The kinds a new block may be of."""
    return [*content.read("starters.json")]


def begun(protocol: Part, after: str, kind: str) -> tuple[Part, str]:
    """The series with a new block of this kind after another one, and the new one's code."""
    starter: Part = content.read("starters.json")[kind]
    meeting, before = block_of(protocol, after)
    block: Part = {"code": _free_code(protocol, meeting)} | copy.deepcopy(starter["block"])
    for prompt in block["prompts"]:
        for field in ("ideas", "targets"):
            if field in prompt:
                prompt[field] |= _source(meeting, before, protocol, starter["builds_on"])
        _give_scales(prompt, protocol, starter.get("scales", []))
    return added(protocol, after, block), block["code"]


def _free_code(protocol: Part, meeting: Part) -> str:
    """The next number in this meeting: codes go by the meeting's first block."""
    stem = meeting["blocks"][0]["code"].split(".")[0]
    taken = {block["code"] for one in protocol["meetings"] for block in one["blocks"]}
    numbers = (f"{stem}.{number}" for number in range(1, len(taken) + 2))
    used = [int(code.split(".")[1]) for code in taken if code.split(".")[0] == stem]
    following = f"{stem}.{max(used) + 1}"
    return following if following not in taken and len(following) < 12 else next(c for c in numbers if c not in taken)


def _source(meeting: Part, before: Part, protocol: Part, builds_on: dict[str, str]) -> dict[str, Any]:
    """The nearest earlier block of this meeting or of those before it that can be built on."""
    earlier: list[Part] = []
    for one in protocol["meetings"]:
        for block in one["blocks"]:
            earlier.append(block)
            if one is meeting and block is before:
                found = next((b for b in reversed(earlier) if b["kind"] in builds_on), None)
                if found is None:
                    raise Refusal(NEEDS_EARLIER, control="kind", status=422)
                return {"from": found["code"], "what": builds_on[found["kind"]]}
    raise Refusal(NEEDS_EARLIER, control="kind", status=422)


def _give_scales(prompt: Part, protocol: Part, wanted: list[str]) -> None:
    parts = [prompt] if "scale" in prompt else listed(prompt, "dimensions")
    there: list[str] = [*[name for name in wanted if name in protocol["scales"]], *protocol["scales"]]
    for place, part in enumerate(parts):
        if not there:
            raise Refusal(NEEDS_SCALE, control="kind", status=422)
        part["scale"] = there[place] if part is not prompt and place < len(there) else there[0]
