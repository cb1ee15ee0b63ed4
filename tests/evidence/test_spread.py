"""Centre, spread and agreement: the handbook's vectors, and what holds of any answers."""

import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence import spread

FIFTEEN_RATINGS = Counter([4, 5, 6, *[7] * 5, *[8] * 5, *[9] * 2])
DEMO_C08 = dict(zip(range(1, 10), [4, 4, 4, 0, 1, 1, 7, 8, 5], strict=True))

answers = st.lists(st.integers(1, 9), min_size=1, max_size=60)


def test_t1_fifteen_ratings_have_the_handbook_s_centre_and_agreement():
    share = spread.agreement(FIFTEEN_RATINGS, agree_from=7)

    assert spread.median(FIFTEEN_RATINGS) == 7
    assert (spread.percentile(FIFTEEN_RATINGS, 30), spread.percentile(FIFTEEN_RATINGS, 70)) == (7, 8)
    assert (share.count, share.n, share.percent) == (12, 15, 80.0)


def test_t2_a_split_room_has_the_handbook_s_quartiles_and_agreement():
    share = spread.agreement(DEMO_C08, agree_from=7)

    assert (spread.size(DEMO_C08), spread.median(DEMO_C08)) == (34, 7)
    assert spread.quartiles(DEMO_C08) == (3, 8)
    assert (spread.percentile(DEMO_C08, 30), spread.percentile(DEMO_C08, 70)) == (3, 8)
    assert (share.count, round(share.percent, 1)) == (20, 58.8)


def test_a_percentile_between_two_answers_is_interpolated():
    assert spread.median({2: 1, 5: 1}) == 3.5
    assert spread.quartiles({1: 1, 2: 1, 3: 1, 4: 1}) == (1.75, 3.25)


def test_five_of_five_agreeing_is_a_hundred_percent_and_none_is_zero():
    assert spread.agreement({4: 2, 5: 3}, agree_from=4).percent == 100
    assert spread.agreement({1: 5}, agree_from=4).percent == 0


@given(st.lists(st.integers(1, 9), min_size=2, max_size=60))
def test_quartiles_are_those_of_the_standard_library(ratings: list[int]):
    expected = statistics.quantiles(ratings, n=4, method="inclusive")

    low, high = spread.quartiles(Counter(ratings))

    assert [low, spread.median(Counter(ratings)), high] == expected


@given(answers, st.integers(0, 100), st.integers(0, 100))
def test_percentiles_rise_and_stay_within_what_people_said(ratings: list[int], one: int, other: int):
    counts = Counter(ratings)

    below, above = (spread.percentile(counts, p) for p in sorted((one, other)))

    assert min(ratings) <= below <= above <= max(ratings)


@given(answers)
def test_values_nobody_chose_change_nothing(ratings: list[int]):
    full = {value: ratings.count(value) for value in range(1, 10)}

    assert spread.quartiles(full) == spread.quartiles(Counter(ratings))
    assert spread.agreement(full, agree_from=7) == spread.agreement(Counter(ratings), agree_from=7)


@pytest.mark.parametrize("counts", [{}, {7: 0}, {7: -1, 8: 3}])
def test_a_centre_of_nobody_is_refused(counts: dict[int, int]):
    with pytest.raises(ValueError):
        spread.median(counts)
    with pytest.raises(ValueError):
        spread.agreement(counts, agree_from=7)


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_percentile_outside_nought_to_a_hundred_is_refused(percent: int):
    with pytest.raises(ValueError):
        spread.percentile({7: 3}, percent)
