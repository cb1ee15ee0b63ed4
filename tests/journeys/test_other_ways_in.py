"""The same journey where sockets are blocked, and as far as forms go with scripts off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import select

from app.domain.ideas import Idea
from tests.kit import room as rooms
from tests.kit.proxy import Proxy
from tests.kit.room import Room
from tests.kit.server import free_port

pytestmark = pytest.mark.browser
PATIENT = 30_000  # ms: three tries of a socket come first


@pytest.fixture
def hospital(tmp_path: Path, browser: Browser) -> Iterator[tuple[Room, Proxy]]:
    """A room behind a network that lets no socket through."""
    port = free_port()
    with (
        Proxy(port, blocks_sockets=True) as network,
        rooms.room(tmp_path, browser, public_url=network.origin, port=port) as room,
    ):
        room.origin = network.origin
        yield room, network


def test_behind_a_hospitals_network_the_whole_journey_works(hospital: tuple[Room, Proxy]):
    room, network = hospital
    phone = room.phone("ED-1")
    room.do("open", room.world.poll)
    expect(phone.get_by_label("Option blue")).to_be_visible(timeout=PATIENT)
    phone.get_by_label("Option blue").check()
    expect(phone.locator("[data-status]")).to_have_text("Saved")
    assert network.refused >= 1

    room.do("open", room.world.board)
    box = phone.get_by_role("textbox", name="Gaps")
    box.fill("no socket needed")
    phone.get_by_role("button", name="Add this idea").click()
    expect(phone.locator(".idea-mine")).to_have_count(1)
    box.fill("half a tho")
    for who in ("ED-2", "ED-3", "ED-4"):
        room.answers(who, room.world.board, do="write", column="gaps", text=f"from {who}")
    expect(phone.locator("#turnout")).to_contain_text("4 of 18")
    expect(box).to_have_value("half a tho")

    room.server.kill()
    phone.get_by_role("button", name="Add this idea").click()
    room.server.start()
    expect(phone.locator(".idea-mine")).to_have_count(2, timeout=PATIENT)
    with room.looking() as session:
        assert sorted(session.exec(select(Idea.text))) == [
            "from ED-2", "from ED-3", "from ED-4", "half a tho", "no socket needed",
        ]  # fmt: skip

    room.do("reveal", room.world.board)
    expect(phone.locator("#results")).to_contain_text("from ED-3")
    room.do("open", room.world.dots)
    phone.locator(".dot-item", has_text="from ED-2").get_by_role("button", name="One dot more").click()
    expect(phone.locator(".budget__left")).to_have_text("3 of 4 dots left")


def test_a_network_that_begins_to_block_sockets_is_got_around(tmp_path: Path, browser: Browser):
    port = free_port()
    with Proxy(port) as network, rooms.room(tmp_path, browser, public_url=network.origin, port=port) as room:
        room.origin = network.origin
        phone = room.phone("ED-1")
        room.do("open", room.world.poll)
        expect(phone.get_by_label("Option blue")).to_be_visible()

        network.block_sockets()
        phone.get_by_label("Option blue").check()

        expect(phone.locator("[data-status]")).to_have_text("Saved", timeout=PATIENT)
        room.do("open", room.world.secret_poll)
        expect(phone.get_by_label("Option pear")).to_be_visible(timeout=PATIENT)


def test_without_scripts_one_joins_agrees_votes_writes_and_spends_dots(room: Room):
    page = room.stranger(java_script_enabled=False)
    page.get_by_role("radio", name="Eating disorders treatment").check()
    page.get_by_role("button", name="Join").click()
    page.get_by_label("I agree to take part.").check()
    page.get_by_role("button", name="Agree and take part").click()

    room.do("open", room.world.poll)
    page.get_by_role("link", name="Show what is new").click()
    page.get_by_label("Option green").check()
    page.get_by_role("button", name="Save this answer").click()
    expect(page.get_by_label("Option green")).to_be_checked()

    room.do("open", room.world.board)
    page.get_by_role("link", name="Show what is new").click()
    page.get_by_role("textbox", name="Gaps").fill("no script needed")
    page.get_by_role("button", name="Add this idea").click()
    expect(page.locator(".idea-mine")).to_contain_text("no script needed")
    page.get_by_role("textbox", name="Gaps").fill("x" * 1001)
    page.get_by_role("button", name="Add this idea").click()
    expect(page.get_by_role("alert").first).to_contain_text("1001")
    expect(page.get_by_role("textbox", name="Gaps")).to_have_value("x" * 1001)

    room.do("reveal", room.world.board)
    room.do("open", room.world.dots)
    page.goto(f"{room.origin}/meet/{room.world.meeting.id}")
    page.locator(".dot-item", has_text="no script needed").get_by_role("button", name="One dot more").click()
    expect(page.locator(".budget__left")).to_have_text("3 of 4 dots left")
