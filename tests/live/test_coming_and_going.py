"""Who has not agreed yet, who comes once too often, and what is left of a meeting nobody listens to."""

import asyncio
import json
from contextlib import ExitStack

import httpx2
from sqlalchemy import Engine

from app.live.fan_out import FanOut
from app.live.hub import Listener, Room
from app.live.mailbox import Mailbox
from app.scenes import PARTICIPANT, SCREEN, Audience
from app.web.socket import MOST_PAGES
from tests.kit import drawing
from tests.kit.cast import World
from tests.kit.hall import Hall


def _comes_in(here: Hall, who: str) -> None:
    """Somebody new, who has agreed to nothing yet."""
    door, origin = f"{here.server.origin}/join/{here.world.meeting.join_code}", {"origin": here.server.origin}
    led_on = httpx2.post(door, data={"sector": "ED"}, headers=origin, trust_env=False)
    here.world.secrets[who] = led_on.headers["set-cookie"].partition("seat=")[2].partition(";")[0]


def test_whoever_agrees_between_two_questions_goes_on_with_everybody(here: Hall) -> None:
    _comes_in(here, "Ann")
    here.do("open", here.world.poll)
    with here.participant("ED-2") as other:
        other.catch_up()
        page = here.participant("Ann").load()
        page.ask()
        assert "I agree to take part." in page.shown()["stage"]

        agreed = here.phone("Ann").post(here.world.consent.id, take_part="yes")
        page.ask()

        assert agreed["ok"] and "Which colour?" in page.shown()["stage"]
        assert page.shown() == page.fresh()


def test_whoever_agrees_while_away_goes_on_with_everybody_when_they_are_back(here: Hall) -> None:
    _comes_in(here, "Ann")
    here.do("open", here.world.poll)
    with here.participant("ED-2") as other, here.participant("Ann") as page:
        other.catch_up()
        page.catch_up()
        page.hang_up()

        assert here.phone("Ann").post(here.world.consent.id, take_part="yes")["ok"]
        page.connect()

        page.comes_to_show("Which colour?", part="stage")
        page.comes_to_equal_a_reload()


def test_a_page_too_many_takes_the_place_of_the_oldest_which_may_come_back(here: Hall) -> None:
    with ExitStack() as ends:
        pages = [ends.enter_context(here.participant("ED-1")) for _ in range(MOST_PAGES)]
        for page in pages:
            page.comes_to_equal_a_reload()

        ends.enter_context(here.participant("ED-1")).comes_to_equal_a_reload()

        assert pages[0].is_closed(within=2)
        assert pages[0].closed_with == 1012
        assert not pages[1].is_closed(within=0.2)


async def _nowhere(_frame: str) -> None:
    """A line nothing is sent on."""


async def _until_let_go(fan_out: FanOut, meeting_id: str) -> None:
    while fan_out.version(meeting_id, SCREEN):
        await asyncio.sleep(0.01)


def test_a_meeting_nobody_listens_to_is_let_go_of_and_begins_anew(engine: Engine, world: World) -> None:
    async def meets() -> tuple[str, str]:
        fan_out = FanOut(engine, drawing.renderer(), beat=0.01, empty=0.05)
        came = Listener(Audience(SCREEN, "en"), Mailbox(_nowhere))
        room = fan_out.join(world.meeting.id, came, "")
        await asyncio.sleep(0.2)
        assert fan_out.version(world.meeting.id, SCREEN).startswith(room.boot)

        room.leave(came)
        await asyncio.wait_for(_until_let_go(fan_out, world.meeting.id), 5)

        again = fan_out.join(world.meeting.id, came, room.version(SCREEN))
        held = came.held
        await fan_out.stop()
        assert held == -1
        return room.boot, again.boot

    before, after = asyncio.run(meets())

    assert before != after


def test_an_older_drawing_of_ones_own_state_can_be_told_from_a_newer(here: Hall) -> None:
    here.do("open", here.world.board)
    phone = here.phone("ED-1")

    replies = [phone.post(here.world.board.id, do="write", column="gaps", text=f"idea {n}") for n in range(3)]

    assert [json.loads(reply["frame"])["turn"] for reply in replies] == [1, 2, 3]


def test_a_server_that_stops_leaves_nobody_waiting(engine: Engine, world: World) -> None:
    async def stops() -> None:
        fan_out = FanOut(engine, drawing.renderer())
        page = Listener(Audience(SCREEN, "en"), Mailbox(_nowhere))
        fan_out.join(world.meeting.id, page, "")
        delivery = asyncio.create_task(page.mailbox.deliver())

        fan_out.hang_up()

        await asyncio.wait_for(delivery, 5)
        await fan_out.stop()

    asyncio.run(stops())


def test_who_has_not_agreed_cannot_pass_for_up_to_date_once_they_have(world: World) -> None:
    room = Room(world.meeting.id, ticks={PARTICIPANT: 7})
    yes, not_yet = Audience(PARTICIPANT, "en"), Audience(PARTICIPANT, "en", agreed=False)

    assert room.held_at(yes, room.at(7, yes)) == room.held_at(not_yet, room.at(7, not_yet)) == 7
    assert room.held_at(yes, room.at(7, not_yet)) == room.held_at(not_yet, room.at(7, yes)) == -1
