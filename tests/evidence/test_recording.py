"""The demo's raw answers give the figures that were computed elsewhere, row by row."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from app.evidence import consensus, dots, ranking, spread
from app.evidence.disagreement import disagreement
from app.evidence.intervals import wilson
from app.evidence.shape import van_der_eijk
from tests.evidence.recorded import ALL, Answer, Asked, Recording

RECORDING = Recording()
EXPECTED: list[dict[str, Any]] = RECORDING.demo["expected"]["rows"]
FLOATS = {"median", "q1", "q3", "p30", "p70", "ipras", "di", "pct_agree", "ci_low", "ci_high", "van_der_eijk_a"} | {
    "pct", "share", "breadth", "equal_sector_share", "borda", "mean_rank", "kendall_w", "chi2",
}  # fmt: skip
Figures = dict[str, Any]
Key = tuple[str, str | None, str | None]


def key_of(row: Mapping[str, Any]) -> Key:
    return row["block"], row["item"], row.get("dimension")


ASKED: dict[Key, Asked] = {(one.block, one.item, one.dimension): one for one in RECORDING.asked}


def computed(one: Asked, scope: str) -> Figures:
    """A row anew, from what people answered."""
    answers = RECORDING.answers(one, scope)
    given = [answer for answer in answers if "opt_out" not in answer]
    figures = OF_TYPE[one.type](one, scope, given)
    head = {"n": len(given), "opt_out": len(answers) - len(given), "suppressed": False, "scope": scope}
    return head | {"kind": one.kind, "block": one.block, "meeting": one.block[:2], "item": one.item} | figures


def ratings(one: Asked, scope: str, given: list[Answer]) -> Figures:
    scale = RECORDING.protocol["scales"][one.scale]
    counts = Counter(int(answer["value"]) for answer in given)
    listed = [counts[point["value"]] for point in scale["points"]]
    low, high = spread.quartiles(counts)
    agree = spread.agreement(counts, agree_from=scale["agree_from"])
    likely = wilson(agree.count, agree.n)
    figures = {"counts": listed, "median": spread.median(counts), "q1": low, "q3": high}
    figures |= {"p30": spread.percentile(counts, 30), "p70": spread.percentile(counts, 70)}
    figures |= {"n_agree": agree.count, "pct_agree": agree.percent, "van_der_eijk_a": van_der_eijk(listed)}
    figures |= {"ci_low": 100 * likely.low, "ci_high": 100 * likely.high}
    figures |= {"dimension": one.dimension} if one.dimension else {}
    if (scale["min"], scale["max"]) == (1, 9):
        split = disagreement(counts)
        figures |= {"ipras": split.ipras, "di": split.index}
    return figures | judged(one, scope, counts, scale["agree_from"])


def judged(one: Asked, scope: str, counts: Mapping[int, int], agree_from: int) -> Figures:
    """The rule speaks of statements: of the whole beside its sectors, and of what a sector had to itself."""
    scopes = RECORDING.scopes(one)
    if one.kind != "agreement" or (scope != ALL and ALL in scopes):
        return {}
    rule = consensus.rule_of(RECORDING.protocol["consensus_presets"], RECORDING.demo["consensus_rule"])
    assert rule is not None
    sectors = {
        sector: Counter(int(answer["value"]) for answer in RECORDING.answers(one, sector) if "opt_out" not in answer)
        for sector in scopes
        if sector != ALL
    }
    checks = RECORDING.protocol["consensus_checks"]
    return {"verdict": consensus.verdict(rule, counts, agree_from=agree_from, by_sector=sectors, checks=checks)}


def choices(one: Asked, scope: str, given: list[Answer]) -> Figures:
    """How many chose an option, of everybody who answered the question, whether one choice was allowed or several."""
    count = sum(one.item in answer["value"] if one.type == "multi" else one.item == answer["value"] for answer in given)
    return {"count": count, "pct": 100 * count / len(given)}


def backing(one: Asked, scope: str, given: list[Answer]) -> Figures:
    """`n` is everybody of the scope who used a dot; shares are of all dots of the scope, on whatever target."""
    total, people = Counter[str](), Counter[str]()
    for answer in given:
        total.update(answer["value"])
        people.update(answer["value"].keys())
    item = str(one.item)
    stood = dots.standings(total | Counter({item: total[item]}), people, voters=len(given))[item]
    figures = {"dots": stood.dots, "people": stood.people, "share": 100 * stood.share, "breadth": 100 * stood.breadth}
    if scope == ALL:
        each = {sector: computed(one, sector)["share"] for sector in RECORDING.sectors}
        figures["equal_sector_share"] = dots.equal_sector_share(each)
    return figures


def orders(one: Asked, scope: str, given: list[Answer]) -> Figures:
    lists, items = [answer["value"] for answer in given], one.among[RECORDING.sectors[0]]
    if one.item is None:
        agreed = ranking.concordance(lists, items)
        return {"kendall_w": agreed.w, "chi2": agreed.chi2, "df": agreed.df}
    place = ranking.places(lists, items)[one.item]
    return {"borda": place.borda, "mean_rank": place.mean_rank}


OF_TYPE: dict[str, Callable[[Asked, str, list[Answer]], Figures]] = {
    "scale": ratings, "matrix": ratings, "single": choices, "multi": choices, "dots": backing, "ranking": orders,
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted({row["kind"] for row in EXPECTED}))
def test_every_figure_of_the_demo_comes_out_of_its_answers(kind: str):
    rows = [row for row in EXPECTED if row["kind"] == kind]

    found = [computed(ASKED[key_of(row)], row["scope"]) | {"round": row["round"]} for row in rows]

    for row, ours in zip(rows, found, strict=True):
        assert ours.keys() == row.keys(), key_of(row)
        for name, value in row.items():
            assert ours[name] == (pytest.approx(value, rel=0, abs=1e-9) if name in FLOATS else value), (row, name)


def test_the_rows_of_everything_asked_are_as_many_as_were_computed_elsewhere():
    scopes = {key: RECORDING.scopes(one) for key, one in ASKED.items()}

    wanted: dict[Key, set[str]] = {}
    for row in EXPECTED:
        wanted.setdefault(key_of(row), set()).add(row["scope"])

    assert {key: set(scopes[key]) for key in wanted} == wanted
    assert sum(len(each) for each in scopes.values()) == RECORDING.demo["expected"]["rows_in_all"]


def test_the_demo_s_verdicts_are_those_of_its_rule():
    wanted = RECORDING.demo["expected"]["verdicts"]
    rounds = {1: "M4.0", 2: "M4.5"}

    found = {
        f"R{number}:{item}": computed(one, ALL)["verdict"]
        for number, block in rounds.items()
        for (at, item, _), one in ASKED.items()
        if at == block
    }

    assert found == wanted
