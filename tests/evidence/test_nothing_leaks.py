"""What is released about a hidden group says no more than its size and the total imply: tried on many rooms."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.evidence.small_groups import Counted, Tier, live_step, release, set_aside, together

# A room: by group, the single choice each of its people made. X is across sectors.
Room = dict[str, list[str]]
GROUPS = ("ED", "EPI", "HF", "X")
# Sizes crowd the thresholds, where rules break.
sizes = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 14])
enough = st.sampled_from([5, 6, 10, 11, 12])


def people(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[list[str]]:
    return numbers.flatmap(lambda n: st.lists(st.sampled_from("abc"), min_size=n, max_size=n))


rooms = st.fixed_dictionaries({group: people(sizes) for group in GROUPS})
full_rooms = st.fixed_dictionaries({**{sector: people(enough) for sector in GROUPS[:3]}, "X": people(sizes)})
flags = st.fixed_dictionaries({"sensitive": st.booleans(), "whole_seen": st.booleans()})


def counted(room: Room) -> dict[str, Counted]:
    return {group: Counted(len(people), Counter(people)) for group, people in room.items()}


def everything_shown(room: Room, *, sensitive: bool = False, whole_seen: bool = False) -> str:
    """All that anybody ever gets to see of a prompt, in all tiers, to the byte: the order of values counts too."""
    groups = counted(room)
    shown = [release(groups, pseudo={"X"}, tier=t, sensitive=sensitive, whole_seen=whole_seen) for t in Tier]
    live = [together(groups.values())] if whole_seen else []
    return repr([shown, live])


def dealt_anew(room: Room, among: tuple[str, ...], seed: int) -> Room:
    """The same answers among the same numbers of people, in other hands."""
    hands = [answer for group in among for answer in room[group]]
    random.Random(seed).shuffle(hands)
    dealt = iter(hands)
    return {group: [next(dealt) for _ in people] if group in among else people for group, people in room.items()}


@settings(max_examples=400)
@given(rooms, flags, st.integers(0, 10**6))
def test_with_sectors_withheld_who_said_what_changes_no_byte(room: Room, flags: dict[str, bool], seed: int):
    assume(release(counted(room), pseudo={"X"}, tier=Tier.LIVE, **flags).groups is None)

    other = dealt_anew(room, GROUPS, seed)

    assert everything_shown(other, **flags) == everything_shown(room, **flags)


@settings(max_examples=300)
@given(full_rooms, st.integers(1, 4).flatmap(lambda n: people(st.just(n))))
def test_what_a_handful_across_sectors_said_changes_no_byte_beside_the_sectors(room: Room, answers: list[str]):
    room = {**room, "X": ["a"] * len(answers)}

    other = {**room, "X": answers}

    assert release(counted(room), pseudo={"X"}, tier=Tier.LIVE).groups is not None
    assert everything_shown(other) == everything_shown(room)


def test_ten_thousand_rooms_tell_nothing_of_whom_they_hide():
    dice = random.Random(20_260_101)
    for seed in range(10_000):
        room = {group: dice.choices("abc", k=dice.choice([0, 1, 3, 4, 5, 8, 10, 11, 13])) for group in GROUPS}
        live = dice.random() < 0.3
        aside = set_aside(counted(room), pseudo={"X"}, whole_seen=live)
        if aside:
            other = {**room, "X": dice.choices("abc", k=len(room["X"]))}
            assert everything_shown(other, whole_seen=live) == everything_shown(room, whole_seen=live), room
        elif not release(counted(room), pseudo={"X"}, tier=Tier.LIVE, whole_seen=live).groups:
            other = dealt_anew(room, GROUPS, seed)
            assert everything_shown(other, whole_seen=live) == everything_shown(room, whole_seen=live), room


@settings(max_examples=300)
@given(full_rooms, st.integers(0, 10**6))
def test_a_public_total_without_sectors_tells_the_public_nothing_of_any_sector(room: Room, seed: int):
    room = {**room, "EPI": room["EPI"][:10]}
    aside = set_aside(counted(room), pseudo={"X"})

    public = release(counted(room), pseudo={"X"}, tier=Tier.PUBLIC)
    other = dealt_anew(room, tuple(group for group in GROUPS if group not in aside), seed)

    assert public.groups is None
    assert repr(release(counted(other), pseudo={"X"}, tier=Tier.PUBLIC)) == repr(public)


# Every way the hidden answers could have been, tried in full on small rooms with two choices.

small_sizes = st.fixed_dictionaries({"ED": st.integers(4, 7), "EPI": st.integers(4, 6), "X": st.integers(0, 5)})


def splits(sizes: Mapping[str, int]) -> Iterator[dict[str, Counted]]:
    """All the ways groups of these sizes can say a or b."""
    for said in product(*(range(n + 1) for n in sizes.values())):
        yield {g: Counted(n, {"a": k, "b": n - k}) for (g, n), k in zip(sizes.items(), said, strict=True)}


def consistent(sizes: Mapping[str, int], seen: object, show: Callable[[dict[str, Counted]], object]) -> int:
    """How many splits an onlooker who knows all sizes and the rule cannot tell from what they see."""
    return sum(show(groups) == seen for groups in splits(sizes))


@settings(max_examples=40, deadline=None)
@given(small_sizes, st.data())
def test_an_onlooker_can_rule_out_no_split_that_the_total_allows(sizes: dict[str, int], data: st.DataObject):
    true = data.draw(st.sampled_from(list(splits(sizes))))
    released = release(true, pseudo={"X"}, tier=Tier.LIVE)
    assume(released.groups is None or "X" not in released.groups)

    left = consistent(sizes, released, lambda groups: release(groups, pseudo={"X"}, tier=Tier.LIVE))

    if released.groups is None:
        assert left == consistent(sizes, together(true.values()), lambda groups: together(groups.values()))
    else:
        assert left == sizes["X"] + 1


def test_the_onlooker_finds_a_planted_leak():
    sizes = {"ED": 6, "EPI": 5, "X": 2}
    true = {"ED": Counted(6, {"a": 4, "b": 2}), "EPI": Counted(5, {"a": 1, "b": 4}), "X": Counted(2, {"a": 1, "b": 1})}

    def leaky(groups: dict[str, Counted]) -> object:
        """The sectors beside a total that still has X in it."""
        return release(groups, pseudo={"X"}, tier=Tier.LIVE).groups, together(groups.values())

    assert consistent(sizes, leaky(true), leaky) == 1


@settings(max_examples=300)
@given(rooms, flags, st.sampled_from(Tier))
def test_nothing_shown_has_fewer_people_than_the_least(room: Room, flags: dict[str, bool], tier: Tier):
    released = release(counted(room), pseudo={"X"}, tier=tier, **flags)

    shown = [*(released.groups or {}).values(), *([released.total] if released.total else [])]

    assert all(group.n >= tier.least for group in shown)
    assert (released.total is None) == (released.reason == "too_few")


@settings(max_examples=300)
@given(full_rooms, flags, st.sampled_from(Tier))
def test_groups_shown_add_up_to_their_total_with_nothing_left_to_subtract(
    room: Room, flags: dict[str, bool], tier: Tier
):
    released = release(counted(room), pseudo={"X"}, tier=tier, **flags)
    if released.groups is None:
        return

    assert released.total == together(released.groups.values())
    assert {"ED", "EPI", "HF"} <= set(released.groups)


@given(rooms, st.fixed_dictionaries({group: st.integers(0, 6) for group in GROUPS}), st.sampled_from(Tier))
def test_opting_out_never_makes_a_group_large_enough(room: Room, outs: dict[str, int], tier: Tier):
    without = release(counted(room), pseudo={"X"}, tier=tier)
    groups = {g: Counted(c.n, c.counts, outs[g]) for g, c in counted(room).items()}

    released = release(groups, pseudo={"X"}, tier=tier)

    assert released.reason == without.reason
    assert (released.total and released.total.n) == (without.total and without.total.n)
    assert set(released.groups or {}) == set(without.groups or {})


@given(st.lists(st.integers(0, 3), max_size=30))
def test_between_two_drawings_of_an_open_poll_at_least_three_more_have_answered(arrivals: list[int]):
    drawn, answered = [0], 0
    for more in arrivals:
        answered += more
        if live_step(answered, drawn[-1], closed=False):
            drawn.append(answered)

    assert all(later - earlier >= 3 for earlier, later in pairwise(drawn))
    assert all(n >= Tier.LIVE.least for n in drawn[1:])
