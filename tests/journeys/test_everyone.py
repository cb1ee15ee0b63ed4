"""Nobody is shut out: axe-core finds nothing on any page, and the keyboard alone is enough."""

import json
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.domain.activities import Activity
from tests.kit.room import PHONE, Room

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
LANGUAGES = ("en", "fr")


def faults(page: Page) -> list[str]:
    """What axe-core has against a page, in light and in dark, and whether it scrolls sideways."""
    found: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = json.loads(json.dumps(Axe().run(page, options=RULES).response))
        for violation in results["violations"]:
            found += [f"{page.url} {scheme} {violation['id']}: {node['html'][:160]}" for node in violation["nodes"][:3]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"{page.url} scrolls {wide}px sideways"] if wide > 0 else [])


def fill_the_room(room: Room, activity: Activity) -> None:
    """Enough people answer for results to be shown, whole and by sector."""
    kinds = {
        "poll": {"prompt": activity.setup.get("prompts", [{}])[0].get("code"), "value": "red"},
        "idea_board": {"do": "write", "column": "gaps", "text": "Nobody answers the phone after four."},
    }
    for who in room.world.secrets:
        fields = dict(kinds.get(activity.kind, {}))
        if activity.id == room.world.secret_poll.id:
            fields["value"] = "apple"
        if fields:
            room.answers(who, activity, **fields)


def states_of(room: Room) -> Iterator[str]:
    """The whole meeting, state by state."""
    yield "consent open"
    for activity in room.world.agenda[1:]:
        room.do("go", activity)
        yield f"{activity.kind} come to"
        if activity.kind == "break":
            continue
        room.do("open", activity)
        yield f"{activity.kind} open"
        fill_the_room(room, activity)
        room.do("close", activity)
        yield f"{activity.kind} closed"
        room.do("reveal", activity)
        yield f"{activity.kind} revealed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_the_three_surfaces_in_any_state(room: Room, language: str):
    pages = [room.phone("ED-1", language=language), room.console(language=language), room.screen(language=language)]
    found: list[str] = []

    for state in states_of(room):
        for page in pages:
            page.reload()
            found += [f"[{state}] {fault}" for fault in faults(page)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_the_pages_around_a_meeting(room: Room, language: str):
    meeting, poll = room.world.meeting.id, room.world.poll.id
    mine = [f"/meet/{meeting}/{page}" for page in ("words", "help")]
    everybodys = [
        "/join",
        f"/join/{room.world.meeting.join_code}",
        "/carry",
        "/away",
        "/sign-in",
        "/nothing/here",
        "/join/22222222",
    ]
    staffs = [
        "/projects", "/projects/new", "/projects/garden", "/projects/garden/people", "/projects/garden/settings",
        "/projects/garden/proposal", "/account",
        f"/meetings/{meeting}/plan", f"/meetings/{meeting}/activities/new?kind=poll",
        f"/meetings/{meeting}/activities/{poll}/edit",
    ]  # fmt: skip
    found: list[str] = []

    for page, paths in (
        (room.phone("ED-1", language=language), mine),
        (room.stranger(language=language), everybodys),
        (room.console(language=language), staffs),
        (room.console(language=language, viewport={"width": PHONE[0], "height": PHONE[1]}), staffs),
    ):
        for path in paths:
            page.goto(room.origin + path)
            assert page.locator("html").get_attribute("lang") == language
            found += faults(page)

    assert not found, "\n".join(found)


def reach(page: Page, name: str | re.Pattern[str], role: str) -> None:
    """Press Tab until the control of this name has the focus; it must be seen to have it."""
    wanted = page.get_by_role(role, name=name).first  # pyright: ignore[reportArgumentType]
    expect(wanted).to_be_visible()
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate(
            "(control) => control === document.activeElement || control.contains(document.activeElement)"
        ):
            shown = page.evaluate(
                """() => { const style = (e) => getComputedStyle(e);
                   const here = document.activeElement, around = here.closest('label') ?? here;
                   return style(here).outlineStyle !== 'none' || style(around).outlineStyle !== 'none'; }"""
            )
            assert shown, f"the focus on {name} cannot be seen"
            return
    raise AssertionError(f"Tab never reaches {role} {name}")


def test_the_whole_participant_journey_works_by_keyboard_alone(room: Room):
    page = room.stranger()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()

    reach(page, re.compile("Eating disorders"), "radio")
    page.keyboard.press("Space")
    reach(page, "Join", "button")
    page.keyboard.press("Enter")
    reach(page, re.compile("I agree to take part"), "checkbox")
    page.keyboard.press("Space")
    reach(page, "Agree and take part", "button")
    page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_have_text("Saved")

    room.do("open", room.world.poll)
    expect(page.get_by_role("radio", name="Option red")).to_be_visible()
    reach(page, "Option red", "radio")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Option blue")).to_be_checked()
    expect(page.locator("[data-status]")).to_have_text("Saved")

    room.do("open", room.world.board)
    expect(page.get_by_role("textbox", name="Gaps")).to_be_visible()
    reach(page, re.compile("Gaps"), "textbox")
    page.keyboard.type("Written without a mouse")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Add this idea")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".idea-mine")).to_contain_text("Written without a mouse")

    room.do("reveal", room.world.board)
    expect(page.locator("#results")).to_contain_text("Written without a mouse")
    room.do("open", room.world.dots)
    expect(page.locator(".budget__left")).to_have_text("4 of 4 dots left")
    reach(page, "One dot more", "button")
    page.keyboard.press("Enter")
    expect(page.locator(".budget__left")).to_have_text("3 of 4 dots left")
    page.keyboard.press("Enter")
    expect(page.locator(".budget__left")).to_have_text("2 of 4 dots left")
    reach(page, "I'm done", "button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="You are done. Press to go on")).to_be_visible()
