"""Points: a budget spread over a list, never overspent, taken back at will, and shown by the small-group rules."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import Session

from app.db import Writer, writing_engine
from app.domain import activities, projects
from app.domain.activities import Activity
from app.domain.kind import Table, Viewer
from app.domain.meetings import Meeting
from app.domain.points import Held, PointsResults
from app.domain.refusals import Refusal
from app.domain.seats import Seat
from app.kinds import kind_of
from tests.kit import cast, drawing
from tests.kit.cast import World
from tests.kit.unshipped import SETUPS

KIND: Any = kind_of("points")
FORM = {"question.en": "Where should money go?", "budget": "100", "things": "Coaching | Accompagnement\nData help"}


def opened(session: Session, world: World, **changes: Any) -> Activity:
    """The activity, open to everybody."""
    (prompt,) = SETUPS["points"]["prompts"]
    meeting = session.get_one(Meeting, world.meeting.id)
    setup = {"prompts": [prompt | changes]}
    activity = activities.add(session, meeting, kind="points", title=cast.text("Points"), setup=setup)
    cast.open_(session, world, activity)
    return session.get_one(Activity, activity.id)


def gives(session: Session, activity: Activity, seat: Seat, item: str, points: str = "", do: str = "answer") -> None:
    """Somebody sets one number, or presses one of the buttons beside it."""
    KIND.receive(session, activity, seat, KIND.parse({"prompt": "spread", "item": item, "value": points, "do": do}))


def held(session: Session, activity: Activity, seat: Seat) -> Held:
    """What somebody's own page shows."""
    return KIND.mine(session, activity, seat)["spread"]


def everybody(session: Session, world: World, activity: Activity, points: Mapping[str, Mapping[str, int]]) -> None:
    """Each person of a sector gives the same."""
    for who, seat in world.seats.items():
        for item, number in points.get(who.split("-")[0], {}).items():
            gives(session, activity, seat, item, str(number))


def shown(session: Session, activity: Activity) -> PointsResults:
    """The results on the big screen."""
    return KIND.results(session, activity, Viewer("screen"))[0].what


def test_points_may_stay_left_and_come_back_when_a_number_is_lowered(session: Session, world: World) -> None:
    activity, seat = opened(session, world), world.seats["ED-1"]

    gives(session, activity, seat, "coaching", "60")
    gives(session, activity, seat, "data", "30")
    gives(session, activity, seat, "coaching", "20")
    gives(session, activity, seat, "data", "")

    assert held(session, activity, seat) == Held({"coaching": 20}, 80, "")


def test_nobody_gives_more_points_than_they_have_left_and_hears_how_many_that_is(
    session: Session, world: World
) -> None:
    activity, seat = opened(session, world), world.seats["ED-1"]
    gives(session, activity, seat, "coaching", "70")

    with pytest.raises(Refusal) as refused:
        gives(session, activity, seat, "data", "31")

    assert refused.value.params == {"left": 30}
    assert refused.value.control == "value"
    assert held(session, activity, seat).points == {"coaching": 70}


def test_two_quick_answers_never_overspend_together(session: Session, world: World, address: str) -> None:
    activity, seat = opened(session, world), world.seats["ED-1"]
    session.commit()
    writers = [Writer(writing_engine(address)) for _ in range(2)]  # as two processes have
    for writer in writers:
        writer.start()

    def post(turn: int) -> bool:
        item = ("coaching", "data", "tools")[turn % 3]
        try:
            writers[turn % 2].do_now(lambda s: gives(s, s.get_one(Activity, activity.id), seat, item, "60"))
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(6) as hands:
        taken = list(hands.map(post, range(6)))
    for writer in writers:
        writer.stop()

    session.expire_all()
    assert any(taken)
    assert sum(held(session, activity, seat).points.values()) == 60


def test_the_buttons_give_and_take_five_and_the_last_ones_whatever_is_left(session: Session, world: World) -> None:
    activity, seat = opened(session, world), world.seats["ED-1"]
    gives(session, activity, seat, "coaching", "97")

    gives(session, activity, seat, "data", do="spend")
    with pytest.raises(Refusal):
        gives(session, activity, seat, "data", do="spend")
    gives(session, activity, seat, "data", do="take_back")

    assert held(session, activity, seat) == Held({"coaching": 97}, 3, "")


@pytest.mark.parametrize("typed", ["-5", "a lot", "3.5", "٣", "1000000", "200"])
def test_what_is_no_number_of_points_is_refused_beside_its_field(session: Session, world: World, typed: str) -> None:
    activity, seat = opened(session, world), world.seats["ED-1"]

    with pytest.raises(Refusal) as refused:
        gives(session, activity, seat, "coaching", typed)

    assert refused.value.control == "value"
    assert held(session, activity, seat).points == {}


