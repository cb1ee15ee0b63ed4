"""An agreement's setup form: a scale, statements one a line, for all or for one sector, and the round it follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlmodel import Session

from app.domain import activities, meetings, planning
from app.domain.meetings import Meeting
from app.domain.planning import Form, Raw
from app.domain.projects import Project, Sector
from app.domain.refusals import N_, Refusal
from app.domain.text import Text

TYPES = frozenset({"scale"})
QUESTION: Text = {
    "en": "How far do you agree with each statement?",
    "fr": "Dans quelle mesure êtes-vous d'accord avec chaque énoncé?",
}
AGAIN = ["no_consensus", "any_sector_below_75", "reworded"]
USUAL_SCALE = "agree9"


@dataclass(frozen=True)
class Round:
    """An earlier activity whose statements may be rated again."""

    block: str
    title: Text


@dataclass(frozen=True)
class Material:
    """What an agreement may build on."""

    scales: Mapping[str, Any]
    sectors: Sequence[Sector]
    rounds: Sequence[Round]


def material(session: Session, meeting: Meeting, kind: str) -> Material:
    """The project's scales and sectors, and its rounds up to this meeting."""
    project = session.get_one(Project, meeting.project_id)
    listed = [m for m in meetings.of_project(session, project) if m.number <= meeting.number]
    agendas = [activity for one in listed for activity in activities.of_meeting(session, one.id)]
    rounds = [Round(activity.block, activity.title) for activity in agendas if activity.kind == kind]
    real = [sector for sector in meetings.sectors_at(session, meeting.id) if not sector.pseudo]
    return Material(project.definition.get("scales", {}), real, rounds)


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The statements of a setup as its form shows them."""
    prompt = planning.first_of(setup, TYPES)
    scale: Raw = prompt.get("scale") or {}
    tongue = planning.tongue_of(prompt.get("text", {}))
    by_sector: dict[str, list[Raw]] = prompt.get("items_by_sector") or {}
    return {
        **planning.spread("question", prompt.get("text", QUESTION)),
        "scale": scale.get("code", USUAL_SCALE),
        "statements": _shown(_listed(prompt), tongue),
        **{f"statements_{sector}": _shown(items, tongue) for sector, items in by_sector.items()},
        "comment": "yes" if prompt.get("comment") else "",
        "sensitive": "yes" if prompt.get("sensitive") else "",
        "follows": setup.get("follows") or _source(prompt),
        "own_first": "yes" if prompt.get("shows_own_first_rating") else "",
    }


def read(form: Form, before: Mapping[str, Any], offered: Material) -> Raw:
    """The setup with its statements as the form has them. Without any, those of the round it follows are asked."""
    old = planning.first_of(before, TYPES)
    follows = _follows(form, before, old, offered)
    text = planning.both(form, "question", limit=500)
    made = _without(old, "items", "items_by_sector", "items_from") | {
        "code": old.get("code") or planning.code_of({"en": "statements"}, _codes(before)),
        "type": "scale",
        "text": text,
        "scale": _scale(form, old, offered.scales),
        "comment": form.get("comment") == "yes",
        "sensitive": form.get("sensitive") == "yes",
        "shows_own_first_rating": bool(follows) and form.get("own_first") == "yes",
        **_items(form, old, offered, follows, planning.tongue_of(text)),
    }
    others = [prompt for prompt in planning.prompts_of(before, TYPES) if prompt["code"] != made["code"]]
    setup = planning.merged(before, TYPES, [made, *others])
    return _without(setup, "follows") | ({"follows": follows} if follows else {})


def _items(form: Form, old: Raw, offered: Material, follows: str, tongue: str) -> Raw:
    listed = _read(form, "statements", _listed(old), tongue)
    before: dict[str, list[Raw]] = old.get("items_by_sector") or {}
    taken = [item["code"] for item in listed]
    by_sector: dict[str, list[Raw]] = {}
    for sector in [s.code for s in offered.sectors]:
        mine = _read(form, f"statements_{sector}", before.get(sector, []), tongue, taken)
        taken += [item["code"] for item in mine]
        by_sector |= {sector: mine} if mine else {}
    if not listed and not by_sector and not follows:
        message = N_("Write at least one statement, or choose the round whose statements are rated again.")
        raise Refusal(message, control="statements")
    if not listed and not by_sector:
        same = _carried(old) if _source(old) == follows else None
        return {"items": same or {"from": follows, "what": "statements", "where": AGAIN, "others": "optional"}}
    return {"items": listed} | ({"items_by_sector": by_sector} if by_sector else {})


def _read(form: Form, name: str, before: Sequence[Raw], tongue: str, taken: Sequence[str] = ()) -> list[Raw]:
    """Statements from lines; each keeps its code where its words or its place stayed."""
    held = {item["code"]: item for item in before}
    known = [{"code": item["code"], "label": item["text"]} for item in before]
    options = planning.options_read(form.get(name, ""), known, control=name, language=tongue)
    read: list[Raw] = []
    for option in options:
        code = option["code"] if option["code"] in held else planning.code_of(option["label"], [*taken, *_all(read)])
        read.append({**held.get(code, {}), "code": code, "text": option["label"]})
    return read


def _all(items: Sequence[Raw]) -> list[str]:
    return [item["code"] for item in items]


def _follows(form: Form, before: Mapping[str, Any], old: Raw, offered: Material) -> str:
    wanted = form.get("follows", "")
    if wanted and wanted not in {r.block for r in offered.rounds} | {before.get("follows"), _source(old)}:
        raise Refusal(N_("Choose one of the earlier rounds."), control="follows")
    return wanted


def _scale(form: Form, old: Raw, scales: Mapping[str, Any]) -> Raw:
    wanted, held = form.get("scale", ""), old.get("scale") or Raw()
    if wanted and held.get("code") == wanted:
        return held
    if wanted not in scales:
        raise Refusal(N_("Choose one of the scales."), control="scale")
    return scales[wanted]


def _listed(prompt: Raw) -> list[Raw]:
    items: Any = prompt.get("items") or []
    return [] if isinstance(items, Mapping) else items


def _source(prompt: Raw) -> str:
    carried = _carried(prompt)
    return str(carried.get("from", ""))


def _carried(prompt: Raw) -> Raw:
    """Where its statements come from, as a protocol writes it, or nothing."""
    named: Any = prompt.get("items_from") or prompt.get("items") or {}
    return cast("Raw", named) if isinstance(named, Mapping) else Raw()


def _shown(items: Sequence[Raw], tongue: str) -> str:
    return planning.options_shown([{"label": item["text"]} for item in items], tongue)


def _codes(setup: Mapping[str, Any]) -> list[str]:
    return [prompt["code"] for prompt in planning.prompts_of(setup)]


def _without(raw: Mapping[str, Any], *names: str) -> Raw:
    return {name: value for name, value in raw.items() if name not in names}
