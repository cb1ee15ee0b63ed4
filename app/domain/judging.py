"""Judging: what the rule fixed beforehand says of a statement, by the figures that may be shown and no others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from app.domain.activities import Activity
from app.domain.choices import Bars
from app.domain.meetings import Meeting
from app.domain.projects import Project, Sector
from app.domain.prompts import Prompt
from app.domain.ratings import Rated
from app.domain.text import Text
from app.evidence import consensus
from app.evidence.disagreement import disagreement

NINE = 9  # steps: the disagreement index is made for such scales alone


def rule_words(session: Session, activity: Activity, prompt: Prompt) -> Text:
    """The project's rule in words, where it is made for this prompt's scale."""
    preset = _preset(_definition(session, activity), prompt)
    return preset["text"] if preset else {}


def judged(
    session: Session, activity: Activity, prompt: Prompt, rated: Sequence[Rated], sectors: Sequence[Sector]
) -> list[Rated]:
    """The same items, each with its verdict where the project has a rule for such a scale."""
    definition = _definition(session, activity)
    if _preset(definition, prompt) is None:
        return list(rated)
    real = {sector.code for sector in sectors if not sector.pseudo}
    return [_judged(definition, prompt, one, real) if one.total and one.total.n else one for one in rated]


def _judged(definition: Mapping[str, Any], prompt: Prompt, one: Rated, real: set[str]) -> Rated:
    if one.total is None or prompt.scale is None:
        return one
    rule = consensus.rule_of(definition.get("consensus_presets", []), definition.get("consensus_rule"))
    if rule is None:
        return one
    groups = {code: counts_of(bars) for code, bars in (one.sectors or {}).items() if code in real}
    counts, least = counts_of(one.total), prompt.scale.agree_from
    checks = definition.get("consensus_checks", {})
    said = consensus.verdict(rule, counts, agree_from=least, by_sector=groups or None, checks=checks)
    index = round(disagreement(counts).index, 2) if rule.scale_max == NINE else None
    return replace(one, verdict=said, index=index)


def counts_of(bars: Bars) -> dict[int, int]:
    """How many people gave each value."""
    return {int(row.option.code): row.count for row in bars.rows if row.count}


def _definition(session: Session, activity: Activity) -> Mapping[str, Any]:
    return session.get_one(Project, session.get_one(Meeting, activity.meeting_id).project_id).definition


def _preset(definition: Mapping[str, Any], prompt: Prompt) -> Mapping[str, Any] | None:
    presets: Sequence[Mapping[str, Any]] = definition.get("consensus_presets", [])
    code = definition.get("consensus_rule")
    chosen = next((p for p in presets if p["code"] == code), next((p for p in presets if p.get("default")), None))
    fits = chosen is not None and prompt.scale is not None and chosen["scale_max"] == prompt.scale.max
    return chosen if fits else None
