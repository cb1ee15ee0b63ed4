"""Names that stand for something else in the series: they must be there, and come before what builds on them."""

from collections.abc import Iterator
from typing import cast

from app import content
from app.domain.refusals import N_, Refusal
from app.domain.second_round import WHERE
from app.protocols.problems import problem
from app.protocols.sentences import NOT_ONE_OF
from app.protocols.sources import Sources
from app.protocols.walking import Part, carries_of, every_block, listed, own_items

NO_SCALE = N_("At %(place)s: there is no scale “%(code)s”. Add it to the scales, or name another.")
NO_SECTOR = N_("At %(place)s: there is no sector “%(code)s”. Name one of the sectors of this series.")
NO_SECTION = N_("At %(place)s: the proposal has no section “%(code)s”. Name one such as %(example)s.")
NO_VERSION = N_("At %(place)s: there is no statement “%(code)s” before it. Name the one that was reworded.")
AGAINST_TIME = N_("At %(place)s: it would close before it opens. Name a later meeting.")


def loose(protocol: Part) -> Iterator[Refusal]:
    """Every name that stands for nothing, for something later, or for itself."""
    sources, sectors = Sources(protocol), {sector["code"] for sector in protocol["sectors"]}
    said: set[str] = set()  # the codes of statements so far
    for place, block in every_block(protocol):
        yield from sources.followed(f"{place}/follows", block)
        yield from _of_window(f"{place}/window", block.get("window"), sources)
        yield from _sections(f"{place}/feeds", block["feeds"])
        prompts: list[Part] = block["prompts"]
        said |= {item["code"] for prompt in prompts for item in own_items(prompt)}
        for prompt in prompts:
            here = f"{place}/prompts/{prompt['code']}"
            yield from _of_prompt(here, prompt, protocol, sectors)
            yield from sources.repeated(here, block, prompt)
            for field, carry in carries_of(prompt):
                yield from sources.carried(f"{here}/{field}", block, carry, field)
                yield from _of_carry(f"{here}/{field}", carry, sectors)
            yield from _versions(here, prompt, said)


def _of_prompt(place: str, prompt: Part, protocol: Part, sectors: set[str]) -> Iterator[Refusal]:
    scales: list[tuple[str, str]] = [("scale", prompt["scale"])] if "scale" in prompt else []
    scales += [(f"dimensions/{one['code']}/scale", one["scale"]) for one in listed(prompt, "dimensions")]
    for field, scale in scales:
        if scale not in protocol["scales"]:
            yield problem(f"{place}/{field}", NO_SCALE, code=scale)
    for sector in prompt.get("items_by_sector", {}):
        yield from _sector(f"{place}/items_by_sector", sector, sectors)
    for item in own_items(prompt):
        yield from _sections(f"{place}/{item['code']}/feeds", item.get("feeds", []))
    yield from _sections(f"{place}/goes_to", [prompt["goes_to"]] if "goes_to" in prompt else [])


def _of_carry(place: str, carry: Part, sectors: set[str]) -> Iterator[Refusal]:
    for sector in carry.get("fallback", {}):
        yield from _sector(f"{place}/fallback", sector, sectors)
    where: list[str] = carry.get("where", [])
    for each in [where] if isinstance(where, str) else where:
        if each not in WHERE:
            yield problem(f"{place}/where", NOT_ONE_OF, value=each[:40], known=", ".join(WHERE))


def _versions(place: str, prompt: Part, said: set[str]) -> Iterator[Refusal]:
    for item in [*own_items(prompt), *listed(prompt, "versions")]:
        if "version_of" in item and item["version_of"] not in said - {item["code"]}:
            yield problem(f"{place}/{item['code']}/version_of", NO_VERSION, code=item["version_of"])


def _of_window(place: str, window: Part | None, sources: Sources) -> Iterator[Refusal]:
    if window is None:
        return
    unknown = False
    for field in ("opens_after", "closes_before"):
        for refused in sources.meeting(f"{place}/{field}", window[field]):
            unknown = True
            yield refused
    if not unknown and sources.meetings[window["opens_after"]] >= sources.meetings[window["closes_before"]]:
        yield problem(f"{place}/closes_before", AGAINST_TIME)


def _sector(place: str, code: str, sectors: set[str]) -> Iterator[Refusal]:
    if code not in sectors:
        yield problem(f"{place}/{code[:40]}", NO_SECTOR, code=code[:40])


def _sections(place: str, codes: list[str]) -> Iterator[Refusal]:
    outline = cast("dict[str, list[Part]]", content.read("proposal_sections.json"))
    known = [section["id"] for section in [*outline["sections"], *outline["appendices"]]]
    for code in codes:
        if code not in known:
            yield problem(place, NO_SECTION, code=code[:40], example=known[1])
