"""Wilson's interval: the handbook's vectors, and what holds of any count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.intervals import wilson

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (9, 12, 46.8, 91.1),
        (9, 11, 52.3, 94.9),
        (27, 36, 58.9, 86.2),
        (34, 34, 89.8, 100.0),
        (4, 5, 37.6, 96.4),
        (0, 12, 0.0, 24.2),
    ],
)
def test_t7_the_range_is_the_handbook_s(count: int, n: int, low: float, high: float):
    interval = wilson(count, n)

    assert (round(100 * interval.low, 1), round(100 * interval.high, 1)) == (low, high)


@given(counts)
def test_the_range_holds_the_share_and_stays_within_nought_and_one(counted: tuple[int, int]):
    count, n = counted

    interval = wilson(count, n)

    assert 0 <= interval.low <= count / n <= interval.high <= 1
    assert interval.low < interval.high


@given(counts)
def test_those_who_agree_and_those_who_do_not_have_mirrored_ranges(counted: tuple[int, int]):
    count, n = counted

    yes, no = wilson(count, n), wilson(n - count, n)

    assert yes.low == pytest.approx(1 - no.high)
    assert yes.high == pytest.approx(1 - no.low)


@given(counts)
def test_more_people_saying_the_same_narrow_the_range(counted: tuple[int, int]):
    count, n = counted

    few, many = wilson(count, n), wilson(2 * count, 2 * n)

    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(("count", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_a_range_of_an_impossible_count_is_refused(count: int, n: int):
    with pytest.raises(ValueError):
        wilson(count, n)
