"""Small groups: what is shown, what is held back, and at which number the rule turns."""

import pytest

from app.evidence.small_groups import (
    Counted,
    Tier,
    groups_in_document,
    in_document,
    live_step,
    look_again,
    release,
    set_aside,
    together,
    turnout_held,
    turnout_shown,
)

SECTORS = ("ED", "EPI", "HF")


def room(**sizes: int) -> dict[str, Counted]:
    """Sectors of these sizes, each with one "no" and the rest "yes"."""
    return {sector: Counted(n, {"yes": n - 1, "no": 1} if n else {}) for sector, n in sizes.items()}


def test_the_least_is_five_in_meetings_and_documents_and_eleven_in_public():
    assert {tier.name: tier.least for tier in Tier} == {"LIVE": 5, "DOCUMENT": 5, "PUBLIC": 11}


@pytest.mark.parametrize("tier", Tier)
def test_sectors_are_shown_when_each_of_them_just_reaches_the_least(tier: Tier):
    groups = room(ED=tier.least, EPI=tier.least, HF=tier.least)

    released = release(groups, tier=tier)

    assert released.groups == groups
    assert released.reason is None
    assert released.total == Counted(3 * tier.least, {"yes": 3 * tier.least - 3, "no": 3})


@pytest.mark.parametrize("tier", Tier)
def test_one_sector_with_one_too_few_hides_all_sectors_and_keeps_the_total(tier: Tier):
    groups = room(ED=30, EPI=30, HF=tier.least - 1)

    released = release(groups, tier=tier)

    assert released.groups is None
    assert released.reason == "group_too_few"
    assert released.total == together(groups.values())


@pytest.mark.parametrize("tier", Tier)
def test_a_room_with_too_few_in_all_is_told_nothing(tier: Tier):
    groups = room(ED=1, EPI=1, HF=tier.least - 3)

    released = release(groups, tier=tier)

    assert (released.total, released.groups, released.reason) == (None, None, "too_few")


def test_a_sensitive_prompt_is_shown_for_everybody_together_only():
    groups = room(ED=20, EPI=20, HF=20, X=2)

    released = release(groups, pseudo={"X"}, tier=Tier.PUBLIC, sensitive=True)

    assert (released.groups, released.reason) == (None, "sensitive")
    assert released.total == together(groups.values())


def test_a_sensitive_prompt_with_too_few_is_not_shown():
    released = release(room(ED=4), tier=Tier.LIVE, sensitive=True)

    assert (released.total, released.reason) == (None, "too_few")


def test_five_people_across_sectors_are_a_group_of_their_own():
    groups = room(ED=12, EPI=12, HF=12, X=5)

    released = release(groups, pseudo={"X"}, tier=Tier.LIVE)

    assert released.groups == groups
    assert released.total == together(groups.values())


@pytest.mark.parametrize("across", [1, 4])
def test_fewer_across_sectors_are_in_no_figure_beside_the_sectors(across: int):
    groups = room(ED=12, EPI=12, HF=12, X=across)

    released = release(groups, pseudo={"X"}, tier=Tier.LIVE)

    assert released.groups == room(ED=12, EPI=12, HF=12)
    assert released.total == together(room(ED=12, EPI=12, HF=12).values())
    assert released.reason is None


def test_nobody_across_sectors_leaves_no_trace():
    with_nobody = release(room(ED=12, EPI=12, HF=12, X=0), pseudo={"X"}, tier=Tier.LIVE)

    assert with_nobody == release(room(ED=12, EPI=12, HF=12), pseudo={"X"}, tier=Tier.LIVE)


@pytest.mark.parametrize("tier", Tier)
def test_those_who_only_opted_out_across_sectors_are_not_told_by_the_total(tier: Tier):
    groups = {**room(ED=12, EPI=8, HF=12), "X": Counted(0, {}, opt_out=2)}

    released = release(groups, pseudo={"X"}, tier=tier)

    assert released.total is not None and released.total.opt_out == 0


def test_where_no_sector_is_shown_people_across_sectors_count_in_the_total():
    groups = room(ED=12, EPI=4, HF=12, X=2)

    released = release(groups, pseudo={"X"}, tier=Tier.LIVE)

    assert released.groups is None
    assert released.total is not None and released.total.n == 30


def test_the_public_total_leaves_out_the_few_whom_the_meeting_s_total_left_out():
    groups = room(ED=12, EPI=8, HF=12, X=3)

    live, public = (release(groups, pseudo={"X"}, tier=tier) for tier in (Tier.LIVE, Tier.PUBLIC))

    assert live.groups is not None and public.groups is None
    assert live.total == public.total
    assert set_aside(groups, pseudo={"X"}) == {"X"}


