"""Disagreement and shape: beside the handbook's vectors, sums done another way and what holds of any ratings."""

from collections import Counter
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence import consensus
from app.evidence.disagreement import disagreement
from app.evidence.shape import van_der_eijk

# Twelve raters whose range is exactly the one allowed: P30 3.3, P70 6.1, so 2.8 of 2.35 + 1.5 x 0.3.
ON_THE_EDGE = {3: 4, 4: 4, 7: 4}
DEFAULT = consensus.Rule("default", 9, {"di_below": 1}, {"di_min": 1}, consensus.DISAGREEMENT)

ratings = st.lists(st.integers(1, 9), min_size=1, max_size=40)
shapes = st.lists(st.integers(0, 12), min_size=3, max_size=9).filter(any)


def exact_index(answers: list[int]) -> Fraction:
    """The index from the answers put in order, in fractions throughout."""
    line = sorted(answers)

    def at(percent: int) -> Fraction:
        place = Fraction((len(line) - 1) * percent, 100)
        low = int(place)
        return line[low] + (place - low) * (line[min(low + 1, len(line) - 1)] - line[low])

    p30, p70 = at(30), at(70)
    return (p70 - p30) / (Fraction(47, 20) + Fraction(3, 2) * abs(5 - (p30 + p70) / 2))


def by_layers(counts: list[int]) -> float:
    """A from the definition, one person's height at a time instead of a layer's."""
    whole, k, total = sum(counts), len(counts), 0.0
    for height in range(1, max(counts) + 1):
        filled = [number >= height for number in counts]
        s = sum(filled)
        kinds = Counter("".join("01"[one] for one in triple) for triple in combinations(filled, 3))
        tu, tdu = kinds["110"] + kinds["011"], kinds["101"]
        u = ((k - 2) * tu - (k - 1) * tdu) / ((k - 2) * (tu + tdu)) if tu + tdu else 1
        total += s / whole * (1 if s == 1 else u * (1 - (s - 1) / (k - 1)))
    return total


def test_a_range_that_is_exactly_the_one_allowed_is_an_index_of_one_and_disagreement_by_the_rule():
    found = disagreement(ON_THE_EDGE)

    said = consensus.verdict(DEFAULT, ON_THE_EDGE, agree_from=7)

    assert (found.p30, found.p70, found.ipr, found.ipras, found.index) == (3.3, 6.1, 2.8, 2.8, 1)
    assert said == consensus.DISAGREEMENT


@given(ratings)
def test_the_index_is_that_of_the_definition(answers: list[int]):
    found = disagreement(Counter(answers))

    assert found.index == float(exact_index(answers))
    assert found.disagrees == (exact_index(answers) > 1)


@given(ratings)
def test_raters_who_turn_the_scale_round_disagree_just_as_much(answers: list[int]):
    turned = [10 - answer for answer in answers]

    assert disagreement(Counter(turned)).index == disagreement(Counter(answers)).index


@given(st.integers(1, 9), st.integers(1, 30))
def test_people_who_all_say_the_same_do_not_disagree(value: int, n: int):
    found = disagreement({value: n})

    assert (found.ipr, found.index) == (0, 0)


@pytest.mark.parametrize("counts", [{}, {5: 0}, {0: 1, 5: 3}, {5: 3, 10: 1}, {5: -1, 6: 3}])
def test_disagreement_of_nobody_or_off_the_scale_is_refused(counts: dict[int, int]):
    with pytest.raises(ValueError):
        disagreement(counts)


@given(shapes)
def test_a_shape_is_that_of_the_definition(counts: list[int]):
    assert van_der_eijk(counts) == pytest.approx(by_layers(counts), abs=1e-9)


@given(shapes, st.integers(2, 5))
def test_a_room_several_times_as_large_has_the_same_shape(counts: list[int], times: int):
    larger = [times * number for number in counts]

    assert van_der_eijk(larger) == pytest.approx(van_der_eijk(counts), abs=1e-9)


@pytest.mark.parametrize("counts", [[3, 4], [0, 0, 0], [1, -1, 3]])
def test_a_shape_of_nobody_or_of_two_categories_is_refused(counts: list[int]):
    with pytest.raises(ValueError):
        van_der_eijk(counts)
