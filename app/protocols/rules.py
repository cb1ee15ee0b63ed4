"""What holds for a whole series beyond its shape: both languages, scales, reporting groups, the rules of consensus."""

from collections.abc import Iterator
from typing import cast

from app import content
from app.domain.refusals import N_, Refusal
from app.protocols.problems import named, problem
from app.protocols.sentences import SHOULD_BE, UNKNOWN, without
from app.protocols.walking import Part, every_prompt, everything

NO_SECTOR = N_("At %(place)s: at least one of them should be a sector of its own, with “pseudo” false.")
NO_ROLE = N_("At %(place)s: there is no role “%(code)s”. Add it to the roles, or take it out here.")
NO_GROUP = N_("At %(place)s: there is no reporting group “%(code)s”. Add it to the groups, or name another.")
WRONG_SCALE = N_(
    "At %(place)s: the scale does not add up. Write its points from “min” to “max” in order, each with its value as "
    "its code, and one of them as “agree_from”."
)
OTHER_CODE = N_("At %(place)s: the scale stands under another name than its code. Give it one of the two.")
TWO_DEFAULTS = N_("At %(place)s: two of them are the default. Keep one.")
NO_SLIDES = N_(
    "At %(place)s: there are no slides “%(code)s”. Name slides that ship, or write them here, beginning with #."
)
SLIDES_BEGIN = "#"
USUAL = "protocol.json"


def amiss(protocol: Part) -> Iterator[Refusal]:
    """What a schema cannot see of a series as a whole."""
    yield from _one_language(protocol)
    if all(sector["pseudo"] for sector in protocol["sectors"]):
        yield problem("sectors", NO_SECTOR)
    for name, scale in protocol["scales"].items():
        yield from _of_scale(f"scales/{name}", name, scale)
    yield from _of_groups(protocol)
    yield from _of_consensus(protocol)
    for place, prompt in every_prompt(protocol):
        for language, written in prompt.get("slides", {}).items():
            if slides(written) is None:
                yield problem(f"{place}/slides/{language}", NO_SLIDES, code=written[:40])


def slides(written: str) -> str | None:
    """The Markdown of slides: written in place, beginning with a title, or shipped under this name."""
    return written if written.startswith(SLIDES_BEGIN) else content.briefing(written)


def _one_language(protocol: Part) -> Iterator[Refusal]:
    for path, part in everything(protocol):
        if part.keys() == {"en", "fr"} and all(isinstance(words, str) for words in part.values()):
            yield from without(named(protocol, path), part)


def _of_scale(place: str, name: str, scale: Part) -> Iterator[Refusal]:
    if scale["code"] != name:
        yield problem(f"{place}/code", OTHER_CODE)
    values = [point["value"] for point in scale["points"]]
    whole = values == [*range(scale["min"], scale["max"] + 1)] if scale["max"] - scale["min"] < 20 else False
    named_so = all(point["code"] == str(point["value"]) for point in scale["points"])
    if not (whole and named_so and scale["agree_from"] in values):
        yield problem(place, WRONG_SCALE)


def _of_groups(protocol: Part) -> Iterator[Refusal]:
    roles = {role["code"] for role in protocol["roles"]}
    groups = {group["code"] for group in protocol["reporting_groups"]["groups"]}
    for role, group in protocol["reporting_groups"]["map"].items():
        if role not in roles:
            yield problem(f"reporting_groups/map/{role[:40]}", NO_ROLE, code=role[:40])
        if group not in groups:
            yield problem(f"reporting_groups/map/{role[:40]}", NO_GROUP, code=group)


def _of_consensus(protocol: Part) -> Iterator[Refusal]:
    usual = content.read(USUAL)
    presets: list[Part] = protocol["consensus_presets"]
    if sum(preset["default"] for preset in presets) > 1:
        yield problem("consensus_presets", TWO_DEFAULTS)
    for part in ("in", "out"):
        known: Part = {}
        for preset in usual["consensus_presets"]:
            known |= preset[part] or {}
        for preset in presets:
            yield from _like(f"consensus_presets/{preset['code']}/{part}", known, preset[part] or {})
    checks: Part = protocol["consensus_checks"]
    yield from _like("consensus_checks", usual["consensus_checks"], checks)
    lived = checks.get("lived_check")
    group = cast("Part", lived).get("group") if isinstance(lived, dict) else None
    if isinstance(group, str) and group not in {one["code"] for one in protocol["reporting_groups"]["groups"]}:
        yield problem("consensus_checks/lived_check/group", NO_GROUP, code=group[:40])


def _like(place: str, known: Part, given: Part) -> Iterator[Refusal]:
    """A free part of the schema has the names and the types that the series that ships gives it."""
    for name, value in given.items():
        here, model = f"{place}/{name[:40]}", known.get(name)
        if model is None:
            yield problem(place, UNKNOWN, field=name[:40])
        elif isinstance(model, dict):
            shaped = isinstance(value, dict)
            yield from _like(here, cast("Part", model), cast("Part", value)) if shaped else _should(here, "object")
        elif isinstance(model, str) and not isinstance(value, str):
            yield from _should(here, "string")
        elif not isinstance(model, str) and (isinstance(value, bool) or not isinstance(value, int | float)):
            yield from _should(here, "number")


def _should(place: str, kind: str) -> Iterator[Refusal]:
    yield problem(place, SHOULD_BE[kind])
