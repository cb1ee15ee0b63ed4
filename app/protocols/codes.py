"""Codes that are given twice where one name must mean one thing."""

from collections import Counter
from collections.abc import Iterator, Sequence

from app.domain.refusals import N_, Refusal
from app.protocols.problems import problem
from app.protocols.walking import Part, carries_of, every_block, listed, own_items

TWICE = N_("At %(place)s: the code “%(code)s” is given twice. Give one of them another code.")
OF_SCALES = "scale"


def doubled(protocol: Part) -> Iterator[Refusal]:
    """Every code that stands twice."""
    groups: list[Part] = protocol["reporting_groups"]["groups"]
    for field, parts in (
        ("sectors", protocol["sectors"]), ("roles", protocol["roles"]), ("reporting_groups/groups", groups),
        ("consensus_presets", protocol["consensus_presets"]), ("meetings", protocol["meetings"]),
        ("support/placeholders", protocol["support"]["placeholders"]),
    ):  # fmt: skip
        yield from _twice(field, parts)
    for name, scale in protocol["scales"].items():
        yield from _twice(f"scales/{name}/points", [*scale["points"], *scale["opt_out"]])
    seen: set[str] = set()
    for place, block in every_block(protocol):
        if block["code"] in seen:
            yield problem(place, TWICE, code=block["code"])
        seen.add(block["code"])
        yield from _of_block(place, block)


def _of_block(place: str, block: Part) -> Iterator[Refusal]:
    prompts: list[Part] = block["prompts"]
    yield from _twice(f"{place}/prompts", prompts)
    yield from _twice(f"{place}/columns", [prompt["column"] for prompt in prompts if "column" in prompt])
    taken: Counter[str] = Counter(prompt["code"] for prompt in prompts if prompt["type"] == OF_SCALES)
    for prompt in prompts:
        here = f"{place}/prompts/{prompt['code']}"
        for field in ("opt_out", "marks", "fields", "tags", "dimensions"):
            yield from _twice(f"{here}/{field}", listed(prompt, field))
        answers = [*listed(prompt, "options"), *own_items(prompt), *listed(prompt, "versions"), *_prepared(prompt)]
        for answer in answers:
            taken[answer["code"]] += 1
            if taken[answer["code"]] == 2:
                yield problem(f"{here}/{answer['code']}", TWICE, code=answer["code"])
        ways_out = {option["code"] for option in listed(prompt, "opt_out")}
        yield from (
            problem(f"{here}/opt_out/{code}", TWICE, code=code)
            for code in sorted(ways_out & {a["code"] for a in answers})
        )


def _prepared(prompt: Part) -> list[Part]:
    """The options of a list prepared in case nothing is carried over; one may stand in several sectors' lists."""
    by_sector = [carry.get("fallback", {}) for field, carry in carries_of(prompt) if field == "options"]
    return [option for prepared in by_sector for options in prepared.values() for option in options]


def _twice(place: str, parts: Sequence[Part]) -> Iterator[Refusal]:
    counted = Counter(part["code"] for part in parts)
    for code, number in counted.items():
        if number > 1:
            yield problem(f"{place}/{code}", TWICE, code=code)
