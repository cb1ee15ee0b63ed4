"""The first page on a phone: small, all from here, and nothing that the content policy would have to stop."""

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, expect

from tests.kit.room import Room

pytestmark = pytest.mark.browser
BUDGET = 120 * 1024


def bytes_of(request: Request) -> int:
    """What came over the wire for this request, headers included."""
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def listen(page: Page) -> tuple[list[Request], list[str]]:
    requests: list[Request] = []
    complaints: list[str] = []
    page.on("requestfinished", lambda request: requests.append(request))

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return requests, complaints


def test_a_participants_first_load_is_small_and_comes_from_here_alone(room: Room):
    room.do("open", room.world.board)
    page = room.phone("ED-1")
    page.goto("about:blank")
    requests, complaints = listen(page)

    page.goto(f"{room.origin}/meet/{room.world.meeting.id}", wait_until="networkidle")

    assert sum(bytes_of(request) for request in requests) <= BUDGET
    assert sum(request.resource_type == "stylesheet" for request in requests) == 1
    assert all(request.url.startswith(room.origin) for request in requests)
    assert complaints == []


def test_no_page_trips_over_the_content_policy_or_asks_another_host(room: Room):
    for open_page in (room.console, room.screen, lambda: room.phone("ED-1")):
        page = open_page()
        requests, complaints = listen(page)
        page.reload(wait_until="load")
        for activity in (room.world.poll, room.world.board):
            room.do("open", activity)
            expect(page.locator("body")).to_contain_text(activity.title["en"])
        assert all(request.url.startswith(room.origin) for request in requests)
        assert complaints == []


def test_the_policy_allows_nothing_unsafe_and_no_element_carries_a_style(room: Room):
    page = room.console()
    response = page.reload()

    assert response is not None
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    for each in (page, room.screen(), room.phone("ED-1")):
        assert each.locator("[style]").count() == 0