def test_a_refused_number_comes_back_with_the_sentence_beside_it_on_a_page_without_scripts(
    session: Session, world: World
) -> None:
    activity, seat = opened(session, world), world.seats["ED-1"]
    kept = {"activity": activity.id, "prompt": "spread", "item": "data", "value": "170"}

    page = drawing.own_page(drawing.renderer(), session, world.meeting.id, seat, kept=kept, refused="Too many.")

    field = page.index('value="170"')
    assert page.count("Too many.") == 1
    assert 'aria-invalid="true"' in page[field : field + 80]
    assert field < page.index("Too many.") < page.index("Thing tools")


def test_who_opts_out_is_no_part_of_n_and_giving_points_opts_in_again(session: Session, world: World) -> None:
    activity = opened(session, world)
    everybody(session, world, activity, {s: {"coaching": 50} for s in ("ED", "EPI", "HF")})
    out = KIND.parse({"prompt": "spread", "value": "pna"})
    for who in ("ED-1", "HF-1"):
        KIND.receive(session, activity, world.seats[who], out)
    gives(session, activity, world.seats["HF-1"], "data", "10")

    whole = shown(session, activity).whole

    assert held(session, activity, world.seats["ED-1"]) == Held({}, 100, "pna")
    assert whole is not None
    assert (whole.n, whole.opt_out, {row.item.code: row.points for row in whole.rows}) == (
        17, 1, {"coaching": 800, "data": 10, "tools": 0},
    )  # fmt: skip


def test_the_room_sees_sum_share_people_and_median_whole_and_by_sector(session: Session, world: World) -> None:
    activity = opened(session, world)
    everybody(session, world, activity, {"ED": {"coaching": 50, "data": 50}, "EPI": {"data": 100}, "HF": {"tools": 25}})

    results = shown(session, activity)

    assert results.whole is not None
    assert [(r.item.code, r.points, round(r.share), r.people, r.median) for r in results.whole.rows] == [
        ("data", 900, 67, 12, 50), ("coaching", 300, 22, 6, 0), ("tools", 150, 11, 6, 0),
    ]  # fmt: skip
    assert {code: tally.rows[0].item.code for code, tally in results.sectors.items()} == {
        "ED": "coaching", "EPI": "data", "HF": "tools",
    }  # fmt: skip


def test_one_sector_of_four_hides_all_sectors_and_a_handful_everything(session: Session, world: World) -> None:
    activity = opened(session, world)
    for who in ("ED-1", "ED-2", "ED-3", "ED-4"):
        gives(session, activity, world.seats[who], "data", "40")

    few = shown(session, activity)
    everybody(session, world, activity, {"EPI": {"data": 10}, "HF": {"data": 10}})
    more = shown(session, activity)

    assert (few.whole, few.sectors, few.reason) == (None, {}, "too_few")
    assert more.whole is not None
    assert (more.whole.n, more.sectors, more.reason) == (16, {}, "group_too_few")


def test_a_document_gives_the_share_by_sector_only_where_each_has_eleven(session: Session, world: World) -> None:
    activity = opened(session, world)
    everybody(session, world, activity, {s: {"data": 60, "tools": 20} for s in ("ED", "EPI", "HF")})

    (table,) = KIND.gather(session, activity, projects.sectors_of(session, world.project))

    assert isinstance(table, Table)
    assert table.n == 18
    assert [cell["en"] for cell in table.rows[0] if isinstance(cell, dict)] == [
        "Thing data", "1080 (75%)", "18 (100%)", "60",
    ]  # fmt: skip
    assert "5 to 10 people" in table.note["en"]


def test_it_is_planned_in_the_browser_and_every_code_stays() -> None:
    setup = KIND.plan(FORM, {}, None)

    changed = KIND.plan(
        KIND.fields(setup) | {"things": "Data help\nCoaching for all\nTools", "budget": "50"}, setup, None
    )

    before, (prompt,) = setup["prompts"][0], changed["prompts"]
    assert [item["code"] for item in before["items"]] == ["coaching", "data_help"]
    assert next(item["code"] for item in prompt["items"]) == "data_help"
    assert (prompt["code"], prompt["budget"], prompt["type"]) == (before["code"], 50, "points")


@pytest.mark.parametrize(("field", "typed"), [("budget", "5"), ("things", "Alone"), ("question.en", "")])
def test_a_plan_that_cannot_be_is_refused_with_its_field(field: str, typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        KIND.plan(FORM | {field: typed}, {}, None)

    assert refused.value.control == field
