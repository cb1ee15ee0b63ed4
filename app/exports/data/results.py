"""The statistics of a data package: a row for each thing asked, for all and for each group it may be told of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain import ballots
from app.domain.ballots import Count
from app.domain.prompts import Prompt, Scale
from app.evidence.small_groups import Counted
from app.exports.data import by_group, figures, scopes
from app.exports.data.backed import dot_rows
from app.exports.data.heads import Row, head, offered_to
from app.exports.data.ranked import ranking_rows
from app.exports.data.rule import Rule, rule_of
from app.exports.data.scopes import ALL, Scope
from app.exports.data.series import Held, Series


@dataclass(frozen=True)
class Asked:
    """One thing people answered to: its code, the sectors it was offered to (none: every one), and the scale."""

    code: str
    dimension: str
    sectors: Sequence[str]
    scale: Scale | None


def rows(series: Series) -> list[Row]:
    """Every row, in the order of the agenda, of the prompts and of what they ask."""
    rule = rule_of(series.project)
    return [row for held in series.revealed for prompt in held.prompts for row in _of(series, held, prompt, rule)]


def _of(series: Series, held: Held, prompt: Prompt, rule: Rule | None) -> Iterator[Row]:
    if prompt.type == "dots":
        yield from dot_rows(series, held, prompt)
    elif prompt.type == "ranking":
        yield from ranking_rows(series, held, prompt)
    elif prompt.scale is not None or prompt.dimensions:
        yield from _rating_rows(series, held, prompt, rule)
    elif prompt.type in {"single", "multi"} and prompt.options:
        yield from _choice_rows(series, held, prompt)


def _rating_rows(series: Series, held: Held, prompt: Prompt, rule: Rule | None) -> Iterator[Row]:
    by_item = ballots.count_items(series.session, held.activity, prompt.code)
    of_groups = by_group.count_items(series.session, held.activity, prompt.code)
    for asked in _rated(series, prompt):
        at = (asked.code if prompt.every_item else "", asked.dimension)
        groups = counted_by(by_item.get(at, {}))
        found = _scopes(series, prompt, asked, groups, of_groups.get(at, {}))
        sectors = {s.code: s.counted for s in found if s.code in series.real}
        for scope in found:
            row = head(held, asked.code, scope, dimension=asked.dimension)
            if scope.counted and asked.scale:
                row |= figures.of_ratings(asked.scale, scope.counted)
                judged = scope.code == ALL or bool(asked.sectors)
                if rule and judged and rule.judges(prompt):
                    row["verdict"] = rule.verdict(asked.scale, scope.counted, sectors if scope.code == ALL else {})
            yield row


def _rated(series: Series, prompt: Prompt) -> Iterator[Asked]:
    if not prompt.every_item:
        yield Asked(prompt.code, "", [], prompt.scale)
        return
    sectors: dict[str, list[str]] = {}
    for item in prompt.every_item:
        sectors.setdefault(item.code, []).append(item.sector)
    for code, where in sectors.items():
        if prompt.dimensions:
            for dimension in prompt.dimensions:
                yield Asked(code, dimension.code, offered_to(where, series), dimension.scale)
        else:
            yield Asked(code, "", offered_to(where, series), prompt.scale)


def _choice_rows(series: Series, held: Held, prompt: Prompt) -> Iterator[Row]:
    groups = counted_by(ballots.count(series.session, held.activity, prompt.code))
    of_groups = by_group.count(series.session, held.activity, prompt.code)
    sectors: dict[str, list[str]] = {}
    for option in prompt.options:
        sectors.setdefault(option.code, []).append(option.sector)
    for code, where in sectors.items():
        asked = Asked(code, "", offered_to(where, series), None)
        for scope in _scopes(series, prompt, asked, groups, of_groups):
            row = head(held, code, scope)
            if scope.counted:
                count = scope.counted.counts.get(code, 0)
                row |= {"count": count, "pct": 100 * count / scope.counted.n}
            yield row


def _scopes(
    series: Series, prompt: Prompt, asked: Asked, groups: Mapping[str, Counted], of_groups: Mapping[str, Counted]
) -> list[Scope]:
    """Reporting groups are told only of what every sector was offered: in one sector they would be a crossing."""
    if asked.sectors:
        return scopes.of_some(groups, asked.sectors, sensitive=prompt.sensitive)
    found = scopes.of_everybody(series, groups, sensitive=prompt.sensitive, live=prompt.live)
    return [*found, *scopes.of_groups(series, of_groups, found[0].counted, sensitive=prompt.sensitive)]


def counted_by(found: Mapping[str, Count]) -> dict[str, Counted]:
    """Counts of the domain as the rules for small groups take them."""
    return {code: Counted(count.n, dict(count.counts), count.opt_out) for code, count in found.items()}
