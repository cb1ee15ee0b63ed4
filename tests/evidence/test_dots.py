"""Dots: share and breadth, and what holds of any vote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.dots import standings
from app.evidence.intervals import wilson

# What each person put on each of three targets: up to 4 dots, everybody with at least one.
votes = st.lists(
    st.fixed_dictionaries({target: st.integers(0, 4) for target in "abc"}).filter(lambda given: any(given.values())),
    min_size=1,
    max_size=30,
)


def test_t10_twelve_dots_of_forty_eight_from_nine_of_twelve_people():
    standing = standings({"item": 12, "rest": 36}, {"item": 9, "rest": 12}, voters=12)["item"]
    breadth = wilson(standing.people, 12)

    assert (standing.share, standing.breadth) == (0.25, 0.75)
    assert (round(100 * breadth.low, 1), round(100 * breadth.high, 1)) == (46.8, 91.1)


def test_one_person_s_pile_has_less_breadth_than_many_people_s_single_dots():
    stood = standings({"pile": 4, "spread": 4}, {"pile": 1, "spread": 4}, voters=5)

    assert stood["pile"].share == stood["spread"].share
    assert stood["pile"].breadth < stood["spread"].breadth


def test_a_target_nobody_backs_stands_at_nought():
    stood = standings({"backed": 3, "left": 0}, {"backed": 2}, voters=2)

    assert (stood["left"].people, stood["left"].share, stood["left"].breadth) == (0, 0, 0)


def test_when_nobody_spends_a_dot_every_share_is_nought():
    assert standings({"left": 0}, {}, voters=3)["left"].share == 0


@given(votes)
def test_shares_add_up_to_the_whole_and_breadth_never_passes_everybody(given_dots: list[dict[str, int]]):
    dots = {target: sum(person[target] for person in given_dots) for target in "abc"}
    people = {target: sum(person[target] > 0 for person in given_dots) for target in "abc"}

    stood = standings(dots, people, voters=len(given_dots))

    assert list(stood) == list(dots)
    assert sum(standing.share for standing in stood.values()) == pytest.approx(1)
    assert all(0 <= standing.breadth <= 1 for standing in stood.values())


@pytest.mark.parametrize(
    ("dots", "people", "voters"),
    [
        ({"a": 1}, {"a": 1}, 0),
        ({"a": 1}, {"a": 2}, 3),
        ({"a": 4}, {"a": 4}, 3),
        ({"a": 4}, {}, 3),
        ({"a": -1}, {"a": -1}, 3),
        ({"a": 1}, {"a": 1, "b": 1}, 3),
    ],
)
def test_dots_that_come_from_nowhere_are_refused(dots: dict[str, int], people: dict[str, int], voters: int):
    with pytest.raises(ValueError):
        standings(dots, people, voters=voters)
