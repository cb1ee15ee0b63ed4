"""What the room sees on the big screen, and what is in no byte of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.domain import activities, meetings
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from tests.kit import cast
from tests.kit.answering import answers
from tests.kit.cast import World
from tests.kit.desk import Desk, desk
from tests.kit.hall import Hall, hall
from tests.kit.listening import Listening

CANARY = "zq-canary"


@pytest.fixture
def client(address: str, world: World, tmp_path: Path) -> Iterator[TestClient]:
    with desk(address, tmp_path) as client:
        yield client


@pytest.fixture
def olive(client: TestClient, world: World) -> Desk:
    return Desk(client, world, world.staff)


def screen_of(world: World) -> str:
    return f"/meetings/{world.meeting.id}/screen"


def test_the_screen_link_opens_the_screen_and_leaves_the_address_bar(client: TestClient, world: World):
    response = client.get("/screen/screen-key", follow_redirects=False)

    assert (response.status_code, response.headers["location"]) == (303, screen_of(world))
    assert "__Host-screen=screen-key" in response.headers["set-cookie"]
    assert client.get(screen_of(world), headers={"cookie": "__Host-screen=screen-key"}).status_code == 200


def test_an_expired_screen_link_says_so(client: TestClient, world: World):
    by_link = client.get("/screen/of-last-week")
    by_cookie = client.get(screen_of(world), headers={"cookie": "__Host-screen=of-last-week"})

    assert (by_link.status_code, by_cookie.status_code) == (404, 404)
    for page in (by_link.text, by_cookie.text):
        assert "This screen link is no longer valid. Ask the facilitator for a new one." in page


def test_an_old_screen_cookie_does_not_lock_the_facilitator_out(client: TestClient, world: World):
    cookie = f"__Host-screen=of-last-week; __Host-account={world.staff}"

    assert client.get(screen_of(world), headers={"cookie": cookie}).status_code == 200


def test_the_screen_of_one_meeting_shows_no_other(session: Session, world: World, client: TestClient):
    other = meetings.add(session, world.project, cast.text("Another"))
    session.commit()

    page = client.get(
        f"/meetings/{other.id}/screen", headers={"cookie": "__Host-screen=screen-key"}, follow_redirects=False
    )

    assert (page.status_code, page.headers["location"].split("?")[0]) == (303, "/sign-in")


def test_the_way_in_is_on_the_screen_in_every_state(world: World, olive: Desk):
    code = world.meeting.join_code
    for state in ("planned", "open", "closed", "revealed"):
        _bring(olive, world.poll, state)
        page = olive.opens(screen_of(world))
        assert f"{code[:4]}-{code[4:]}" in page and "127.0.0.1:8000/join" in page
        assert 'aria-label="QR code that opens the meeting"' in page


def test_a_new_code_reaches_a_screen_that_is_open(tmp_path: Path):
    with hall(tmp_path) as here, here.screen() as screen:
        screen.comes_to_equal_a_reload()
        meeting = here.world.meeting
        old = f"{meeting.join_code[:4]}-{meeting.join_code[4:]}"
        assert old in screen.shown()["way-in"]

        here.posts(f"/meetings/{meeting.id}/door", {"do": "new_code"})
        with here.looking() as session:
            code = session.get_one(Meeting, meeting.id).join_code

        screen.comes_to_show(f"{code[:4]}-{code[4:]}", part="way-in")
        assert old not in screen.shown()["way-in"]


def test_the_question_is_the_largest_thing_and_every_state_has_words(world: World, olive: Desk):
    said: dict[str, str] = {}
    for state in ("planned", "open", "closed", "revealed"):
        _bring(olive, world.secret_poll, state)
        said[state] = olive.opens(screen_of(world))

    assert all('<h1 class="screen__ask" lang="en">Which fruit?</h1>' in page for page in said.values())
    assert "This is next." in said["planned"]
    assert "Answer on your phone." in said["open"]
    assert "The results stay hidden until the facilitator shows them." in said["closed"]
    assert "Fewer than 5 answers" in said["revealed"]


def test_before_the_first_activity_the_screen_is_a_lobby(session: Session, world: World, olive: Desk):
    session.get_one(Meeting, world.meeting.id).current_id = None
    session.commit()

    page = olive.opens(screen_of(world))

    assert '<h1 class="screen__ask" lang="en">First meeting</h1>' in page
    assert "Join with your phone" in page and "18 people have come in" in page


def test_an_empty_meeting_says_so(session: Session, world: World, olive: Desk):
    empty = meetings.add(session, world.project, cast.text("Nothing yet"))
    session.commit()

    assert "Nothing is planned for this meeting yet." in olive.opens(f"/meetings/{empty.id}/screen")
    assert "This meeting has no activities yet" in olive.opens(f"/meetings/{empty.id}/console")


def test_results_show_whole_and_by_sector_once_revealed(session: Session, world: World, olive: Desk):
    cast.open_(session, world, world.secret_poll)
    answers(session, world, world.secret_poll, {"apple": 11, "pear": 7})
    cast.reveal(session, world.secret_poll)
    session.commit()

    page = olive.opens(screen_of(world))

    assert "18 answers" in page and page.count("6 answers") == 3
    assert all(name in page for name in ("Eating disorders treatment", "Early Psychosis Intervention", "Housing First"))


def test_a_live_poll_shows_its_total_and_no_sector(session: Session, world: World, olive: Desk):
    cast.open_(session, world, world.poll)
    answers(session, world, world.poll, {"red": 4, "blue": 3})
    session.commit()

    page = olive.opens(screen_of(world))

    assert "7 answers" in page and "Option red" in page
    assert "across-whole" in page


@pytest.mark.parametrize("surface", ["screen", "console"])
def test_what_was_answered_is_in_no_byte_while_open(tmp_path: Path, surface: str):
    with hall(tmp_path) as here:
        poll = here.world.secret_poll  # its options are named on phones alone, so a name elsewhere is a count
        seen = _everything(here, surface)
        with _of(here, surface) as page:
            here.do("open", poll)
            for number, who in enumerate(here.world.secrets):
                assert here.phone(who).post(poll.id, prompt="fruit", value="pear" if number % 3 else "apple")["ok"]
            page.comes_to_show("18", part="turnout")
            seen += _everything(here, surface) + "".join(page.frames)
            here.do("close", poll)
            once_closed = _everything(here, surface)
            here.do("reveal", poll)
            page.comes_to_show("Option pear")

    assert "Option pear" not in seen and "Option apple" not in seen
    assert ("Option pear" in once_closed) == (surface == "console")


@pytest.mark.parametrize("surface", ["screen", "console"])
def test_ideas_are_in_no_byte_while_people_write(tmp_path: Path, surface: str):
    with hall(tmp_path) as here:
        board = here.world.board
        with _of(here, surface) as page:
            here.do("open", board)
            for who in ("ED-1", "ED-2", "ED-3", "HF-1"):
                assert here.phone(who).post(board.id, do="write", column="gaps", text=f"No answer {CANARY}")["ok"]
            page.comes_to_show("4", part="turnout")
            while_open = _everything(here, surface) + "".join(page.frames)
            here.do("reveal", board)
            page.comes_to_show(CANARY, part="results")

    assert CANARY not in while_open


def test_a_network_without_sockets_gets_the_screen_by_asking(client: TestClient, world: World):
    response = client.get(
        f"/meetings/{world.meeting.id}/parts/screen?v=", headers={"cookie": "__Host-screen=screen-key"}
    )

    parts = {message["part"] for message in response.json() if "part" in message}

    assert parts == {"head", "stage", "results", "turnout", "way-in"}
    assert client.get(
        f"/meetings/{world.meeting.id}/parts/facilitator",
        headers={"accept": "application/json"},
        follow_redirects=False,
    ).status_code in {303, 401}


def test_slides_are_all_there_without_scripts(session: Session, world: World, olive: Desk):
    setup: dict[str, Any] = {"slides": {"en": "# One\n\nFirst\n\n---\n\n# Two\n\nSecond", "fr": "# Un"}, "prompts": []}
    meeting = session.get_one(Meeting, world.meeting.id)
    briefing = activities.add(session, meeting, kind="briefing", title=cast.text("Slides"), setup=setup)
    session.commit()
    _bring(olive, briefing, "open")

    page = olive.opens(screen_of(world))

    assert page.count("data-slide data-flow") == 2
    assert "data-slide data-flow hidden" not in page
    assert 'data-say="Slide {n} of {of}"' in page


def _of(here: Hall, surface: str) -> Listening:
    return here.screen() if surface == "screen" else here.console()


def _everything(here: Hall, surface: str) -> str:
    """Every byte somebody gets who opens the page now, or asks for all its parts."""
    newcomer = _of(here, surface)
    path = f"/meetings/{here.world.meeting.id}"
    parts = f"{path}/parts/{'screen' if surface == 'screen' else 'facilitator'}?v="
    return newcomer.get(f"{path}/{surface}") + newcomer.get(parts)


def _bring(olive: Desk, activity: Activity, state: str) -> None:
    """Bring the meeting to this activity, and it to this state, as a facilitator does."""
    verb = {"planned": "go", "open": "open", "closed": "close", "revealed": "reveal"}[state]
    assert olive.does(verb, olive.sees(activity)) == 303
