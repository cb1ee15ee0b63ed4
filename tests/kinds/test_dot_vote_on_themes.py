"""Dots on groups: each sector backs its own and what all share, and is counted by the rules."""

import pytest
from sqlmodel import Session, select

from app.domain import activities, conduct, lifeline, votes
from app.domain.activities import Activity
from app.domain.kind import Viewer
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.domain.seats import Seat
from app.domain.themes import Theme
from app.kinds import kind_of
from app.kinds.dot_vote.standing import Standings
from tests.kit import cast, grouped
from tests.kit.cast import World
from tests.kit.grouped import Grouped, direct


def _codes(session: Session) -> dict[str, str]:
    return {theme.name["en"]: theme.code for theme in session.exec(select(Theme))}


def _put_together(session: Session, world: World) -> Grouped:
    """One group all share, and one of each of two sectors; the vote is open."""
    here = grouped.written(session, world, tags=True)
    meeting, grouping = session.get_one(Meeting, world.meeting.id), session.get_one(Activity, here.grouping.id)
    conduct.go_to(session, meeting, grouping, kind_of)
    direct(session, here, "make", ["ED-1", "HF-1"], **{"name.en": "Paperwork"})
    direct(session, here, "make", ["ED-2"], **{"name.en": "Waits"})
    direct(session, here, "make", ["HF-2"], **{"name.en": "Rents"})
    direct(session, here, "make", ["EPI-1"], **{"name.en": "Slow starts"})
    cast.open_(session, world, here.vote)
    return here


def _spend(session: Session, here: Grouped, who: str, target: str) -> None:
    kind = kind_of("dot_vote")
    activity = session.get_one(Activity, here.vote.id)
    kind.receive(session, activity, here.world.seats[who], kind.parse({"do": "spend", "target": target}))


def _offered(session: Session, here: Grouped, seat: Seat) -> set[str]:
    found = kind_of("dot_vote").ask(session, session.get_one(Activity, here.vote.id), Viewer("participant", seat.room))
    return {item.text["en"] for item in found}


def _shown(session: Session, here: Grouped) -> dict[str, Standings]:
    found = kind_of("dot_vote").results(session, session.get_one(Activity, here.vote.id), Viewer("screen"))
    return {entry.sector.code if entry.sector else "": entry for entry in found}


def test_a_sector_is_offered_its_own_groups_and_those_all_share(session: Session, world: World) -> None:
    here = _put_together(session, world)

    offered = {sector: _offered(session, here, world.seats[f"{sector}-1"]) for sector in ("ED", "HF", "EPI")}

    assert offered == {
        "ED": {"Paperwork", "Waits"}, "HF": {"Paperwork", "Rents"}, "EPI": {"Paperwork", "Slow starts"},
    }  # fmt: skip
    with pytest.raises(Refusal, match="not one of the ideas"):
        _spend(session, here, "ED-3", _codes(session)["Rents"])
    assert votes.held_by(session, here.vote, world.seats["ED-3"]) == {}


def test_what_is_shared_is_counted_whole_and_by_sector_and_the_rest_for_its_own(session: Session, world: World) -> None:
    here = _put_together(session, world)
    codes = _codes(session)
    own = {"ED": "Waits", "HF": "Rents", "EPI": "Slow starts"}
    for sector, name in own.items():
        for number in range(1, 7):
            _spend(session, here, f"{sector}-{number}", codes[name])
    for who in ("ED-1", "ED-2", "HF-1"):
        _spend(session, here, who, codes["Paperwork"])

    shown = _shown(session, here)

    shared = (shown[""].standings or [])[0]
    assert (shared.dots, shared.people, shown[""].voters) == (3, 3, 18)
    assert {part.sector.code: part.dots for part in shared.parts} == {"ED": 2, "HF": 1, "EPI": 0}
    assert shared.share == pytest.approx(100 * 3 / 21)
    waits = (shown["ED"].standings or [])[0]
    assert (waits.dots, waits.people, shown["ED"].voters) == (6, 6, 6)
    assert waits.share == pytest.approx(100 * 6 / 8)  # of all the dots of its own people


def test_with_too_few_in_one_sector_nothing_is_shown_of_any_but_the_whole_of_what_is_shared(
    session: Session, world: World
) -> None:
    here = _put_together(session, world)
    codes = _codes(session)
    voters = [f"{sector}-{n}" for sector in ("ED", "EPI") for n in range(1, 7)] + ["HF-1"]
    for who in voters:
        _spend(session, here, who, codes["Paperwork"])

    shown = _shown(session, here)

    assert (shown[""].standings or [])[0].dots == 13
    assert (shown[""].standings or [])[0].parts == []
    assert [shown[sector].standings for sector in ("ED", "EPI", "HF")] == [None, None, None]


