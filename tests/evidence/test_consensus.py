"""Consensus, disagreement, shape, rankings and quadrants: the handbook's test vectors, and what must always hold."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import content
from app.evidence import consensus, quadrant, ranking
from app.evidence.disagreement import disagreement
from app.evidence.shape import van_der_eijk

PRESETS = content.read("protocol.json")["consensus_presets"]
DEFAULT = consensus.rule_of(PRESETS, None)
assert DEFAULT is not None
RULE = DEFAULT
CHECKS = content.read("protocol.json")["consensus_checks"]
ratings = st.dictionaries(st.integers(1, 9), st.integers(1, 12), min_size=1)
ITEMS = ["A", "B", "C", "D"]


def test_fifteen_raters_who_agree() -> None:
    counts = {4: 1, 5: 1, 6: 1, 7: 5, 8: 5, 9: 2}

    found = disagreement(counts)

    assert (found.p30, found.p70, found.ipr) == (7, 8, 1)
    assert found.ipras == pytest.approx(6.10)
    assert found.index == pytest.approx(0.164, abs=5e-4)
    assert consensus.verdict(RULE, counts, agree_from=7) == consensus.CONSENSUS


def test_the_statement_that_split_the_demo() -> None:
    listed = [4, 4, 4, 0, 1, 1, 7, 8, 5]
    counts = dict(enumerate(listed, start=1))

    found = disagreement(counts)

    assert (found.p30, found.p70) == (3, 8)
    assert found.ipras == pytest.approx(3.1)
    assert found.index == pytest.approx(1.613, abs=5e-4)
    assert van_der_eijk(listed) == pytest.approx(0.14, abs=5e-3)
    assert consensus.verdict(RULE, counts, agree_from=7) == consensus.DISAGREEMENT


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ([30, 40, 210, 130, 530, 50, 10], 0.6113333),
        ([0, 0, 0, 0, 0, 0, 0, 0, 12], 1),
        ([6, 0, 0, 0, 0, 0, 0, 0, 6], -1),
        ([4] * 9, 0),
    ],
)
def test_the_shapes_of_the_handbook(counts: list[int], wanted: float) -> None:
    assert van_der_eijk(counts) == pytest.approx(wanted, abs=5e-8)


@given(st.lists(st.integers(0, 20), min_size=3, max_size=9).filter(lambda counts: sum(counts) > 0))
def test_a_shape_is_the_same_read_backwards_and_stays_within_its_bounds(counts: list[int]) -> None:
    assert van_der_eijk(counts) == pytest.approx(van_der_eijk(counts[::-1]))
    assert -1 - 1e-9 <= van_der_eijk(counts) <= 1 + 1e-9


@pytest.mark.parametrize(
    ("rows", "w", "chi2"),
    [
        (["ABCD", "BACD", "ACBD"], 0.7778, 7.0),
    ],
)
def test_how_far_rankers_agree(rows: list[str], w: float, chi2: float) -> None:
    found = ranking.concordance([list(row) for row in rows], ITEMS)

    assert (found.w, found.chi2, found.df) == (pytest.approx(w, abs=5e-5), pytest.approx(chi2, abs=5e-4), 3)


def test_a_partial_ranking_shares_the_places_that_remain() -> None:
    found = ranking.places([["A", "B", "C", "D"], ["B", "A"]], ITEMS)

    assert {item: place.borda for item, place in found.items()} == {"A": 5, "B": 5, "C": 1.5, "D": 0.5}


@given(st.lists(st.permutations(ITEMS), min_size=1, max_size=8), st.integers(0, 4))
def test_the_points_given_out_are_those_there_are(rankings: list[list[str]], kept: int) -> None:
    partial = [one[:kept] for one in rankings]

    found = ranking.places(partial, ITEMS)

    assert sum(place.borda for place in found.values()) == pytest.approx(len(rankings) * 6)
    assert 0 <= ranking.concordance(partial, ITEMS).w <= 1 + 1e-9


def test_a_nominal_group_vote() -> None:
    assert ranking.nominal_group([5, 5, 3], voters=4) == 65


STEPS = {10: (7, 8, 8), 11: (8, 9, 9), 12: (9, 9, 10), 33: (24, 25, 27), 34: (24, 26, 28), 36: (26, 27, 29)}


@pytest.mark.parametrize(("n", "steps"), STEPS.items())
def test_the_steps_a_panel_can_take(n: int, steps: tuple[int, ...]) -> None:
    assert tuple(consensus.achievable(n, percent) for percent in (70, 75, 80)) == steps


@given(ratings, ratings)
def test_a_sector_below_the_threshold_is_said(one: dict[int, int], other: dict[int, int]) -> None:
    whole = {value: one.get(value, 0) + other.get(value, 0) for value in {*one, *other}}

    alone = consensus.verdict(RULE, whole, agree_from=7)
    checked = consensus.verdict(RULE, whole, agree_from=7, by_sector={"A": one, "B": other}, checks=CHECKS)

    assert checked == alone or (alone, checked) == (consensus.CONSENSUS, consensus.NOT_IN_EVERY_SECTOR)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset["code"])
@given(counts=st.dictionaries(st.integers(1, 5), st.integers(1, 12), min_size=1))
def test_every_preset_says_something_of_any_ratings(preset: dict[str, object], counts: dict[int, int]) -> None:
    rule = consensus.rule_of([preset | {"default": True}], None)

    assert rule is not None
    assert consensus.verdict(rule, counts, agree_from=4)


def test_the_quarters_of_the_picture() -> None:
    high, low = {8: 5, 9: 5}, {3: 5, 4: 5}

    found = [quadrant.standing(y, x).quadrant for y, x in ((high, high), (high, low), (low, high), (low, low))]

    assert found == [quadrant.START_NOW, quadrant.INVEST, quadrant.EASY_EXTRA, quadrant.PARK]
    assert quadrant.standing({6: 5, 8: 5}, high).close
    assert not quadrant.standing(high, low).close


@given(ratings)
def test_more_spread_is_never_less_disagreement_than_none(counts: dict[int, int]) -> None:
    found = disagreement(counts)

    assert found.index >= 0
    assert all(a <= b for a, b in pairwise((found.p30, found.p70)))