def test_after_a_live_poll_has_shown_everybody_s_total_it_stays_the_only_figure():
    groups = room(ED=12, EPI=12, HF=12, X=3)

    released = release(groups, pseudo={"X"}, tier=Tier.LIVE, whole_seen=True)

    assert (released.groups, released.reason) == (None, "group_too_few")
    assert released.total == together(groups.values())


def test_after_a_live_poll_sectors_are_shown_when_nobody_or_enough_are_across_sectors():
    for across in (0, 5):
        groups = room(ED=12, EPI=12, HF=12, X=across)
        assert release(groups, pseudo={"X"}, tier=Tier.LIVE, whole_seen=True).groups is not None


def test_a_sector_that_was_asked_and_stayed_silent_is_below_the_least():
    groups = room(ED=12, EPI=12)

    assert release(groups, tier=Tier.LIVE, offered=SECTORS).groups is None
    assert release(room(ED=12, EPI=12, HF=0), tier=Tier.LIVE).groups is None


def test_a_sector_that_was_not_asked_hides_nobody():
    groups = room(ED=12, EPI=12, HF=0)

    released = release(groups, tier=Tier.LIVE, offered=("ED", "EPI"))

    assert released.groups == room(ED=12, EPI=12)


def test_a_sector_that_answered_counts_as_asked_whatever_was_said():
    released = release(room(ED=12, EPI=12, HF=2), tier=Tier.LIVE, offered=("ED", "EPI"))

    assert released.groups is None


def test_people_who_may_choose_several_are_counted_once():
    groups = {sector: Counted(4, {"a": 4, "b": 4, "c": 4}) for sector in SECTORS}

    released = release(groups, tier=Tier.LIVE)

    assert released.groups is None
    assert released.total == Counted(12, {"a": 12, "b": 12, "c": 12})


def test_a_document_counts_categories_from_eleven_people_on():
    assert [n for n in range(5, 13) if in_document(Counted(n), Tier.DOCUMENT)] == [5, 6, 7, 8, 9, 10]
    assert not any(in_document(Counted(5), tier) for tier in (Tier.LIVE, Tier.PUBLIC))


def test_one_small_sector_in_a_document_spares_all_sectors_their_categories():
    one_small = release(room(ED=12, EPI=12, HF=8), tier=Tier.DOCUMENT)
    none_small = release(room(ED=12, EPI=12, HF=11), tier=Tier.DOCUMENT)

    assert groups_in_document(one_small, Tier.DOCUMENT)
    assert not groups_in_document(none_small, Tier.DOCUMENT)


def test_a_live_poll_shows_from_five_then_with_three_more_then_at_closing():
    drawn, shown = [], 0
    for answered in range(1, 13):
        if live_step(answered, shown, closed=False):
            drawn.append(answered)
            shown = answered

    assert drawn == [5, 8, 11]
    assert live_step(12, shown, closed=True)


def test_a_live_poll_of_four_is_not_shown_even_at_closing():
    assert not live_step(4, 0, closed=True)


def test_a_live_poll_is_not_redrawn_when_somebody_takes_an_answer_back():
    assert not live_step(7, 8, closed=False)


def test_turnout_is_held_back_until_three_have_answered():
    assert [turnout_shown(answered) for answered in range(5)] == [None, None, None, 3, 4]


@pytest.mark.parametrize(
    ("answered", "held"),
    [
        ({"ED": 6, "EPI": 5, "HF": 2}, "EPI HF"),  # else HF is the whole less the other two
        ({"ED": 6, "EPI": 1, "HF": 2}, "EPI HF"),
        ({"ED": 6, "EPI": 6, "HF": 0}, "ED HF"),
        ({"ED": 6, "EPI": 5, "HF": 3}, ""),
        ({"ED": 2}, "ED"),
    ],
)
def test_no_sectors_turnout_is_the_whole_less_the_others(answered: dict[str, int], held: str):
    assert sorted(turnout_held(answered)) == held.split()


def test_what_closed_anew_is_looked_at_again_with_three_more():
    assert [look_again(n, 5) for n in range(4, 10)] == [False, False, False, False, True, True]
    assert look_again(0, None)


@pytest.mark.parametrize(("n", "counts", "opt_out"), [(-1, {}, 0), (5, {"a": -1}, 0), (5, {}, -1), (0, {"a": 1}, 0)])
def test_counts_that_cannot_be_are_refused(n: int, counts: dict[str, int], opt_out: int):
    with pytest.raises(ValueError):
        Counted(n, counts, opt_out)
