"""Whether answers amount to consensus, by a rule fixed beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.evidence import spread
from app.evidence.disagreement import disagreement

CONSENSUS = "consensus"
NOT_IN_EVERY_SECTOR = "consensus overall, not in every sector"
NO_CONSENSUS = "no consensus"
DISAGREEMENT = "disagreement"
Counts = Mapping[int, int]


@dataclass(frozen=True)
class Rule:
    """One preset: what is in, what is out and what that is called, and how long its scale is (5 or 9)."""

    code: str
    scale_max: int
    inside: Mapping[str, float]
    outside: Mapping[str, float]
    out: str


@dataclass(frozen=True)
class _Figures:
    median: float
    pct_agree: float
    pct_low: float
    iqr: float
    di: float


def rule_of(presets: Sequence[Mapping[str, Any]], code: str | None) -> Rule | None:
    """The preset with this code, or else the default one; None where there are none.

    Shape: presets as a protocol writes them (`consensus_presets`). Errors: none.
    """
    default = next((preset for preset in presets if preset["default"]), None)
    chosen = next((preset for preset in presets if preset["code"] == code), default)
    if chosen is None:
        return None
    outside: Mapping[str, Any] = chosen["out"] or {}
    limits = {name: value for name, value in outside.items() if name != "verdict"}
    return Rule(chosen["code"], chosen["scale_max"], chosen["in"], limits, outside.get("verdict", NO_CONSENSUS))


def verdict(
    rule: Rule,
    counts: Counts,
    *,
    agree_from: int,
    by_sector: Mapping[str, Counts] | None = None,
    checks: Mapping[str, Any] | None = None,
) -> str:
    """What the rule says of one statement (handbook 4.7).

    Rule: out where `outside` says so, in where every limit of `inside` is; then, where `checks` has a
    sector check, each sector's own share must reach its threshold too. Shares are of those who answered, from
    `agree_from` on; low is a third of a nine-point scale (1 to 3) and the lower two of a five-point one.
    Shapes: value -> people, whole and by sector. Errors: ValueError when nobody answered.
    """
    figures = _figures(rule, counts, agree_from)
    if _out(rule.outside, figures):
        return rule.out
    if not _met(rule.inside, figures):
        return NO_CONSENSUS
    check: Mapping[str, Any] = (checks or {}).get("sector_check") or {}
    for sector in (by_sector or {}).values() if check else ():
        if spread.size(sector) and spread.agreement(sector, agree_from=agree_from).percent < check["pct_agree_min"]:
            return check.get("verdict", NOT_IN_EVERY_SECTOR)
    return CONSENSUS


def achievable(n: int, percent: int) -> int:
    """The smallest number of `n` people that is at least `percent` of them: ceil(n x percent / 100), in integers.

    Source: handbook 4.2. Errors: ValueError when `n` is negative or `percent` is not from 0 to 100.
    """
    if n < 0 or not 0 <= percent <= 100:
        raise ValueError("people cannot be negative, and percent goes from 0 to 100")
    return -(-n * percent // 100)


def _figures(rule: Rule, counts: Counts, agree_from: int) -> _Figures:
    n = spread.size(counts)
    if n == 0:
        raise ValueError("nobody answered")
    low, high = spread.quartiles(counts)
    few = 3 if rule.scale_max == 9 else 2
    lows = 100 * sum(number for value, number in counts.items() if value <= few) / n
    index = disagreement(counts).index if rule.scale_max == 9 else 0.0
    agreeing = spread.agreement(counts, agree_from=agree_from).percent
    return _Figures(spread.median(counts), agreeing, lows, high - low, index)


def _out(limits: Mapping[str, float], figures: _Figures) -> bool:
    """Any disagreement is out by itself, where a preset says so; what else it names must hold together."""
    others = {name: limit for name, limit in limits.items() if name != "di_min"}
    return ("di_min" in limits and figures.di >= limits["di_min"]) or (bool(others) and _met(others, figures))


def _met(limits: Mapping[str, float], figures: _Figures) -> bool:
    return all(_one_met(name, limit, figures) for name, limit in limits.items())


def _one_met(name: str, limit: float, figures: _Figures) -> bool:
    """A limit is named after its figure and how it bounds it: median_min, di_below, iqr_max, median_to."""
    figure, _, bound = name.rpartition("_")
    value: float = getattr(figures, figure)
    return {
        "min": value >= limit, "from": value >= limit, "below": value < limit, "max": value <= limit,
        "to": value <= limit,
    }[bound]  # fmt: skip
