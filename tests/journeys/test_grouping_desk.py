"""The desk where ideas are grouped: by keyboard alone, by pointer, and with nothing half-typed lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlmodel import Session

from app.db import writing_engine
from app.domain.activities import Activity
from tests.kit import grouped
from tests.kit import room as rooms
from tests.kit.grouped import Grouped
from tests.kit.room import LAPTOP, Room


@pytest.fixture
def laid(tmp_path: Path, browser: Browser) -> Iterator[tuple[Room, Grouped]]:
    """Ideas of three sectors have been revealed and wait to be grouped."""
    with rooms.room(tmp_path, browser) as room:
        engine = writing_engine(f"sqlite:///{tmp_path / 'groundwork.db'}")
        with Session(engine, expire_on_commit=False) as session:
            here = grouped.written(session, room.world)
            session.commit()
        engine.dispose()
        yield room, here


def _desk(room: Room, here: Grouped, **options: Any) -> Page:
    page = room.console(**options)
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    page.goto(f"{room.origin}/meetings/{room.world.meeting.id}/activities/{here.grouping.id}/desk")
    return page


def _tab_to(page: Page, id_: str) -> None:
    for _ in range(80):
        if page.evaluate("document.activeElement?.id") == id_:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {id_}")


def _drag(page: Page, idea: str, target: Locator) -> None:
    """As a hand does it: press, move a little, move there, let go."""
    note, there = page.locator(f"[data-idea='{idea}']"), target
    note.scroll_into_view_if_needed()
    start, end = note.bounding_box(), there.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 100, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 112, start["y"] + 14, steps=4)
    page.mouse.move(end["x"] + 50, end["y"] + 14, steps=8)
    page.mouse.up()


def test_by_keyboard_alone_a_group_is_made_filled_and_undone(laid: tuple[Room, Grouped]) -> None:
    room, here = laid
    page = _desk(room, here)
    first, second = here.ideas["ED-1"].id, here.ideas["ED-2"].id

    _tab_to(page, f"idea-{first}")
    page.keyboard.press("Space")
    page.locator("#main").evaluate("main => { main.tabIndex = -1; main.focus(); }")
    _tab_to(page, "f-name-en")
    page.keyboard.type("Long waits")
    page.keyboard.press("Enter")
    group = page.locator("article", has_text="Long waits")
    expect(group.locator(f"#idea-{first}")).to_be_visible()
    _tab_to(page, f"idea-{second}")
    page.keyboard.press("Space")
    page.locator("#main").evaluate("main => { main.tabIndex = -1; main.focus(); }")
    _tab_to(page, "f-into")
    page.keyboard.type("Long")
    _tab_to(page, "do-put")
    page.keyboard.press("Enter")
    expect(group.locator(f"#idea-{second}")).to_be_visible()
    expect(page.locator("#do-put")).to_be_focused()
    _tab_to(page, "do-undo")
    page.keyboard.press("Enter")

    expect(group.locator(f"#idea-{second}")).to_have_count(0)
    expect(group.locator(f"#idea-{first}")).to_be_visible()
    expect(page.locator("[data-said]")).to_have_text("Done.")


def test_by_pointer_an_idea_is_dragged_into_a_group_and_out_and_said_so(laid: tuple[Room, Grouped]) -> None:
    room, here = laid
    page = _desk(room, here)
    first, second = here.ideas["ED-1"].id, here.ideas["ED-2"].id
    page.locator(f"#idea-{first}").check()
    page.get_by_label("Name, English").first.fill("Long waits")
    page.get_by_role("button", name="Make a group").click()
    group = page.locator("article", has_text="Long waits")
    expect(group).to_be_visible()
    page.get_by_label("Name, French").first.fill("À moitié tap")

    _drag(page, second, group)

    expect(group.locator(f"#idea-{second}")).to_be_visible()
    expect(page.locator("[data-said]")).to_have_text("“Gap of ED-2” is now in: Long waits.")
    expect(page.get_by_label("Name, French").first).to_have_value("À moitié tap")
    _drag(page, second, page.locator("#of-ED [data-group='']"))
    expect(group.locator(f"#idea-{second}")).to_have_count(0)


def test_a_refused_step_says_why_and_keeps_what_was_typed(laid: tuple[Room, Grouped]) -> None:
    room, here = laid
    page = _desk(room, here)
    page.locator(f"#idea-{here.ideas['ED-1'].id}").check()
    page.locator(f"#idea-{here.ideas['HF-1'].id}").check()
    page.get_by_label("Name, English").first.fill("Across")

    page.get_by_role("button", name="Make a group").click()

    expect(page.locator("[data-said]")).to_contain_text("several sectors")
    expect(page.get_by_label("Name, English").first).to_have_value("Across")
    expect(page.locator(f"#idea-{here.ideas['HF-1'].id}")).to_be_checked()


def test_without_scripts_every_step_is_a_form_and_phones_see_it(laid: tuple[Room, Grouped]) -> None:
    room, here = laid
    room.do("go", room.fresh(here.grouping))
    phone = room.phone("ED-3")
    page = _desk(room, here, java_script_enabled=False)

    page.locator(f"#idea-{here.ideas['ED-1'].id}").check()
    page.get_by_label("Name, English").first.fill("Long waits")
    page.get_by_role("button", name="Make a group").click()

    expect(page.locator("article", has_text="Long waits")).to_contain_text("Gap of ED-1")
    expect(phone.locator("#results")).to_contain_text("Long waits")
    with room.looking() as session:
        assert session.get_one(Activity, here.grouping.id).state == "open"
    page.get_by_role("button", name="Undo the last step").click()
    expect(page.locator("article", has_text="Long waits")).to_have_count(0)
    expect(phone.locator("#results")).not_to_contain_text("Long waits")
