"""Two rounds of agreement: one's own first rating is one's own, the room's is everybody's, and the rule has its say."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlmodel import Session

from app import scenes
from app.domain import rewordings
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.evidence.consensus import CONSENSUS
from app.kinds import kind_of
from app.scenes import FACILITATOR, PARTICIPANT, SCREEN, Audience
from tests.kit import cast, drawing
from tests.kit.cast import World
from tests.kit.rating import RULE, SCALE, everybody, opened, own, plan, prompt, rates, shown, statement, with_a_rule

AGAIN = {"from": "R1", "what": "statements", "where": ["reworded"], "others": "optional"}


@pytest.fixture
def first(session: Session, world: World) -> Activity:
    """A first round in which ED-1 alone gave a 2, revealed."""
    activity = opened(session, world, prompt(), block="R1")
    everybody(session, world, activity, "C01", [2, *[8] * 17])
    everybody(session, world, activity, "C08", [3, *[7] * 17])
    cast.reveal(session, activity)
    return activity


def second(session: Session, world: World, first: Activity, **rest: Any) -> Activity:
    """The round that follows it, open."""
    again = prompt(**({"shows_own_first_rating": True} | rest))
    return opened(session, world, again, block="R2", round=2, follows_id=first.id)


def test_people_find_their_own_first_rating(session: Session, world: World, first: Activity) -> None:
    again = second(session, world, first)

    mine = own(session, again, world.seats["ED-1"])

    assert {code: one.value for code, one in mine.first.items()} == {"C01": "2", "C08": "3"}
    assert mine.given == {}


def test_ones_own_first_rating_is_on_ones_own_page_and_nowhere_else(
    session: Session, world: World, first: Activity
) -> None:
    second(session, world, first)
    draw = drawing.renderer()

    page = drawing.own_page(draw, session, world.meeting.id, world.seats["ED-1"])

    assert "You gave it: 2" in page
    assert "You gave it: 8" in drawing.own_page(draw, session, world.meeting.id, world.seats["ED-2"])
    for surface in (PARTICIPANT, SCREEN, FACILITATOR):
        seen = Audience(surface, "en", "ED" if surface == PARTICIPANT else None)
        assert "You gave" not in "".join(drawing.parts(draw, session, world.meeting.id, seen).values())


def test_everybody_sees_how_the_room_rated_before(session: Session, world: World, first: Activity) -> None:
    second(session, world, first)
    seen = Audience(PARTICIPANT, "en", "HF")

    parts = drawing.parts(drawing.renderer(), session, world.meeting.id, seen)

    assert "Round 1: median 8, 17 of 18 rated 7 to 9." in parts["stage"]


def test_a_first_round_that_was_not_shown_is_not_shown_in_the_second(session: Session, world: World) -> None:
    first = opened(session, world, prompt(), block="R1")
    everybody(session, world, first, "C01", [8] * 18)
    cast.close(session, first)

    second(session, world, first)

    page = drawing.own_page(drawing.renderer(), session, world.meeting.id, world.seats["ED-1"])
    assert "You gave it: 8" in page
    assert "Round 1" not in page


def test_a_first_round_of_few_is_not_shown_in_the_second(session: Session, world: World) -> None:
    first = opened(session, world, prompt(), block="R1")
    everybody(session, world, first, "C01", [8] * 4)
    cast.reveal(session, first)

    second(session, world, first)

    page = drawing.own_page(drawing.renderer(), session, world.meeting.id, world.seats["HF-1"])
    assert "Round 1" not in page


def test_a_statement_in_new_words_shows_how_one_rated_the_old(session: Session, world: World, first: Activity) -> None:
    words = cast.text("Statement C08 after six months")
    rewordings.make(session, first, version_of="C08", text=words)

    again = second(session, world, first, items=AGAIN)

    page = drawing.own_page(drawing.renderer(), session, world.meeting.id, world.seats["ED-1"])
    assert own(session, again, world.seats["ED-1"]).first["C08b"].value == "3"
    assert "You gave the earlier wording: 3" in page
    assert "Round 1, earlier wording: “Statement C08”" in page


def test_what_was_settled_may_be_confirmed_and_need_not(session: Session, world: World, first: Activity) -> None:
    rewordings.make(session, first, version_of="C08", text=cast.text("Statement C08 after six months"))
    again = second(session, world, first, items=AGAIN)

    rates(session, again, world.seats["ED-1"], "C01", "9")

    asked: Any = scenes.stage(session, scenes.moment(session, world.meeting.id), Audience(PARTICIPANT, "en", "ED")).ask
    assert [one.item.code for one in asked[0].what.asked] == ["C08b"]
    assert [one.item.code for one in asked[0].what.optional] == ["C01"]
    assert own(session, again, world.seats["ED-1"]).given["C01"].value == "9"


def test_a_sensitive_first_round_is_found_again_by_nobody(session: Session, world: World) -> None:
    first = opened(session, world, prompt(sensitive=True), block="R1")
    everybody(session, world, first, "C01", [8] * 18)
    cast.reveal(session, first)

    again = second(session, world, first)

    assert own(session, again, world.seats["ED-1"]).first == {}


def test_the_rule_fixed_beforehand_is_read_with_the_results(session: Session, world: World) -> None:
    with_a_rule(session, world)
    activity = opened(session, world, prompt())
    everybody(session, world, activity, "C01", [8] * 18)

    cast.reveal(session, activity)

    seen = Audience(SCREEN, "en")
    results = drawing.parts(drawing.renderer(), session, world.meeting.id, seen)["results"]
    one = shown(session, activity)["C01"]
    assert (one.verdict, one.index) == (CONSENSUS, 0)
    assert "The room agreed" in results
    assert RULE["text"]["en"] in results


def test_no_rule_for_another_scale_has_a_say(session: Session, world: World) -> None:
    with_a_rule(session, world)
    activity = opened(session, world, prompt(scale=SCALE | {"max": 8, "points": SCALE["points"][:8]}))

    everybody(session, world, activity, "C01", [8] * 18)

    assert shown(session, activity)["C01"].verdict == ""


# --- planning ---


def form(**fields: str) -> dict[str, str]:
    """A form as it comes filled in."""
    return {"question.en": "How far do you agree?", "scale": "agree9", "statements": "One\nTwo | Deux"} | fields


def planned(session: Session, world: World, filled: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """What the form makes of the setup, in a project that has the scale."""
    kind: Any = kind_of("agreement")
    material = kind.material(session, session.get_one(Meeting, world.meeting.id))
    return kind.plan(filled, before, type(material)({"agree9": SCALE}, material.sectors, material.rounds))


def test_statements_keep_their_codes_when_they_are_worded_anew(session: Session, world: World) -> None:
    setup = planned(session, world, form(), {})
    codes = [item["code"] for item in setup["prompts"][0]["items"]]

    changed = planned(session, world, form(statements="One, but better\nTwo | Deux\nThree"), setup)

    assert [item["code"] for item in changed["prompts"][0]["items"]][:2] == codes
    assert changed["prompts"][0]["code"] == setup["prompts"][0]["code"]


def test_the_form_shows_what_was_planned(session: Session, world: World) -> None:
    filled = form(statements_ED="For us", comment="yes")

    fields = kind_of("agreement").fields(planned(session, world, filled, {}))

    assert {name: fields[name] for name in filled} == filled


def test_without_statements_those_of_the_round_before_are_asked(
    session: Session, world: World, first: Activity
) -> None:
    setup = planned(session, world, form(statements="", follows="R1", own_first="yes"), {})
    again = plan(session, world, *setup["prompts"], block="R2", flow={"follows": "R1"})

    cast.open_(session, world, again)

    page = drawing.own_page(drawing.renderer(), session, world.meeting.id, world.seats["ED-1"])
    assert "Statement C01" in page
    assert "You gave it: 2" in page


@pytest.mark.parametrize(
    ("fields", "control"),
    [({"statements": ""}, "statements"), ({"scale": "agree99"}, "scale"), ({"follows": "M9.9"}, "follows"),
     ({"question.en": ""}, "question.en")],
)  # fmt: skip
def test_a_form_that_is_not_right_says_where(
    session: Session, world: World, fields: dict[str, str], control: str
) -> None:
    filled = form(**fields)

    with pytest.raises(Refusal) as refused:
        planned(session, world, filled, {})

    assert refused.value.control == control


def test_ideas_asked_beside_the_statements_stay_when_it_is_planned_anew(session: Session, world: World) -> None:
    beside = cast.BOARD["prompts"][0]
    before = {"prompts": [prompt(items=[statement("C01")]), beside]}

    setup = planned(session, world, form(), before)

    assert [one["code"] for one in setup["prompts"]] == ["shared", "gaps"]
