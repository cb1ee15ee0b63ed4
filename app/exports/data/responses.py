"""Answers one by one (T2): joined on a ballot within an activity, never across; with no sector where that is hidden.

What is told without its sector stands on a ballot of another name: else another answer on it would say the sector.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from app.domain.activities import Activity
from app.domain.ballots import Answer, Ballot
from app.domain.prompts import Prompt
from app.domain.votes import Dot
from app.evidence import small_groups
from app.evidence.small_groups import Counted, Tier
from app.exports.data import scopes
from app.exports.data.heads import offered_to
from app.exports.data.names import name_of
from app.exports.data.series import Held, Series

Row = dict[str, Any]
At = tuple[str, str]  # item and dimension of a rating; nothing where a prompt is told as one


@dataclass(frozen=True)
class Value:
    """One answered item of one ballot."""

    ballot: str
    sector: str | None
    item: str
    dimension: str
    value: str | None
    opt_out: bool = False


@dataclass(frozen=True)
class Told:
    """Whose answers to one thing are told: without the sector, or with it; and whose are left out."""

    nobody: bool
    sectors: bool
    aside: Collection[str] = ()


def rows(series: Series) -> list[Row]:
    """Every answer that may be told, by block and prompt; their order says nothing of who or when."""
    found: list[Row] = []
    for held in series.revealed:
        answers = _answers(series, held.activity)
        dots = _dots(series, held.activity)
        for prompt in held.prompts:
            values = dots if prompt.type == "dots" else answers.get(prompt.code, [])
            found += sorted(_rows(series, held, prompt, values), key=_place)
    return found


def _place(row: Row) -> tuple[str, ...]:
    mixed = name_of("place", row["ballot"])
    return (mixed, row["item"], row["dimension"], row["value"] or "")


def _rows(series: Series, held: Held, prompt: Prompt, values: list[Value]) -> Iterator[Row]:
    together = _together(prompt, values)
    told = {at: _told(series, prompt, at, some) for at, some in together.items()}
    for one in values:
        at = _at(prompt, one)
        may = told[at]
        if may.nobody or one.sector in may.aside:
            continue
        own = one.ballot if may.sectors else "|".join((one.ballot, prompt.code, *at))
        yield {
            **held.place, "round": held.activity.round, "ballot": name_of("ballot", own), "prompt": prompt.code,
            "item": one.item, "dimension": one.dimension, "value": one.value,
            "sector": one.sector if may.sectors else None, "opt_out": one.opt_out,
        }  # fmt: skip


def _told(series: Series, prompt: Prompt, at: At, values: list[Value]) -> Told:
    groups = _counted(values)
    own = offered_to([item.sector for item in prompt.every_item if item.code == at[0]], series) if at[0] else []
    if own:
        asked = {sector: groups.get(sector, Counted(0)) for sector in own}
        found = small_groups.release(asked, tier=Tier.DOCUMENT, sensitive=prompt.sensitive, offered=own)
        return Told(found.groups is None, found.groups is not None, set(groups) - set(own))
    found = scopes.released(series, groups, sensitive=prompt.sensitive, live=prompt.live)
    hidden = found.groups is None
    aside = small_groups.set_aside(
        groups, pseudo=series.pseudo, offered=series.real, sensitive=prompt.sensitive,
        whole_seen=prompt.live and not prompt.sensitive,
    )  # fmt: skip
    few = series.pseudo - set(found.groups or series.pseudo)
    said_anyway = hidden and not at[0] and prompt.differs_by_room  # what was chosen says in which room
    return Told(found.total is None or said_anyway, not hidden, aside | few)


def _together(prompt: Prompt, values: list[Value]) -> dict[At, list[Value]]:
    """Answers that are told together or not at all: those to one item of a rating, or to the whole prompt."""
    found: dict[At, list[Value]] = {}
    for one in values:
        found.setdefault(_at(prompt, one), []).append(one)
    return found


def _at(prompt: Prompt, one: Value) -> At:
    rated = prompt.every_item and (prompt.scale is not None or prompt.dimensions)
    return (one.item, one.dimension) if rated else ("", "")


def _counted(values: list[Value]) -> dict[str, Counted]:
    people: dict[str, set[str]] = {}
    for one in values:
        who = people.setdefault(one.sector or "", set())
        if not one.opt_out:
            who.add(one.ballot)
    return {sector: Counted(len(who)) for sector, who in people.items()}


def _answers(series: Series, activity: Activity) -> Mapping[str, list[Value]]:
    query = select(Ballot.sector, Answer).join(Answer).where(Ballot.activity_id == activity.id)
    found: dict[str, list[Value]] = {}
    for sector, answer in series.session.exec(query):
        value = Value(answer.ballot_id, sector, answer.item, answer.dimension, answer.value, answer.opt_out)
        found.setdefault(answer.prompt, []).append(value)
    return found


def _dots(series: Series, activity: Activity) -> list[Value]:
    query = (
        select(Ballot.sector, Ballot.id, Dot.target, Dot.n)
        .where(Ballot.activity_id == Dot.activity_id, Ballot.pseudonym == Dot.pseudonym)
        .where(Dot.activity_id == activity.id)
    )
    return [Value(ballot, sector, target, "", str(n)) for sector, ballot, target, n in series.session.exec(query)]
