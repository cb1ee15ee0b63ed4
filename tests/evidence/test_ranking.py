"""Rankings, scores, points, sectors that weigh the same, and close calls: vectors, and what holds of any room."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence import dots, points, quadrant, ranking

ITEMS = ["A", "B", "C", "D"]
HALF = Fraction(1, 2)
rooms = st.lists(st.tuples(st.permutations(ITEMS), st.integers(0, 4)).map(lambda one: one[0][: one[1]]), min_size=1)
shared_out = st.lists(st.dictionaries(st.sampled_from(ITEMS), st.integers(0, 100)), min_size=1, max_size=20)


def w_by_hand(ranks: Sequence[Sequence[float]]) -> float:
    """W as the mean of Spearman's correlations of all pairs of rankers without ties: (1 + (m - 1) r) / m."""
    m, n = len(ranks), len(ranks[0])
    pairs = [(a, b) for i, a in enumerate(ranks) for b in ranks[i + 1 :]]
    rhos = [1 - 6 * sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) / (n**3 - n) for a, b in pairs]
    return (1 + (m - 1) * sum(rhos) / len(rhos)) / m


def test_t6_rankers_who_tie_in_the_middle_have_the_handbook_s_concordance():
    ranks = [[1, 5 * HALF, 5 * HALF, 4], [1, 2, 7 * HALF, 7 * HALF], [2, 1, 3, 4]]

    found = ranking.concordance_of([[Fraction(place) for place in row] for row in ranks])

    assert (round(found.w, 4), round(found.chi2, 3), found.df) == (0.8214, 7.393, 3)


@given(st.lists(st.permutations(ITEMS), min_size=2, max_size=8))
def test_concordance_is_the_mean_correlation_of_all_pairs(rankings: list[list[str]]):
    ranks = [[row.index(item) + 1 for item in ITEMS] for row in rankings]

    found = ranking.concordance(rankings, ITEMS)

    assert found.w == pytest.approx(w_by_hand(ranks))
    assert found.chi2 == pytest.approx(len(rankings) * 3 * found.w)


@given(st.permutations(ITEMS), st.integers(1, 4), st.integers(2, 9))
def test_people_who_hand_in_the_same_list_agree_completely(order: list[str], kept: int, n: int):
    assert ranking.concordance([order[:kept]] * n, ITEMS).w == pytest.approx(1)


@given(rooms)
def test_points_and_mean_places_say_the_same_and_a_left_out_item_is_never_ahead(rankings: list[list[str]]):
    found = ranking.places(rankings, ITEMS)

    for item, place in found.items():
        assert place.borda == pytest.approx(len(rankings) * (len(ITEMS) - place.mean_rank))
        if all(item in one for one in rankings):
            left_out = [other for other in ITEMS if all(other not in one for one in rankings)]
            assert all(found[other].borda < place.borda for other in left_out)


@pytest.mark.parametrize("rankings", [[], [["A", "A"]], [["E"]]])
def test_a_list_that_cannot_be_is_refused(rankings: list[list[str]]):
    with pytest.raises(ValueError):
        ranking.places(rankings, ITEMS)
    with pytest.raises(ValueError):
        ranking.concordance(rankings, ITEMS)


@pytest.mark.parametrize("ranks", [[], [[1]], [[1, 2, 3], [1, 2]], [[1, 1, 2]]])
def test_places_that_do_not_add_up_are_refused(ranks: list[list[int]]):
    with pytest.raises(ValueError):
        ranking.concordance_of([[Fraction(place) for place in row] for row in ranks])


@pytest.mark.parametrize(("scores", "voters"), [([], 0), ([6], 4), ([0], 4), ([5, 5], 1)])
def test_scores_from_nowhere_are_refused(scores: list[int], voters: int):
    with pytest.raises(ValueError):
        ranking.nominal_group(scores, voters=voters)


def test_points_of_three_people_over_four_things():
    found = points.standings([{"A": 60, "B": 40}, {"A": 100}, {"B": 50, "C": 50}], ITEMS)

    assert found["A"] == points.Standing(points=160, people=2, share=160 / 300, median=60)
    assert found["B"] == points.Standing(points=90, people=2, share=0.3, median=40)
    assert found["D"] == points.Standing(points=0, people=0, share=0, median=0)


@given(shared_out)
def test_all_points_given_are_somewhere(allocations: list[dict[str, int]]):
    found = points.standings(allocations, ITEMS)

    assert sum(one.points for one in found.values()) == sum(sum(one.values()) for one in allocations)
    anything = any(number for one in allocations for number in one.values())
    assert sum(one.share for one in found.values()) == pytest.approx(1 if anything else 0)
    assert all((one.points == 0) == (one.people == 0) and one.people <= len(allocations) for one in found.values())


@pytest.mark.parametrize("allocations", [[], [{"E": 5}], [{"A": -5}]])
def test_points_from_nowhere_are_refused(allocations: list[dict[str, int]]):
    with pytest.raises(ValueError):
        points.standings(allocations, ITEMS)


def test_a_large_sector_s_favourite_weighs_no_more_than_a_small_one_s():
    large, small = 60 / 80, 2 / 20

    assert dots.equal_sector_share({"ED": large, "HF": small}) == pytest.approx(0.425)
    with pytest.raises(ValueError):
        dots.equal_sector_share({})


@pytest.mark.parametrize(
    ("important", "doable", "close"),
    [
        ({8: 4}, {8: 4}, False),
        ({7: 4}, {6: 4}, False),
        ({6: 2, 8: 2}, {8: 4}, True),
        ({8: 4}, {6: 2, 8: 2}, True),
        ({6: 2, 7: 2}, {3: 4}, True),  # some stand at the cut, which counts as high
        ({5: 2, 6: 2}, {3: 4}, False),
    ],
)
def test_a_close_call_is_one_where_the_middle_half_lies_on_both_sides_of_the_cut(
    important: dict[int, int], doable: dict[int, int], close: bool
):
    assert quadrant.standing(important, doable).close == close


def test_the_median_at_the_cut_is_high_and_half_a_point_below_is_not():
    at, below = {7: 4}, {6: 2, 7: 2}

    found = [quadrant.standing(y, x).quadrant for y, x in ((at, at), (at, below), (below, at), (below, below))]

    assert found == ["start_now", "invest", "easy_extra", "park"]
