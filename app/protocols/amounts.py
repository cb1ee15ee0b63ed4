"""Numbers that a meeting cannot be held with: minutes, dots, limits, and how much of everything there may be."""

from collections.abc import Iterator
from typing import Any

from app.domain.refusals import N_, Refusal
from app.protocols.problems import named, problem
from app.protocols.walking import Part, every_block, every_prompt, everything

OUT_OF_RANGE = N_("At %(place)s: %(value)s is out of range. It should be from %(least)s to %(most)s.")
TOO_MANY = N_("At %(place)s: these are more than a series can hold. There is room for %(most)s.")
MORE_THAN_DOTS = N_(
    "At %(place)s: nobody can put %(most)s dots on one thing when they have %(dots)s. Choose a smaller number."
)
LATE_REMINDER = N_("At %(place)s: the reminder comes after the last day. Choose an earlier day.")

BOUNDS = {
    "dots": (1, 50), "max_per_item": (1, 50), "max_chars": (1, 4000), "max_choices": (1, 60), "top": (1, 100),
    "flag_below_pct": (0, 100), "cut": (1, 9), "round": (1, 9), "days": (1, 90), "effort_minutes": (1, 600),
    "remind_on_day": (1, 90), "own_results_from": (5, 1000),
}  # fmt: skip
LONGEST_MEETING, LONGEST_BLOCK, SHORTEST_MEETING = 600, 300, 5
MOST_MEETINGS, MOST_BLOCKS, MOST_PROMPTS, MOST_SECTORS, MOST_ANSWERS = 24, 60, 30, 13, 200
LISTS = {"options": MOST_ANSWERS, "items": MOST_ANSWERS, "shows": 10, "marks": 10, "fields": 12, "prework": 30}


def unreasonable(protocol: Part) -> Iterator[Refusal]:
    """Every number that is out of range, and every list that is too long."""
    yield from _too_many("sectors", protocol["sectors"], MOST_SECTORS)
    yield from _too_many("meetings", protocol["meetings"], MOST_MEETINGS)
    for meeting in protocol["meetings"]:
        place = f"meetings/{meeting['code']}"
        yield from _between(f"{place}/minutes", meeting["minutes"], SHORTEST_MEETING, LONGEST_MEETING)
        yield from _too_many(f"{place}/blocks", meeting["blocks"], MOST_BLOCKS)
    for place, block in every_block(protocol):
        least = 0 if "window" in block else 1  # between meetings it takes no time of a meeting
        yield from _between(f"{place}/minutes", block["minutes"], least, LONGEST_BLOCK)
        yield from _too_many(f"{place}/prompts", block["prompts"], MOST_PROMPTS)
        window = block.get("window")
        if window is not None and window["remind_on_day"] > window["days"]:
            yield problem(f"{place}/window/remind_on_day", LATE_REMINDER)
    yield from _of_prompts(protocol)
    yield from _of_fields(protocol)


def _of_prompts(protocol: Part) -> Iterator[Refusal]:
    for place, prompt in every_prompt(protocol):
        dots, most = prompt.get("dots"), prompt.get("max_per_item")
        if dots is not None and most is not None and most > dots:
            yield problem(f"{place}/max_per_item", MORE_THAN_DOTS, most=most, dots=dots)


def _of_fields(protocol: Part) -> Iterator[Refusal]:
    parts = {"meetings": protocol["meetings"], "sectors": protocol["sectors"]}
    for path, part in everything(parts):
        for field, (least, most) in BOUNDS.items():
            if isinstance(part.get(field), int | float):
                yield from _between(named(parts, (*path, field)), part[field], least, most)
        if isinstance(part.get("max"), int) and "from" in part:
            yield from _between(named(parts, (*path, "max")), part["max"], 1, 100)
        for field, most in LISTS.items():
            if isinstance(part.get(field), list):
                yield from _too_many(named(parts, (*path, field)), part[field], most)


def _between(place: str, value: float, least: int, most: int) -> Iterator[Refusal]:
    if not least <= value <= most:
        yield problem(place, OUT_OF_RANGE, value=value, least=least, most=most)


def _too_many(place: str, listed: list[Any], most: int) -> Iterator[Refusal]:
    if len(listed) > most:
        yield problem(place, TOO_MANY, most=most)
