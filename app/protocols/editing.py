"""Changes to a series of meetings: each takes the whole and returns a new one, which is to be checked."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from app.domain import planning
from app.domain.planning import Form
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.text import Text
from app.protocols.amounts import LONGEST_BLOCK, LONGEST_MEETING, SHORTEST_MEETING
from app.protocols.walking import Part

TITLE_LIMIT, PURPOSE_LIMIT = 160, 2000
BOTH = N_("Write it in English and in French. A template is in both languages.")
LAST_ONE = N_("This is the only activity of its meeting, so it stays. Add another one first.")


def retitled(protocol: Part, form: Form) -> Part:
    """The series under another title."""
    return dict(protocol) | {"title": both(form, "title", limit=TITLE_LIMIT)}


def meeting_of(protocol: Part, code: str) -> Part:
    """The meeting with this code."""
    for meeting in protocol["meetings"]:
        if meeting["code"] == code:
            return meeting
    raise NotFound()


def block_of(protocol: Part, code: str) -> tuple[Part, Part]:
    """The block with this code, and the meeting it is in."""
    for meeting in protocol["meetings"]:
        for block in meeting["blocks"]:
            if block["code"] == code:
                return meeting, block
    raise NotFound()


def meeting_fields(meeting: Part) -> dict[str, str]:
    """A meeting as its form shows it."""
    texts = planning.spread("title", meeting["title"]) | planning.spread("purpose", meeting["purpose"])
    return texts | {"minutes": str(meeting["minutes"])}


def meeting_changed(protocol: Part, code: str, form: Form) -> Part:
    """The series with this meeting as the form has it."""
    meeting_of(protocol, code)
    minutes = planning.number(form.get("minutes", ""), control="minutes", least=SHORTEST_MEETING, most=LONGEST_MEETING)
    changes = {"title": both(form, "title", limit=TITLE_LIMIT), "minutes": minutes}
    changes["purpose"] = both(form, "purpose", limit=PURPOSE_LIMIT)
    return _in_meeting(protocol, code, lambda meeting: meeting | changes)


def block_changed(protocol: Part, code: str, block: Part) -> Part:
    """The series with another block in this one's place."""
    meeting, _ = block_of(protocol, code)
    return _blocks_of(protocol, meeting, lambda blocks: [block if one["code"] == code else one for one in blocks])


def moved(protocol: Part, code: str, step: int) -> Part:
    """The series with this block some places up or down within its meeting."""
    meeting, block = block_of(protocol, code)
    blocks: list[Part] = [one for one in meeting["blocks"] if one is not block]
    at = max(0, min(len(blocks), meeting["blocks"].index(block) + step))
    return _blocks_of(protocol, meeting, lambda _: [*blocks[:at], block, *blocks[at:]])


def without(protocol: Part, code: str) -> Part:
    """The series without this block. The last one of a meeting stays."""
    meeting, block = block_of(protocol, code)
    if len(meeting["blocks"]) == 1:
        raise Refusal(LAST_ONE)
    return _blocks_of(protocol, meeting, lambda blocks: [one for one in blocks if one is not block])


def added(protocol: Part, after: str, block: Part) -> Part:
    """The series with a new block right after this one."""
    meeting, before = block_of(protocol, after)
    at = meeting["blocks"].index(before) + 1
    return _blocks_of(protocol, meeting, lambda blocks: [*blocks[:at], block, *blocks[at:]])


def both(form: Form, name: str, *, limit: int) -> Text:
    """A text that has to be in both languages; the refusal stands beside the one that lacks."""
    text = planning.both(form, name, limit=limit, may_be_empty=True)
    for language in planning.LANGUAGES:
        if not text.get(language):
            raise Refusal(BOTH, control=f"{name}.{language}")
    return text


def minutes_of(form: Form, block: Mapping[str, Any]) -> int:
    """The minutes of a block; none for what is done between meetings."""
    least = 0 if "window" in block else 1
    return planning.number(form.get("minutes", ""), control="minutes", least=least, most=LONGEST_BLOCK)


def _blocks_of(protocol: Part, meeting: Part, change: Callable[[list[Part]], list[Part]]) -> Part:
    return _in_meeting(protocol, meeting["code"], lambda one: one | {"blocks": change(one["blocks"])})


def _in_meeting(protocol: Part, code: str, change: Callable[[Part], Part]) -> Part:
    meetings = [change(dict(one)) if one["code"] == code else one for one in protocol["meetings"]]
    return copy.deepcopy(dict(protocol) | {"meetings": meetings})
