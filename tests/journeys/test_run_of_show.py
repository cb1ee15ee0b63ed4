"""The console while a meeting moves: the keyboard keeps its place, and nothing anybody typed is lost."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session

from app.db import writing_engine
from app.domain import accounts, projects
from app.domain.activities import Activity
from tests.kit import cast
from tests.kit.room import Room

pytestmark = pytest.mark.browser


def change(room: Room, activity: Activity, **changes: object) -> None:
    """Plan an activity otherwise than the cast has it."""
    engine = writing_engine(room.address)
    with Session(engine) as session:
        there = session.get_one(Activity, activity.id)
        for name, value in changes.items():
            setattr(there, name, value)
        session.commit()
    engine.dispose()


def joined(room: Room, name: str, role: str) -> tuple[str, str]:
    """One more of the team: their id and their cookie."""
    engine = writing_engine(room.address)
    with Session(engine, expire_on_commit=False) as session:
        account, secret = cast.team(session, room.world, name, role)
        session.commit()
    engine.dispose()
    return account.id, secret


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def titles(page: Page) -> list[str]:
    return page.locator(".agenda__title").all_inner_texts()


def test_what_is_to_come_is_moved_and_dropped_by_keyboard_without_losing_ones_place(room: Room):
    change(room, room.world.board, core=False)
    console, board = room.console(), room.world.board.id

    console.locator(f"#more-{board} > summary").press("Enter")
    console.locator(f"#up-{board}").press("Enter")
    expect(console.locator(".agenda__title").nth(2)).to_have_text("A idea_board")
    console.keyboard.press("Enter")  # the focus is still on it
    expect(console.locator(".agenda__title").nth(1)).to_have_text("A idea_board")
    after_moving = focused(console)
    console.locator(f"#drop-{board}").press("Enter")
    expect(console.locator("s.agenda__title")).to_have_text("A idea_board")

    assert (after_moving, focused(console)) == (f"up-{board}", f"drop-{board}")
    console.keyboard.press("Enter")
    expect(console.locator("s.agenda__title")).to_have_count(0)
    assert titles(console)[:2] == ["A consent", "A idea_board"]


def test_the_end_of_the_meeting_is_said_and_moves_with_the_clock(room: Room):
    console = room.console()
    said = console.locator("ends-at").first
    before = said.inner_text()

    room.do("extend", room.world.consent, minutes="7")

    expect(said).not_to_have_text(before)
    expect(said).to_contain_text("min early")


def test_everybody_is_pointed_to_one_question_and_what_they_chose_stays(room: Room):
    two = {**cast.POLL["prompts"][0], "code": "shade", "text": cast.text("Which shade?")}
    change(room, room.world.poll, setup={"prompts": [*cast.POLL["prompts"], two]})
    room.do("open", room.world.poll)
    phone, screen = room.phone("ED-1"), room.screen()
    chosen = phone.locator("#ask-colour").get_by_label("Option red")
    chosen.check()

    room.do("focus", room.world.poll, what="shade")
    expect(phone.locator("[data-focus]")).to_have_id("ask-shade")
    expect(phone.locator("focus-on")).to_contain_text("Which shade?")
    expect(screen.locator("h1")).to_have_text("Which shade?")
    expect(screen.get_by_text("Which colour?")).to_have_count(0)

    expect(chosen).to_be_checked()
    room.do("unfocus", room.world.poll)
    expect(phone.locator("[data-focus]")).to_have_count(0)
    expect(screen.get_by_text("Which colour?").first).to_be_visible()


def test_a_note_is_kept_while_one_types_and_stays_while_everything_else_is_redrawn(room: Room):
    console = room.console()
    note = console.locator("block-notes form:not([hidden]) textarea")
    note.press_sequentially("Ask about the bus")

    room.do("extend", room.world.consent)
    expect(console.locator("block-notes form:not([hidden]) [data-kept]")).to_have_text("Saved")
    kept = note.input_value()
    room.do("open", room.world.poll)
    expect(console.locator("#now-title")).to_have_text("A poll")

    assert kept == "Ask about the bus"
    expect(note).to_have_value("")
    console.reload()
    room.do("go", room.world.consent)
    expect(note).to_have_value("Ask about the bus")


def test_the_lead_is_handed_over_from_one_open_console_to_another(room: Room):
    cora, secret = joined(room, "Cora", "co_facilitator")
    olives, coras = room.console(), room.console(secret)

    olives.locator("#lead-take > summary").click()
    olives.get_by_role("button", name="Lead from now on").click()
    expect(coras.locator("#lead")).to_contain_text("Olive leads.")
    olives.locator("#lead-hand-over > summary").click()
    olives.locator(f"#lead-offer-{cora}").click()
    coras.get_by_role("button", name="Accept the lead").click()

    expect(olives.locator("#lead")).to_contain_text("Cora leads.")
    expect(coras.locator("#lead")).to_contain_text("You lead.")


def test_a_console_ends_when_its_role_does(room: Room):
    _, secret = joined(room, "Cora", "co_facilitator")
    page = room.console(secret)
    expect(page.locator("live-page")).to_have_attribute("data-connection", "open")

    engine = writing_engine(room.address)
    with Session(engine) as session:
        cora = accounts.by_email(session, "cora@example.org")
        assert cora is not None
        projects.set_role(session, room.world.project, cora.id, "observer")
        session.commit()
    engine.dispose()

    expect(page.locator("[data-connection-banner]")).to_contain_text("no longer connected")
