"""Rankings: step by step or whole, as far as somebody likes; and the shared order, by the small-group rules."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlmodel import Session

from app.domain import activities, projects, rank_orders
from app.domain.activities import Activity
from app.domain.kind import Viewer
from app.domain.meetings import Meeting
from app.domain.rank_orders import Order, RankingResults
from app.domain.refusals import Refusal
from app.domain.seats import Seat
from app.kinds import kind_of
from tests.kit import cast, drawing
from tests.kit.cast import World

KIND: Any = kind_of("ranking")
CODES = ("a", "b", "c", "d")
FORM = {"question.en": "What first?", "things": "Coaching | Accompagnement\nData help", "partial": "yes"}


def opened(session: Session, world: World, **changes: Any) -> Activity:
    """The activity, open to everybody: four things to rank."""
    options, out = [cast.option(code) for code in CODES], [cast.option("pna")]
    prompt = {"code": "order", "type": "ranking", "text": cast.text("What first?"), "options": options, "opt_out": out}
    meeting = session.get_one(Meeting, world.meeting.id)
    setup = {"prompts": [prompt | changes]}
    activity = activities.add(session, meeting, kind="ranking", title=cast.text("Ranking"), setup=setup)
    cast.open_(session, world, activity)
    return session.get_one(Activity, activity.id)


def sends(session: Session, activity: Activity, seat: Seat, **body: Any) -> None:
    """Somebody presses a button, or hands in a whole list."""
    KIND.receive(session, activity, seat, KIND.parse({"prompt": "order"} | body))


def mine(session: Session, activity: Activity, seat: Seat) -> Sequence[str]:
    """Somebody's own list."""
    return KIND.mine(session, activity, seat)["order"].codes


def everybody(session: Session, world: World, activity: Activity, **lists: str) -> None:
    """All people of a sector hand in the same list."""
    for who, seat in world.seats.items():
        if who.split("-")[0] in lists:
            sends(session, activity, seat, value=list(lists[who.split("-")[0]]))


def shown(session: Session, activity: Activity) -> RankingResults:
    """The results on the big screen."""
    return KIND.results(session, activity, Viewer("screen"))[0].what


def points(order: Order | None) -> dict[str, float]:
    """The points of an order, best first."""
    assert order is not None
    return {row.option.code: row.points for row in order.rows}


def test_a_list_is_built_and_put_in_order_step_by_step(session: Session, world: World) -> None:
    activity, seat = opened(session, world), world.seats["ED-1"]
    for code in "abc":
        sends(session, activity, seat, do="spend", item=code)

    sends(session, activity, seat, do="up", item="c")
    sends(session, activity, seat, do="down", item="a")
    sends(session, activity, seat, do="take_back", item="b")

    assert mine(session, activity, seat) == ["c", "a"]


def test_at_the_ends_of_the_list_and_pressed_twice_nothing_happens(session: Session, world: World) -> None:
    activity, seat = opened(session, world), world.seats["ED-1"]
    sends(session, activity, seat, value=["a", "b"])

    for do, item in (("up", "a"), ("down", "b"), ("spend", "a"), ("take_back", "d"), ("up", "d")):
        sends(session, activity, seat, do=do, item=item)

    assert mine(session, activity, seat) == ["a", "b"]


@pytest.mark.parametrize(
    "body", [{"value": ["a", "a"]}, {"value": ["a", "z"]}, {"do": "up", "item": "z"}, {"do": "write", "text": "x"}]
)
def test_what_does_not_fit_is_refused_and_the_list_stays(session: Session, world: World, body: dict[str, Any]) -> None:
    activity, seat = opened(session, world), world.seats["ED-1"]
    sends(session, activity, seat, value=["b", "a"])

    with pytest.raises(Refusal) as refused:
        sends(session, activity, seat, **body)

    assert refused.value.control == "order"
    assert mine(session, activity, seat) == ["b", "a"]


def test_where_all_have_to_be_ranked_the_first_step_puts_all_on_the_list(session: Session, world: World) -> None:
    activity, seat = opened(session, world, partial=False), world.seats["ED-1"]
    with pytest.raises(Refusal):
        sends(session, activity, seat, value=["a", "b"])

    sends(session, activity, seat, do="spend", item="c")
    with pytest.raises(Refusal):
        sends(session, activity, seat, do="take_back", item="c")

    assert mine(session, activity, seat) == ["c", "a", "b", "d"]


def test_a_refusal_stands_on_the_page_without_scripts_beside_the_list(session: Session, world: World) -> None:
    opened(session, world)
    seat = world.seats["ED-1"]
    kept = {"prompt": "order", "do": "up", "item": "z"}

    page = drawing.own_page(drawing.renderer(), session, world.meeting.id, seat, kept=kept, refused="Not on it.")

    assert page.index("<ranked-list") < page.index("Not on it.") < page.index("Option a")


