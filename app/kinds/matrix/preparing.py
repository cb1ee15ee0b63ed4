"""A matrix's setup form: the question, what is rated by everybody and by one sector, and the two scales."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.domain import listing, planning, projects
from app.domain.meetings import Meeting
from app.domain.planning import Form, Raw
from app.domain.projects import Project, Sector
from app.domain.refusals import N_, Refusal

TYPES = frozenset({"matrix"})
AXES = {"y": "importance", "x": "feasibility"}  # the code of the dimension that stands there, unless it has one
USUAL_CUT = 7


@dataclass(frozen=True)
class Material:
    """What a matrix is made with: the project's nine-point scales by code, and its sectors."""

    scales: Mapping[str, Raw]
    sectors: tuple[Sector, ...]


def material(session: Session, meeting: Meeting) -> Material:
    """The project's scales and real sectors; where it has no scale of nine points, two plain ones."""
    project = session.get_one(Project, meeting.project_id)
    scales: Mapping[str, Raw] = project.definition.get("scales", {})
    nine = {code: scale for code, scale in scales.items() if (scale["min"], scale["max"]) == (1, 9)}
    sectors = tuple(sector for sector in projects.sectors_of(session, project) if not sector.pseudo)
    return Material(nine or {scale["code"]: scale for scale in PLAIN}, sectors)


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The matrix of a setup as a form shows it."""
    prompt = planning.first_of(setup, TYPES)
    by_axis = {dimension["axis"]: dimension["scale"]["code"] for dimension in prompt.get("dimensions", [])}
    language = planning.tongue_of(prompt.get("text", {}))
    own: Mapping[str, list[Raw]] = prompt.get("items_by_sector") or {}
    return (
        listing.fields(setup, TYPES, "items")
        | {f"own.{sector}": listing.lines(things, "items", language) for sector, things in own.items()}
        | {f"scale.{axis}": by_axis.get(axis, f"{AXES[axis]}9") for axis in AXES}
    )


def read(form: Form, before: Mapping[str, Any], offered: Material) -> Raw:
    """The setup with its matrix as the form has it: something to rate, along two scales."""
    old = planning.first_of(before, TYPES)
    own = _own(form, old, offered)
    made = listing.read(form, before, TYPES, "items", least=0 if own else 1)
    dimensions = [_dimension(form, old, axis, offered) for axis in AXES]
    made |= {"dimensions": dimensions, "cut": old.get("cut", USUAL_CUT), "opt_out": old.get("opt_out", [])}
    return listing.merged(before, TYPES, made | ({"items_by_sector": own} if own or "items_by_sector" in old else {}))


def _own(form: Form, old: Raw, offered: Material) -> dict[str, list[Raw]]:
    """Each sector's own things; no code stands twice."""
    before: Mapping[str, list[Raw]] = old.get("items_by_sector") or {}
    language = "fr" if form.get("question.fr") and not form.get("question.en") else "en"
    own: dict[str, list[Raw]] = {}
    for sector in offered.sectors:
        things = listing.read_lines(form, f"own.{sector.code}", before.get(sector.code, []), "items", language)
        stay = {thing["code"] for thing in before.get(sector.code, [])}
        own[sector.code] = [_apart(thing, sector, stay) for thing in things]
    return {sector: things for sector, things in own.items() if things}


def _apart(thing: Raw, sector: Sector, stay: set[str]) -> Raw:
    return thing if thing["code"] in stay else thing | {"code": f"{sector.code.lower()}_{thing['code']}"}


def _dimension(form: Form, old: Raw, axis: str, offered: Material) -> Raw:
    there = next((one for one in old.get("dimensions", []) if one["axis"] == axis), Raw())
    wanted, held = form.get(f"scale.{axis}", ""), there.get("scale", {}).get("code")
    if wanted != held and wanted not in offered.scales:
        raise Refusal(N_("Choose one of the scales."), control=f"scale.{axis}")
    scale = there["scale"] if wanted == held else offered.scales[wanted]
    return {"code": there.get("code", AXES[axis]), "axis": axis, "scale": scale}


def _plain(code: str, low: tuple[str, str], high: tuple[str, str]) -> Raw:
    ends = {1: low, 9: high}
    points = [
        {"code": str(value), "value": value}
        | ({"label": dict(zip(("en", "fr"), ends[value], strict=True))} if value in ends else {})
        for value in range(1, 10)
    ]
    dont_know = {"code": "dk", "label": {"en": "Don't know", "fr": "Je ne sais pas"}}
    return {"code": code, "min": 1, "max": 9, "agree_from": USUAL_CUT, "points": points, "opt_out": [dont_know]}


PLAIN = (
    _plain("importance9", ("Not important", "Pas important"), ("Very important", "Très important")),
    _plain("feasibility9", ("Not doable", "Pas réalisable"), ("Easily doable", "Facilement réalisable")),
)
