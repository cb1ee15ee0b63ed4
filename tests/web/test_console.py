"""What a facilitator can do from the console, and what nobody can."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.domain import accounts, activities, meetings
from app.domain.activities import Activity
from tests.kit import cast
from tests.kit.answering import answers
from tests.kit.cast import World
from tests.kit.desk import Desk, desk


@pytest.fixture
def client(address: str, world: World, tmp_path: Path) -> Iterator[TestClient]:
    with desk(address, tmp_path) as client:
        yield client


@pytest.fixture
def olive(client: TestClient, world: World) -> Desk:
    """The owner of the project."""
    return Desk(client, world, world.staff)


def test_a_facilitator_opens_closes_and_reveals(world: World, olive: Desk):
    states = [olive.sees(world.poll).state]

    for verb in ("open", "close", "reveal"):
        assert olive.does(verb, olive.sees(world.poll)) == 303
        states.append(olive.sees(world.poll).state)

    assert states == ["planned", "open", "closed", "revealed"]
    assert olive.everybody_is_at() == world.poll.id


def test_what_was_revealed_stays_so_and_the_page_says_why(world: World, olive: Desk):
    olive.does("open", olive.sees(world.poll))
    olive.does("reveal", olive.sees(world.poll))

    status = olive.does("open", olive.sees(world.poll))

    assert status == 409
    assert "Its results have been seen, so it cannot reopen." in olive.said
    assert (
        olive.said.index('id="said"')
        < olive.said.index("Its results have been seen")
        < olive.said.index('id="results"')
    )


def test_a_script_gets_the_refusal_alone_and_nothing_when_all_is_well(world: World, olive: Desk):
    assert olive.does("open", olive.sees(world.poll), by_script=True) == 200
    assert olive.said == ""

    assert olive.does("reveal", olive.sees(world.secret_poll), by_script=True) == 409
    assert (
        olive.said.strip()
        == '<p class="refusal" role="alert">There is nothing to show yet. Open the activity first.</p>'
    )


def test_two_people_pressing_next_at_once_move_one_step(world: World, olive: Desk):
    both_saw = olive.sees(world.consent)

    first, second = olive.does("next", both_saw), olive.does("next", both_saw)

    assert (first, second) == (303, 303)
    assert olive.everybody_is_at() == world.poll.id


def test_next_decided_on_what_has_changed_since_is_refused(world: World, olive: Desk):
    seen = olive.sees(world.consent)
    olive.does("extend", seen, minutes="2")

    status = olive.does("next", seen)

    assert status == 409
    assert "Somebody else changed this a moment ago" in olive.said
    assert olive.everybody_is_at() == world.consent.id


def test_pressing_close_twice_is_closing_once(world: World, olive: Desk):
    seen = olive.sees(world.consent)

    assert [olive.does("close", seen), olive.does("close", seen)] == [303, 303]
    assert olive.sees(world.consent).state == "closed"


def test_going_somewhere_from_where_the_meeting_no_longer_is_is_refused(world: World, olive: Desk):
    olive.does("next", olive.sees(world.consent))

    status = olive.does("go", olive.sees(world.board), come_from=world.consent.id)

    assert status == 409
    assert "Somebody else moved the meeting on" in olive.said
    assert olive.everybody_is_at() == world.poll.id


def test_more_time_and_a_pause(world: World, olive: Desk):
    before = olive.sees(world.consent).ends_ms or 0

    olive.does("extend", olive.sees(world.consent), minutes="2")
    extended = olive.sees(world.consent).ends_ms or 0
    olive.does("pause", olive.sees(world.consent))
    paused = olive.sees(world.consent)
    olive.does("resume", olive.sees(world.consent))

    assert extended - before == 120_000
    assert paused.ends_ms is None and (paused.paused_left_ms or 0) > 0
    assert olive.sees(world.consent).ends_ms is not None


@pytest.mark.parametrize(
    ("seen", "minutes"), [("", "soon"), ("", "9" * 40), ("-1", "2"), ("1e3", "2"), ("\u00b2", "2")]
)
def test_nonsense_is_refused_in_words(world: World, olive: Desk, seen: str, minutes: str):
    consent = olive.sees(world.consent)

    status = olive.does("extend", consent, seen=seen or str(consent.revision), minutes=minutes)

    assert status == 422
    assert "This page is out of step." in olive.said


def test_a_verb_nobody_knows_and_an_activity_of_nowhere_are_refused(world: World, olive: Desk):
    assert olive.does("explode", olive.sees(world.consent)) == 422
    assert olive.does("open", Activity(id="nowhere", meeting_id="", position=0, block="", kind="", title={})) == 404


def test_a_closed_door_lets_nobody_new_in_and_an_opened_one_does(world: World, olive: Desk):
    code = world.meeting.join_code

    olive.does("door", door="closed")
    olive.opens(f"/join/{code}")
    closed = olive.status, olive.said
    olive.does("door", door="open")
    olive.opens(f"/join/{code}")

    assert closed[0] == 403 and "The door of this meeting is closed" in closed[1]
    assert olive.status == 200


def test_strangers_and_participants_run_nothing(session: Session, world: World, client: TestClient, olive: Desk):
    stranger = accounts.create(session, email="sam@example.org", name="Sam", password=None)
    secret = accounts.open_session(session, stranger)
    session.commit()

    somebody, nobody = Desk(client, world, secret), Desk(client, world, world.secrets["ED-1"])

    assert (somebody.does("close", olive.sees(world.consent)), nobody.does("close", world.consent)) == (404, 401)
    assert somebody.opens(somebody.console) and somebody.status == 404
    assert olive.sees(world.consent).state == "open"


def test_another_meetings_activity_is_not_run_from_this_console(session: Session, world: World, olive: Desk):
    other = meetings.add(session, world.project, cast.text("Another"))
    theirs = activities.add(session, other, kind="poll", title=cast.text("Theirs"), setup=cast.POLL)
    session.commit()

    assert olive.does("open", olive.sees(theirs)) == 404
    assert olive.sees(theirs).state == "planned"


def test_the_console_counts_only_from_the_closing_on(session: Session, world: World, olive: Desk):
    cast.open_(session, world, world.secret_poll)
    answers(session, world, world.secret_poll, {"apple": 11, "pear": 7})
    session.commit()

    while_open = olive.opens(olive.console)
    olive.does("close", olive.sees(world.secret_poll))
    once_closed = olive.opens(olive.console)

    assert "Option apple" not in while_open and "Answers stay hidden from everybody, you included" in while_open
    assert "Option apple" in once_closed and "18 answers" in once_closed


def test_the_console_says_that_revealing_cannot_be_undone(session: Session, world: World, olive: Desk):
    cast.open_(session, world, world.poll)
    session.commit()

    page = olive.opens(olive.console)

    assert 'aria-describedby="reveal-warning"' in page
    assert "cannot be undone" in page


def test_turnout_is_held_back_until_three_have_answered(session: Session, world: World, olive: Desk):
    cast.open_(session, world, world.secret_poll)
    answers(session, world, world.secret_poll, {"apple": 2})
    session.commit()
    with_two = olive.opens(olive.console)
    answers(session, world, world.secret_poll, {"apple": 3})
    session.commit()

    assert "fewer than 3 of 18" in with_two
    assert '<strong class="num">3</strong> of 18 answered' in olive.opens(olive.console)


def test_the_console_speaks_french(client: TestClient, world: World):
    page = Desk(client, world, world.staff, language="fr").opens(f"/meetings/{world.meeting.id}/console")

    assert "Déroulement" in page and "Fermer la porte" in page and "Run of show" not in page
