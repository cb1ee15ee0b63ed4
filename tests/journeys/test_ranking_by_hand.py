"""Putting a list in order on a phone: with the keyboard alone, by dragging, and without scripts."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session

from app.db import writing_engine
from app.domain import activities
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from tests.kit import cast
from tests.kit.room import Room

pytestmark = pytest.mark.browser
NAMES = {"a": "Coaching", "b": "Data help", "c": "Tools"}


@pytest.fixture
def ranking(room: Room, tmp_path: Any) -> Activity:
    """Three things to rank, open."""
    options = [{"code": code, "label": cast.text(name)} for code, name in NAMES.items()]
    prompt = {"code": "order", "type": "ranking", "text": cast.text("What first?"), "options": options}
    engine = writing_engine(f"sqlite:///{tmp_path / 'groundwork.db'}")
    with Session(engine, expire_on_commit=False) as session:
        meeting = session.get_one(Meeting, room.world.meeting.id)
        setup = {"prompts": [prompt]}
        activity = activities.add(session, meeting, kind="ranking", title=cast.text("Ranking"), setup=setup)
        session.commit()
    engine.dispose()
    room.do("go", activity)
    room.do("open", activity)
    return activity


def listed(page: Page) -> list[str]:
    """The names on one's own list, in order."""
    return page.locator("ol.rank .rank__name").all_inner_texts()


def press(page: Page, do: str, code: str, key: str = "Enter") -> None:
    """Go to a button with the keyboard and press it."""
    button = page.locator(f"[data-activity] button[id^='{do}-'][id$='-order-{code}']")
    button.focus()
    page.keyboard.press(key)


def test_the_keyboard_alone_builds_and_orders_a_list_and_every_move_is_said(room: Room, ranking: Activity) -> None:
    page = room.phone("ED-1")
    status = page.locator("[data-said]")
    for place, code in enumerate("abc", start=1):
        press(page, "spend", code)
        expect(status).to_have_text(f"{NAMES[code]} is now {place} of {place}.")

    press(page, "up", "c")
    expect(status).to_have_text("Tools is now 2 of 3.")
    expect(page.locator("button:focus")).to_have_attribute("id", f"up-{ranking.id}-order-c")
    page.keyboard.press("Space")
    expect(status).to_have_text("Tools is now 1 of 3.")
    expect(page.locator("button:focus")).to_have_attribute("id", f"down-{ranking.id}-order-c")
    press(page, "take_back", "a")
    expect(status).to_have_text("Coaching is off your list.")

    assert listed(page) == ["Tools", "Data help"]
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.reload()
    expect(page.locator("ol.rank .rank__name")).to_have_text(["Tools", "Data help"])


def test_an_item_dragged_by_its_grip_is_saved_where_it_was_let_go(room: Room, ranking: Activity) -> None:
    room.answers("ED-1", ranking, prompt="order", value=["a", "b", "c"])
    page = room.phone("ED-1")
    expect(page.locator("live-page")).to_have_attribute("data-connection", "open")
    grip = page.locator("[data-code='a'] [data-grip]").bounding_box()
    last = page.locator("[data-code='b']").bounding_box()
    assert grip is not None
    assert last is not None

    page.mouse.move(grip["x"] + 8, grip["y"] + 12)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, last["y"] + last["height"] - 4, steps=8)
    page.mouse.up()

    expect(page.locator("[data-said]")).to_have_text("Coaching is now 2 of 3.")
    page.reload()
    expect(page.locator("ol.rank .rank__name")).to_have_text(["Data help", "Coaching", "Tools"])


def test_without_scripts_the_same_buttons_do(room: Room, ranking: Activity) -> None:
    page = room.phone("ED-1", java_script_enabled=False)

    for name in ("Coaching", "Tools"):
        page.locator(".rank-out .rank__item", has_text=name).get_by_role("button").click()
    page.locator("ol.rank .rank__item", has_text="Tools").get_by_role("button", name="Move up").click()

    assert listed(page) == ["Tools", "Coaching"]
