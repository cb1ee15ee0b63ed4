"""A matrix: each thing rated along two scales, put in a quarter only where both may be shown, by sector for sectors."""

from typing import Any

import pytest
from sqlmodel import Session

from app.domain import activities, projects
from app.domain.activities import Activity
from app.domain.kind import Viewer
from app.domain.matrix_pictures import Drawn, View
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.domain.seats import Seat
from app.kinds import kind_of
from tests.kit import cast, drawing
from tests.kit.cast import World
from tests.kit.rating import SCALE

KIND: Any = kind_of("matrix")
SECTORS = ("ED", "EPI", "HF")
FORM = {"question.en": "Which first?", "things": "Coaching\nData help", "own.ED": "A shared plan"} | {
    "scale.y": "importance9", "scale.x": "feasibility9",
}  # fmt: skip


def thing(code: str) -> dict[str, Any]:
    """Something to rate."""
    return {"code": code, "text": cast.text(f"Thing {code}", f"Chose {code}")}


def opened(session: Session, world: World, **changes: Any) -> Activity:
    """The activity, open to everybody: two things for all, one for a sector."""
    scale = SCALE | {"opt_out": [{"code": "dk", "label": cast.text("Don't know", "Je ne sais pas")}]}
    prompt = {
        "code": "measures",
        "type": "matrix",
        "text": cast.text("How important, how doable?"),
        "dimensions": [{"code": "imp", "axis": "y", "scale": scale}, {"code": "fea", "axis": "x", "scale": scale}],
        "items": [thing("days"), thing("score")],
        "items_by_sector": {"ED": [thing("plan")]},
    }
    meeting = session.get_one(Meeting, world.meeting.id)
    setup = {"prompts": [prompt | changes]}
    activity = activities.add(session, meeting, kind="matrix", title=cast.text("Matrix"), setup=setup)
    cast.open_(session, world, activity)
    return session.get_one(Activity, activity.id)


def rates(session: Session, activity: Activity, seat: Seat, item: str, **values: str) -> None:
    """Somebody rates a thing along the scales named."""
    for dimension, value in values.items():
        body = {"prompt": "measures", "item": item, "dimension": dimension, "value": value}
        KIND.receive(session, activity, seat, KIND.parse(body))


def everybody(session: Session, world: World, activity: Activity, item: str, *sectors: str, **values: str) -> None:
    """All people of these sectors give the same."""
    for who, seat in world.seats.items():
        if who.split("-")[0] in sectors:
            rates(session, activity, seat, item, **values)


def shown(session: Session, activity: Activity) -> Drawn:
    """The results on the big screen."""
    return KIND.results(session, activity, Viewer("screen"))[0].what


def quarters(view: View) -> dict[str, str]:
    """Which quarter each thing is said to be in."""
    return {one.item.code: one.quarter for one in view.placed}


def test_each_rating_stands_alone_and_can_be_changed_or_taken_back(session: Session, world: World) -> None:
    activity, seat = opened(session, world), world.seats["ED-1"]
    rates(session, activity, seat, "days", imp="8", fea="3")
    rates(session, activity, seat, "score", imp="5")

    rates(session, activity, seat, "days", imp="9")
    back = KIND.parse({"do": "take_back", "prompt": "measures", "item": "score", "dimension": "imp"})
    KIND.receive(session, activity, seat, back)

    assert KIND.mine(session, activity, seat)["measures"] == {("days", "imp"): "9", ("days", "fea"): "3"}


def test_things_stand_in_the_quarter_of_their_medians_and_points_where_they_do(session: Session, world: World) -> None:
    activity = opened(session, world)
    everybody(session, world, activity, "days", *SECTORS, imp="8", fea="7")
    everybody(session, world, activity, "score", *SECTORS, imp="7", fea="6")

    drawn = shown(session, activity)

    assert quarters(drawn.whole) == {"days": "start_now", "score": "invest"}
    start, invest = drawn.whole.marks
    assert start.x > drawn.frame.cut_x > invest.x
    assert drawn.frame.cut_y > invest.y > start.y


def test_a_middle_half_that_reaches_over_the_cut_is_a_close_call(session: Session, world: World) -> None:
    activity = opened(session, world)
    everybody(session, world, activity, "days", "ED", "EPI", imp="8", fea="8")
    everybody(session, world, activity, "days", "HF", imp="5", fea="8")
    everybody(session, world, activity, "score", *SECTORS, imp="8", fea="8")

    close = {one.item.code: one.close for one in shown(session, activity).whole.placed}

    assert close == {"days": True, "score": False}


def test_opting_out_of_one_scale_leaves_the_other_and_is_no_part_of_n(session: Session, world: World) -> None:
    activity = opened(session, world)
    everybody(session, world, activity, "days", *SECTORS, imp="8", fea="7")
    rates(session, activity, world.seats["ED-1"], "days", fea="dk")

    days = shown(session, activity).whole.placed[0]

    assert days.x is not None
    assert days.y is not None
    assert (days.x.n, days.x.opt_out, days.y.n, days.y.opt_out) == (17, 1, 18, 0)


def test_a_thing_is_drawn_only_where_both_its_scales_may_be_shown(session: Session, world: World) -> None:
    activity = opened(session, world)
    everybody(session, world, activity, "days", *SECTORS, imp="8", fea="8")
    everybody(session, world, activity, "score", *SECTORS, imp="8")
    for who in ("ED-1", "ED-2", "ED-3", "ED-4"):
        rates(session, activity, world.seats[who], "score", fea="8")

    whole = shown(session, activity).whole

    assert quarters(whole) == {"days": "start_now", "score": ""}
    assert [one.item.code for mark in whole.marks for one in mark.placed] == ["days"]