def test_opting_out_takes_the_place_of_the_list_and_is_no_part_of_n(session: Session, world: World) -> None:
    activity = opened(session, world)
    everybody(session, world, activity, ED="abcd", EPI="abcd", HF="abcd")
    sends(session, activity, world.seats["ED-1"], value="pna")

    whole = shown(session, activity).whole

    assert mine(session, activity, world.seats["ED-1"]) == []
    assert whole is not None
    assert (whole.n, whole.opt_out) == (17, 1)


def test_what_was_left_out_shares_the_places_that_remain(session: Session, world: World) -> None:
    activity = opened(session, world)

    everybody(session, world, activity, ED="abcd", EPI="ba")
    whole = shown(session, activity).whole

    assert points(whole) == {"a": 30, "b": 30, "c": 9, "d": 3}
    assert whole is not None
    assert [row.place for row in whole.rows] == [1, 1, 3, 4]


def test_sectors_that_agree_within_and_not_between_are_seen_to(session: Session, world: World) -> None:
    activity = opened(session, world)

    everybody(session, world, activity, ED="abcd", EPI="dcba", HF="abcd")
    results = shown(session, activity)

    assert results.whole is not None
    assert results.whole.agreement == rank_orders.VERY_WEAK
    assert {code: (order.concordance, order.agreement) for code, order in results.sectors.items()} == dict.fromkeys(
        ("ED", "EPI", "HF"), (1, rank_orders.UNUSUAL)
    )
    assert results.sectors["EPI"].rows[0].option.code == "d"


def test_one_small_sector_hides_all_sectors_and_a_handful_everything(session: Session, world: World) -> None:
    activity = opened(session, world)
    for who in ("HF-1", "HF-2", "HF-3", "HF-4"):
        sends(session, activity, world.seats[who], value=list("abcd"))

    few = shown(session, activity)
    everybody(session, world, activity, ED="abcd", EPI="abcd")
    more = shown(session, activity)

    assert (few.whole, few.sectors, few.reason) == (None, {}, "too_few")
    assert more.whole is not None
    assert (more.whole.n, more.sectors, more.reason) == (16, {}, "group_too_few")


def test_guests_too_few_to_be_a_group_are_in_no_figure_beside_the_sectors(session: Session, world: World) -> None:
    guest = cast.take_seat(session, world, "X-1", "X", room="ED")
    cast.agree(session, world, guest)
    activity = opened(session, world)

    everybody(session, world, activity, ED="abcd", EPI="abcd", HF="abcd", X="dcba")

    assert points(shown(session, activity).whole) == {"a": 54, "b": 36, "c": 18, "d": 0}


def test_the_list_begins_in_another_order_on_other_phones(session: Session, world: World) -> None:
    activity = opened(session, world)

    asked = [KIND.ask(session, activity, Viewer("participant", "ED", hand))[0].what for hand in range(8)]

    assert len({tuple(option.code for option in options) for options in asked}) > 1
    assert all({option.code for option in options} == set(CODES) for options in asked)


def test_a_document_has_the_order_how_far_people_agree_and_the_sectors(session: Session, world: World) -> None:
    activity = opened(session, world)
    everybody(session, world, activity, ED="abcd", EPI="abcd", HF="abdc")

    whole, by_sector = KIND.gather(session, activity, projects.sectors_of(session, world.project))

    assert [cell["en"] for cell in whole.rows[0]] == ["1", "Option a", "54", "1"]
    assert "Kendall's W" in whole.note["en"]
    assert [cell["fr"] for cell in by_sector.rows[3]] == ["Choix d", "6 (4)", "0 (4)", "0 (4)", "6 (3)"]


def test_it_is_planned_in_the_browser_and_every_code_stays() -> None:
    setup = KIND.plan(FORM, {}, None)

    changed = KIND.plan(
        KIND.fields(setup) | {"things": "Data help\nCoaching", "partial": "", "pna": "yes"}, setup, None
    )

    (before,), (prompt,) = setup["prompts"], changed["prompts"]
    assert {option["code"] for option in prompt["options"]} == {option["code"] for option in before["options"]}
    assert (prompt["code"], prompt["partial"], prompt["opt_out"][0]["code"]) == (before["code"], False, "pna")


@pytest.mark.parametrize(("field", "typed"), [("things", "Alone"), ("question.en", "")])
def test_a_plan_that_cannot_be_is_refused_with_its_field(field: str, typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        KIND.plan(FORM | {field: typed}, {}, None)

    assert refused.value.control == field
