"""What a facilitator can do from the console, and what nobody can."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.domain import accounts, activities, electorate, ideas, meetings, roles
from app.domain.activities import Activity
from app.domain.meetings import Meeting
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


def test_an_optional_block_is_dropped_passed_over_and_taken_back(session: Session, world: World, olive: Desk):
    session.get_one(Activity, world.poll.id).core = False
    session.commit()

    before = olive.opens(olive.console)
    assert olive.does("drop", olive.sees(world.poll)) == 303
    dropped = olive.opens(olive.console)
    olive.does("next", olive.sees(world.consent))
    at = olive.everybody_is_at()
    olive.does("undrop", olive.sees(world.poll))

    assert "Without “A poll”: 5 min less." in before and "It would end at" in before
    assert '<s class="agenda__title">A poll</s>' in dropped and "Dropped: not part of this meeting" in dropped
    assert at == world.secret_poll.id
    assert not olive.sees(world.poll).dropped


def test_what_is_to_come_moves_and_two_people_moving_it_at_once_move_it_once(world: World, olive: Desk):
    both_saw = olive.sees(world.board)

    first, second = olive.does("up", both_saw), olive.does("up", both_saw)

    assert (first, second) == (303, 409)
    assert olive.sees(world.board).position == world.board.position - 1
    assert olive.does("down", olive.sees(world.board)) == 303
    assert olive.sees(world.board).position == world.board.position


def test_the_console_says_when_the_meeting_ends_at_this_pace(session: Session, world: World, olive: Desk):
    meeting = session.get_one(Meeting, world.meeting.id)
    meeting.minutes = 20  # the agenda has thirty
    session.commit()

    assert re.search(r"At this pace it ends at \d\d:\d\d, 10 min late\.", olive.opens(olive.console))


def test_everybody_is_brought_to_one_thing_and_the_big_screen_shows_it_alone(
    session: Session, world: World, olive: Desk
):
    two = {**cast.POLL["prompts"][0], "code": "shade", "text": cast.text("Which shade?")}
    session.get_one(Activity, world.poll.id).setup = {"prompts": [*cast.POLL["prompts"], two]}
    session.commit()
    olive.does("open", olive.sees(world.poll))
    screen = f"/meetings/{world.meeting.id}/screen"
    before = olive.opens(screen)

    assert olive.does("focus", olive.sees(world.poll), what="shade") == 303
    on_console, on_screen = olive.opens(olive.console), olive.opens(screen)
    olive.does("unfocus", olive.sees(world.poll))

    assert "Which colour?" in before and "Which shade?" in before
    assert "Show everything again" in on_console
    assert "Which shade?" in on_screen and "Which colour?" not in on_screen
    assert "Which colour?" in olive.opens(screen)


def test_a_focus_on_what_is_no_longer_current_is_refused(world: World, olive: Desk):
    status = olive.does("focus", olive.sees(world.poll), what="colour")

    assert status == 409
    assert "Everybody has moved on from this activity" in olive.said


def test_who_leads_is_offered_accepted_and_known_to_the_team_alone(
    session: Session, world: World, client: TestClient, olive: Desk
):
    cora, secret = cast.team(session, world, "Cora", roles.CO_FACILITATOR)
    session.commit()
    hers = Desk(client, world, secret)

    olive.does("take", led_by="")
    olive.does("offer", to=cora.id)
    offered, waiting = hers.opens(hers.console), olive.opens(olive.console)
    hers.does("accept")
    after = olive.opens(olive.console)

    assert "Olive offers you the lead." in offered and "You lead." in waiting and "Offered to Cora" in waiting
    assert "Cora leads." in after and "You lead." in hers.opens(hers.console)
    assert "Cora" not in olive.opens(f"/meetings/{world.meeting.id}/screen")


def test_an_offer_outlives_a_restart_and_goes_to_nobody_by_itself(
    session: Session, world: World, address: str, tmp_path: Path
):
    cora, secret = cast.team(session, world, "Cora", roles.CO_FACILITATOR)
    session.commit()
    with desk(address, tmp_path) as before:
        olive = Desk(before, world, world.staff)
        olive.does("take", led_by="")
        olive.does("offer", to=cora.id)

    with desk(address, tmp_path) as after:
        page = Desk(after, world, secret).opens(f"/meetings/{world.meeting.id}/console")

    assert "Olive offers you the lead." in page and "Olive leads." in page


def test_while_somebody_leads_others_still_press_and_two_presses_are_one_step(
    session: Session, world: World, client: TestClient, olive: Desk
):
    _, secret = cast.team(session, world, "Cora", roles.CO_FACILITATOR)
    session.commit()
    hers, both_saw = Desk(client, world, secret), olive.sees(world.consent)
    olive.does("take", led_by="")

    statuses = [hers.does("next", both_saw), olive.does("next", both_saw)]

    assert statuses == [303, 303]
    assert olive.everybody_is_at() == world.poll.id


def test_a_note_is_kept_without_scripts_and_comes_back_on_console_and_plan(world: World, olive: Desk):
    note = f"/meetings/{world.meeting.id}/activities/{world.consent.id}/note"

    assert olive.posts(note, note="Speak slower") == 303
    assert "Speak slower" in olive.opens(olive.console)
    assert "Speak slower" in olive.opens(f"/meetings/{world.meeting.id}/plan")
    assert olive.posts(note, note="") == 303

    assert "Speak slower" not in olive.opens(olive.console)


def test_a_note_that_is_too_long_is_refused_and_not_lost(world: World, olive: Desk):
    note, text = f"/meetings/{world.meeting.id}/activities/{world.consent.id}/note", "slower " * 800

    status = olive.posts(note, note=text)

    assert status == 409 and "there is room for 5000" in olive.said and text in olive.said


def test_the_console_says_how_many_are_done(session: Session, world: World, olive: Desk):
    cast.open_(session, world, world.board)
    for name in ("ED-1", "ED-2", "ED-3"):
        ideas.write(session, world.board, world.seats[name], column="gaps", text="An idea")
    electorate.mark_done(session, world.board, world.seats["ED-1"], True)
    session.commit()

    assert "1 of 18 is done." in olive.opens(olive.console)