def test_a_sectors_own_thing_is_shown_for_its_room_alone_with_a_guest_in_the_total(
    session: Session, world: World
) -> None:
    guest = cast.take_seat(session, world, "X-1", "X", room="ED")
    cast.agree(session, world, guest)
    activity = opened(session, world)
    everybody(session, world, activity, "plan", "ED", "X", imp="9", fea="4")

    drawn = shown(session, activity)

    own = drawn.sectors["ED"].placed[-1]
    assert own.y is not None
    assert (own.item.code, own.quarter, own.y.n) == ("plan", "invest", 7)
    assert drawn.sectors.keys() == {"ED"}
    assert "plan" not in quarters(drawn.whole)
    with pytest.raises(Refusal):
        rates(session, activity, world.seats["HF-1"], "plan", imp="9")


def test_what_all_rate_is_shown_by_sector_only_where_every_sector_has_five(session: Session, world: World) -> None:
    activity = opened(session, world)
    everybody(session, world, activity, "days", "ED", "EPI", imp="8", fea="8")
    for who in ("HF-1", "HF-2", "HF-3", "HF-4"):
        rates(session, activity, world.seats[who], "days", imp="2", fea="2")

    few = shown(session, activity)
    rates(session, activity, world.seats["HF-5"], "days", imp="2", fea="2")
    enough = shown(session, activity)

    assert (few.whole.placed[0].quarter, few.sectors, few.reason) == ("start_now", {}, "group_too_few")
    assert {code: quarters(view)["days"] for code, view in enough.sectors.items()} == {
        "ED": "start_now", "EPI": "start_now", "HF": "park",
    }  # fmt: skip


@pytest.mark.parametrize(
    "sent", [{"value": "10"}, {"value": ["3", "4"]}, {"dimension": "cost"}, {"item": "nothing"}, {"do": "write"}]
)
def test_what_does_not_fit_is_refused_and_nothing_of_it_kept(
    session: Session, world: World, sent: dict[str, Any]
) -> None:
    activity, seat = opened(session, world), world.seats["ED-1"]
    body = {"prompt": "measures", "item": "days", "dimension": "imp", "value": "5"} | sent

    with pytest.raises(Refusal) as refused:
        KIND.receive(session, activity, seat, KIND.parse(body))

    assert refused.value.control
    assert KIND.mine(session, activity, seat)["measures"] == {}


def test_a_refused_rating_has_its_sentence_in_its_own_row_on_a_page_without_scripts(
    session: Session, world: World
) -> None:
    activity, seat = opened(session, world), world.seats["ED-1"]
    kept = {"prompt": "measures", "item": "score", "dimension": "imp", "value": "99"}

    page = drawing.own_page(drawing.renderer(), session, world.meeting.id, seat, kept=kept, refused="Not that one.")

    row = page.index(f"answer-{activity.id}-measures-score-imp")
    assert row < page.index("Not that one.") < page.index(f"answer-{activity.id}-measures-score-fea")
    assert page.count("Not that one.") == 1


def test_a_document_has_a_table_of_the_whole_and_one_a_sector_with_its_own_things(
    session: Session, world: World
) -> None:
    activity = opened(session, world)
    everybody(session, world, activity, "days", *SECTORS, imp="8", fea="7")
    everybody(session, world, activity, "plan", "ED", imp="9", fea="4")

    tables = KIND.gather(session, activity, projects.sectors_of(session, world.project))

    whole, ed, *others = tables
    assert len(others) == 2
    assert [cell["en"] for cell in whole.rows[0]] == [
        "Thing days", "8 (8–8), n\u00a0=\u00a018", "18 (100%)", "7 (7–7), n\u00a0=\u00a018", "Start now",
    ]  # fmt: skip
    assert ed.rows[-1][-1]["en"] == "Invest"
    assert "fewer than 5" in whole.note["en"]


def test_it_is_planned_in_the_browser_with_each_sectors_own_things(session: Session, world: World) -> None:
    material = KIND.material(session, session.get_one(Meeting, world.meeting.id))
    setup = KIND.plan(FORM, {}, material)

    changed = KIND.plan(KIND.fields(setup) | {"own.ED": "", "things": "Data help"}, setup, material)

    (before,), (prompt,) = setup["prompts"], changed["prompts"]
    assert [item["code"] for item in before["items_by_sector"]["ED"]] == ["ed_a_shared_plan"]
    assert ([item["code"] for item in prompt["items"]], prompt["items_by_sector"]) == (["data_help"], {})
    assert {one["axis"]: one["scale"]["code"] for one in prompt["dimensions"]} == {
        "y": "importance9", "x": "feasibility9",
    }  # fmt: skip


@pytest.mark.parametrize(("field", "typed"), [("scale.x", "none"), ("question.en", ""), ("things", "")])
def test_a_plan_that_cannot_be_is_refused_with_its_field(
    session: Session, world: World, field: str, typed: str
) -> None:
    material = KIND.material(session, session.get_one(Meeting, world.meeting.id))

    with pytest.raises(Refusal) as refused:
        KIND.plan(FORM | {"own.ED": "", field: typed}, {}, material)

    assert refused.value.control == field
