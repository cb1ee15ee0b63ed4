"""What somebody types or sends survives pushes, dead lines, killed servers and reloads."""

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from app.domain.ideas import Idea
from tests.kit import room as rooms
from tests.kit.proxy import Proxy
from tests.kit.room import Room
from tests.kit.server import free_port

pytestmark = pytest.mark.browser
BACK = 20_000  # ms: reconnecting waits a while, and by chance


def idea_box(phone: Page):
    return phone.get_by_role("textbox", name="Gaps")


def written(room: Room) -> Counter[str]:
    with room.looking() as session:
        return Counter(session.exec(select(Idea.text)))


def test_half_typed_text_survives_a_push_a_killed_server_and_a_reload(room: Room):
    phone = room.phone("ED-1")
    room.do("open", room.world.board)
    idea_box(phone).fill("half a tho")

    for who in ("ED-2", "ED-3", "ED-4", "EPI-1"):
        room.answers(who, room.world.board, do="write", column="gaps", text=f"from {who}")
    expect(phone.locator("#turnout")).to_contain_text("4 of 18")
    expect(idea_box(phone)).to_have_value("half a tho")
    expect(idea_box(phone)).to_be_focused()

    room.server.kill()
    expect(phone.locator("[data-connection-banner]")).to_be_visible()
    expect(idea_box(phone)).to_have_value("half a tho")
    room.server.start()
    expect(phone.locator("[data-connection-banner]")).to_be_hidden(timeout=BACK)
    expect(idea_box(phone)).to_have_value("half a tho")

    phone.reload()
    expect(idea_box(phone)).to_have_value("half a tho")


def test_whoever_leaves_quickly_leaves_nothing_in_the_tab(room: Room):
    phone = room.phone("ED-1")
    room.do("open", room.world.board)
    idea_box(phone).fill("half a tho")
    expect(idea_box(phone)).to_have_value("half a tho")
    assert phone.evaluate("sessionStorage.length") > 0
    room.server.kill()
    phone.get_by_role("button", name="Add this idea").click()
    assert "half a tho" in phone.evaluate("JSON.stringify(sessionStorage)")
    room.server.start()

    phone.goto(f"{room.server.origin}/away")

    expect(phone.get_by_role("heading")).to_have_text("Notes")
    assert phone.evaluate("sessionStorage.length") == 0


def test_answers_given_while_the_server_is_down_arrive_once_it_is_back_once_each(room: Room):
    phone = room.phone("ED-1")
    room.do("open", room.world.board)
    expect(idea_box(phone)).to_be_visible()
    room.server.kill()
    expect(phone.locator("[data-connection-banner]")).to_be_visible()

    for number in range(3):
        idea_box(phone).fill(f"written in the dark {number}")
        phone.get_by_role("button", name="Add this idea").click()
    expect(phone.locator("[data-status]")).to_have_attribute("data-state", "waiting")
    room.server.start()

    expect(phone.locator("[data-status]")).to_have_text("Saved", timeout=BACK)
    expect(phone.locator(".idea-mine")).to_have_count(3)
    assert written(room) == {f"written in the dark {number}": 1 for number in range(3)}


def test_a_reload_in_the_dark_loses_no_answer_either(room: Room):
    phone = room.phone("ED-1")
    room.do("open", room.world.board)
    idea_box(phone).fill("sent just before the lights went out")
    room.server.kill()
    phone.get_by_role("button", name="Add this idea").click()
    expect(phone.locator("[data-status]")).to_have_attribute("data-state", "waiting")
    room.server.start()

    phone.reload()

    expect(phone.locator(".idea-mine")).to_have_count(1, timeout=BACK)
    assert written(room) == {"sent just before the lights went out": 1}


def test_what_is_far_too_long_is_refused_given_back_and_blocks_nothing(room: Room):
    phone = room.phone("ED-1")
    room.do("open", room.world.board)
    idea_box(phone).fill("x" * 30_000)
    phone.get_by_role("button", name="Add this idea").click()

    expect(phone.locator("form [data-refusal]").first).to_contain_text("room for 1000")
    expect(idea_box(phone)).to_have_value("x" * 30_000)
    idea_box(phone).fill("short")
    phone.get_by_role("button", name="Add this idea").click()

    expect(phone.locator(".idea-mine")).to_have_count(1)
    assert written(room) == {"short": 1}


def test_a_line_that_dies_in_the_middle_heals_by_itself(tmp_path: Path, browser: Browser):
    port = free_port()
    with Proxy(port) as network, rooms.room(tmp_path, browser, public_url=network.origin, port=port) as room:
        room.origin = network.origin
        phone = room.phone("ED-1")
        room.do("open", room.world.board)
        expect(idea_box(phone)).to_be_visible()

        network.cut()
        expect(phone.locator("[data-connection-banner]")).to_be_visible()
        idea_box(phone).fill("no line")
        phone.get_by_role("button", name="Add this idea").click()
        room.answers("ED-2", room.world.board, do="write", column="gaps", text="meanwhile")
        network.mend()

        expect(phone.locator("[data-status]")).to_have_text("Saved", timeout=BACK)
        assert written(room) == {"no line": 1, "meanwhile": 1}