def test_a_grouping_without_groups_puts_its_ideas_to_the_vote(session: Session, world: World) -> None:
    here = grouped.written(session, world)
    cast.open_(session, world, here.vote)

    assert _offered(session, here, world.seats["ED-3"]) == {"Gap of ED-1", "Gap of ED-2"}
    _spend(session, here, "ED-3", here.ideas["ED-1"].id)

    assert votes.held_by(session, here.vote, world.seats["ED-3"]) == {here.ideas["ED-1"].id: 1}


def test_a_vote_on_groups_waits_for_the_board_too(session: Session, world: World) -> None:
    here = grouped.written(session, world, reveal=False)
    cast.close(session, world.board)
    meeting, vote = session.get_one(Meeting, world.meeting.id), session.get_one(Activity, here.vote.id)

    with pytest.raises(Refusal, match="Reveal the ideas first"):
        conduct.open_(session, meeting, vote, kind_of)


def test_dots_on_an_idea_known_by_a_short_name_come_back_when_it_goes(session: Session, world: World) -> None:
    here = grouped.written(session, world)
    idea = here.ideas["ED-1"]
    idea.code = "ED-i01"
    session.add(idea)
    session.flush()
    cast.open_(session, world, here.vote)
    _spend(session, here, "ED-3", "ED-i01")
    assert votes.held_by(session, here.vote, world.seats["ED-3"]) == {"ED-i01": 1}

    idea.state = "hidden"
    session.add(idea)
    session.flush()

    assert votes.held_by(session, here.vote, world.seats["ED-3"]) == {}


def test_one_sector_that_alone_has_groups_keeps_them_to_itself(session: Session, world: World) -> None:
    here = grouped.written(session, world)
    direct(session, here, "make", ["ED-1"], **{"name.en": "Waits"})
    cast.open_(session, world, here.vote)

    assert _offered(session, here, world.seats["ED-3"]) == {"Waits"}
    assert _offered(session, here, world.seats["HF-3"]) == set()


def test_an_ideas_life_line_tells_its_group_its_votes_and_where_it_went(session: Session, world: World) -> None:
    here = _put_together(session, world)
    codes = _codes(session)
    for sector, name in {"ED": "Waits", "HF": "Rents", "EPI": "Slow starts"}.items():
        for number in range(1, 7):
            _spend(session, here, f"{sector}-{number}", codes[name])
    before = lifeline.of(session, here.ideas["ED-2"])
    cast.reveal(session, here.vote)

    after = lifeline.of(session, here.ideas["ED-2"])

    assert before is not None and after is not None
    assert before.votes == []
    assert [one.theme.name["en"] for one in after.groups] == ["Waits"]
    assert [(one.target, one.dots, one.people) for one in after.votes] == [(codes["Waits"], 6, 6)]
    assert [(activity.block, prompt) for activity, prompt in after.carried] == [(here.vote.block, "dots")]


def test_the_life_line_of_what_is_not_revealed_says_nothing(session: Session, world: World) -> None:
    here = grouped.written(session, world, reveal=False)

    assert lifeline.of(session, here.ideas["ED-1"]) is None


def test_a_vote_can_be_planned_on_a_column_on_groups_and_on_their_marks(session: Session, world: World) -> None:
    marked = cast.BOARD["prompts"][0] | {"marks": grouped.MARKS}
    activities.edit(session, session.get_one(Activity, world.board.id), setup={"prompts": [marked]})
    here = grouped.written(session, world, tags=True)
    kind, meeting = kind_of("dot_vote"), session.get_one(Meeting, world.meeting.id)
    material = kind.material(session, meeting)
    form = {"question.en": "Which?", "dots": "3", "most": "1", "by_sector": "yes", "shared": "yes"}

    planned = kind.plan(form | {"source": f"{here.grouping.block}||minus"}, {}, material)

    targets = planned["prompts"][0]["targets"]
    wanted = {"from": here.grouping.block, "what": "themes", "mark": "minus", "by": "sector", "shared": True}
    assert targets == wanted
    assert kind.fields(planned)["source"] == f"{here.grouping.block}||minus"
    ideas_of = kind.plan(form | {"source": f"{world.board.block}|gaps|"}, planned, material)
    assert ideas_of["prompts"][0]["targets"] == {
        "from": world.board.block, "what": "ideas", "column": "gaps", "by": "sector",
    }  # fmt: skip
