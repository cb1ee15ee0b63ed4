"""A phone, a console and a big screen look at one meeting, and nobody sees what is not theirs yet."""

import re

import pytest
from playwright.sync_api import Page, Response, WebSocket, expect

from tests.kit.room import Room

pytestmark = pytest.mark.browser
SOON = 1000  # ms


class Wire:
    """Every byte that ever reached a page."""

    def __init__(self, page: Page) -> None:
        self.text = ""
        self.page = page
        page.on("websocket", self._listen)
        page.on("response", self._read)
        page.reload()

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self._note(frame))

    def _note(self, frame: str | bytes) -> None:
        self.text += frame if isinstance(frame, str) else frame.decode(errors="replace")

    def _read(self, response: Response) -> None:
        if response.request.resource_type == "document" and response.status == 200:
            self.text += response.text()


def test_a_vote_moves_turnout_and_a_live_poll_on_the_screen_within_a_second(room: Room):
    phone, screen = room.phone("ED-1"), room.screen()
    room.do("open", room.world.poll)
    for who in ("ED-2", "ED-3", "EPI-1", "EPI-2", "HF-1"):
        room.answers(who, room.world.poll, prompt="colour", value="red")
    expect(screen.locator("#turnout")).to_contain_text(re.compile(r"5\b.*18"))
    expect(screen.locator("#results")).to_contain_text("5")

    for who in ("HF-2", "HF-3"):
        room.answers(who, room.world.poll, prompt="colour", value="red")
    phone.get_by_label("Option blue").check()

    expect(screen.locator("#turnout")).to_contain_text(re.compile(r"8\b.*18"), timeout=SOON)
    expect(screen.get_by_role("row", name="Option blue")).to_contain_text("1", timeout=SOON)


def test_being_moved_on_reaches_every_window(room: Room):
    phone, console, screen = room.phone("ED-1"), room.console(), room.screen()

    room.do("open", room.world.board)

    for page in (phone, console, screen):
        expect(page.locator("body")).to_contain_text("A idea_board", timeout=5 * SOON)
    expect(phone.get_by_role("textbox")).to_be_visible()


def test_what_is_not_revealed_is_in_no_byte_that_reaches_anybody_else(room: Room):
    wires = [Wire(page) for page in (room.phone("EPI-1"), room.console(), room.screen())]
    room.do("open", room.world.board)
    room.answers("ED-1", room.world.board, do="write", column="gaps", text="canary of the first sector")
    for who in ("ED-2", "ED-3", "HF-1"):
        room.answers(who, room.world.board, do="write", column="gaps", text=f"canary of {who}")
    writer = room.phone("ED-1")
    expect(writer.locator("#pen")).to_contain_text("canary of the first sector")

    assert all("canary" not in wire.text for wire in wires)

    room.do("close", room.world.board)
    expect(room.console().locator("body")).to_contain_text("canary of ED-2")
    assert "canary" not in wires[0].text
    assert "canary" not in wires[2].text

    room.do("reveal", room.world.board)
    reader = room.phone("EPI-2")
    expect(reader.locator("#results")).to_contain_text("canary of the first sector")


def test_a_secret_poll_sends_no_count_before_it_is_revealed(room: Room):
    wires = [Wire(page) for page in (room.phone("EPI-1"), room.console(), room.screen())]
    room.do("open", room.world.secret_poll)
    for who in room.world.secrets:
        room.answers(who, room.world.secret_poll, prompt="fruit", value="apple")
    screen = room.screen()
    expect(screen.locator("#turnout")).to_contain_text("18")

    assert all("bar__fill" not in wire.text for wire in wires)

    room.do("reveal", room.world.secret_poll)
    for seen in (screen, wires[2].page):
        expect(seen.get_by_role("row", name="Option apple")).to_contain_text("18", timeout=5 * SOON)
    assert "bar__fill" in wires[2].text


def test_dots_are_spent_taken_back_and_never_overspent(room: Room):
    room.do("open", room.world.board)
    for who in ("ED-1", "ED-2", "ED-3"):
        room.answers(who, room.world.board, do="write", column="gaps", text=f"gap of {who}")
    room.do("reveal", room.world.board)
    phone = room.phone("ED-4")
    room.do("open", room.world.dots)
    expect(phone.locator("#pen")).to_contain_text("4 of 4 dots left")

    for idea in ("gap of ED-1", "gap of ED-1", "gap of ED-2", "gap of ED-2"):
        left = phone.locator(".budget__left").inner_text()
        phone.locator(".dot-item", has_text=idea).get_by_role("button", name="One dot more").click()
        expect(phone.locator(".budget__left")).not_to_have_text(left)

    expect(phone.locator(".budget__left")).to_have_text("0 of 4 dots left")
    expect(
        phone.locator(".dot-item", has_text="gap of ED-3").get_by_role("button", name="One dot more")
    ).to_be_disabled()

    phone.locator(".dot-item", has_text="gap of ED-1").get_by_role("button", name="One dot fewer").click()
    expect(phone.locator(".budget__left")).to_have_text("1 of 4 dots left")
    phone.reload()
    expect(phone.locator(".budget__left")).to_have_text("1 of 4 dots left")
