"""The presets of the series: which ratings each of them calls what, at the number where it turns."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import content
from app.evidence import consensus, spread
from app.evidence.disagreement import disagreement

PROTOCOL = content.read("protocol.json")
PRESETS, CHECKS = PROTOCOL["consensus_presets"], PROTOCOL["consensus_checks"]
nine = st.dictionaries(st.integers(1, 9), st.integers(1, 12), min_size=1)


def said(code: str, counts: Mapping[int, int], *, agree_from: int = 7, **more: Any) -> str:
    rule = consensus.rule_of(PRESETS, code)
    assert rule is not None
    return consensus.verdict(rule, counts, agree_from=agree_from, **more)


@pytest.mark.parametrize(
    ("code", "counts", "wanted"),
    [
        ("c75_no_disagreement", {8: 9, 5: 3}, "consensus"),  # 9 of 12 are 75 %
        ("c75_no_disagreement", {8: 8, 5: 3}, "no consensus"),  # 8 of 11 are not
        ("c75_no_disagreement", {6: 12}, "no consensus"),
        ("c75_no_disagreement", {1: 5, 9: 7}, "disagreement"),
        ("comet_70_15", {8: 14, 5: 4, 2: 2}, "consensus"),
        ("comet_70_15", {8: 14, 5: 3, 2: 3}, "no consensus"),  # 15 % low are too many
        ("comet_70_15", {2: 14, 5: 4, 8: 2}, "consensus out"),
        ("comet_70_15", {2: 14, 5: 3, 8: 3}, "no consensus"),
        ("comet_70_15", {3: 10}, "consensus out"),
        ("rand_classic", {7: 10}, "consensus"),
        ("rand_classic", {4: 10}, "uncertain"),
        ("rand_classic", {6: 10}, "uncertain"),
        ("rand_classic", {1: 5, 9: 7}, "uncertain"),  # any disagreement, whatever the median
        ("rand_classic", {2: 10}, "no consensus"),
        ("strict_80", {7: 4, 9: 4, 6: 2}, "consensus"),
        ("strict_80", {8: 7, 6: 3}, "no consensus"),
        ("strict_80", {5: 2, 6: 2, 9: 6}, "no consensus"),
    ],
)
def test_each_rule_turns_where_it_says(code: str, counts: dict[int, int], wanted: str):
    assert said(code, counts) == wanted


@pytest.mark.parametrize(
    ("counts", "wanted"), [({4: 6, 3: 2}, "consensus"), ({4: 5, 3: 2}, "no consensus"), ({5: 9, 1: 3}, "consensus")]
)
def test_the_five_point_rule_counts_from_agree_on(counts: dict[int, int], wanted: str):
    assert said("five_point_75", counts, agree_from=4) == wanted


def test_a_sector_in_which_nobody_answered_keeps_nothing_from_being_consensus():
    sectors = {"ED": {8: 9}, "EPI": {}, "HF": {8: 3, 5: 1}}

    whole = said("c75_no_disagreement", {8: 12, 5: 1}, by_sector=sectors, checks=CHECKS)

    assert whole == consensus.CONSENSUS


def test_a_sector_just_below_the_threshold_is_named_in_the_verdict_and_one_at_it_is_not():
    below, at = {"ED": {8: 9}, "HF": {8: 8, 5: 3}}, {"ED": {8: 9}, "HF": {8: 9, 5: 3}}

    verdicts = [said("c75_no_disagreement", {8: 18, 5: 3}, by_sector=each, checks=CHECKS) for each in (below, at)]

    assert verdicts == [consensus.NOT_IN_EVERY_SECTOR, consensus.CONSENSUS]


@given(nine)
def test_the_usual_rule_is_its_three_conditions(counts: dict[int, int]):
    n, index = sum(counts.values()), disagreement(counts).index
    agree = sum(number for value, number in counts.items() if value >= 7)

    verdict = said("c75_no_disagreement", counts)

    inside = spread.median(counts) >= 7 and agree >= consensus.achievable(n, 75) and index < 1
    assert (verdict == consensus.CONSENSUS) == inside
    assert (verdict == consensus.DISAGREEMENT) == (index >= 1)


@given(st.integers(1, 400), st.integers(0, 100))
def test_the_achievable_number_is_the_first_that_reaches_the_percentage(n: int, percent: int):
    least = consensus.achievable(n, percent)

    assert 100 * least >= percent * n
    assert least == 0 or 100 * (least - 1) < percent * n


def test_without_a_code_the_default_is_the_rule_and_without_presets_there_is_none():
    usual = consensus.rule_of(PRESETS, None)

    assert usual is not None
    assert usual.code == "c75_no_disagreement"
    assert consensus.rule_of([], "strict_80") is None


def test_a_verdict_on_no_answers_is_refused():
    with pytest.raises(ValueError):
        said("c75_no_disagreement", {8: 0})
