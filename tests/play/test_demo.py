"""The demo: what a newcomer finds, and what stays when it is started again."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.domain import accounts, activities, ballots, meetings, participants, projects, seats
from app.domain.accounts import Account
from app.domain.activities import CLOSED, OPEN, PLANNED, REVEALED
from app.domain.ballots import Ballot, Given
from app.domain.meetings import Attendance
from app.domain.projects import Project
from app.domain.refusals import NotFound, Refusal
from app.play.demo import EMAIL, SLUG, ensure_point, point_of, prepare
from app.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, host="127.0.0.1", port=8000, public_url="http://192.168.1.20:8000")


def secret_of(link: str) -> str:
    return link.rsplit("/", 1)[-1]


def test_a_newcomer_finds_the_first_meeting_under_way(session: Session, settings: Settings):
    prepare(session, settings)

    project = projects.find(session, SLUG)
    meeting = meetings.of_project(session, project)[0]
    consent, poll, *rest = activities.of_meeting(session, meeting.id)
    assert (consent.state, poll.state, meeting.current_id) == (CLOSED, OPEN, poll.id)
    assert {activity.state for activity in rest} == {"planned"}


def test_the_demo_says_on_every_screen_that_it_is_invented(session: Session, settings: Settings):
    prepare(session, settings)

    project = projects.find(session, SLUG)
    assert project.synthetic
    assert project.definition["notice"]["en"].startswith("SYNTHETIC DEMO")
    assert project.definition["notice"]["fr"].startswith("DÉMO SYNTHÉTIQUE")


def test_the_three_links_open_what_they_say(session: Session, settings: Settings):
    links = prepare(session, settings)

    signs_in = accounts.use_link(session, secret_of(links.facilitator))
    meeting = meetings.with_screen_key(session, secret_of(links.screen))
    assert signs_in.leads_to == f"/meetings/{meeting.id}/console"
    assert meetings.at_code(session, secret_of(links.participant)).id == meeting.id
    assert {link.split("/")[2] for link in (links.facilitator, links.participant, links.screen)} == {
        "192.168.1.20:8000"
    }


def test_starting_again_loses_nothing_and_makes_nothing_twice(session: Session, settings: Settings):
    prepare(session, settings)
    project = projects.find(session, SLUG)
    meeting = meetings.of_project(session, project)[0]
    poll = activities.of_meeting(session, meeting.id)[1]
    person = participants.newcomer(session, project)
    participants.introduce(session, project, person, sector="ED")
    secret = participants.take_seat(session, person)
    session.add(Attendance(meeting_id=meeting.id, participant_id=person.id, consented=True))
    session.flush()
    ballots.put(session, poll, seats.seat_of(person, secret), "familiarity", [Given("heard")])

    prepare(session, settings)

    assert len(session.exec(select(Project)).all()) == 1
    assert [account.email for account in session.exec(select(Account))] == [EMAIL]
    assert len(session.exec(select(Ballot)).all()) == 1
    assert activities.get(session, poll.id).state == OPEN


def test_each_start_gives_new_links_and_the_old_screen_link_ends(session: Session, settings: Settings):
    before = prepare(session, settings)

    after = prepare(session, settings)

    assert after.facilitator != before.facilitator
    assert after.participant == before.participant
    with pytest.raises(NotFound):
        meetings.with_screen_key(session, secret_of(before.screen))


def test_a_sign_in_link_works_once(session: Session, settings: Settings):
    links = prepare(session, settings)
    accounts.use_link(session, secret_of(links.facilitator))
    session.flush()

    with pytest.raises(NotFound):
        accounts.use_link(session, secret_of(links.facilitator))


def test_the_demo_opens_at_any_meetings_start_with_those_before_it_held(session: Session, settings: Settings):
    links = prepare(session, settings, "2")

    first, second, *_ = meetings.of_project(session, projects.find(session, SLUG))
    assert meetings.at_code(session, secret_of(links.participant)).id == second.id
    assert {a.state for a in activities.of_meeting(session, first.id)} <= {CLOSED, REVEALED}
    assert {a.state for a in activities.of_meeting(session, second.id)} == {PLANNED}


def test_starting_again_stays_where_it_was_whatever_is_asked(session: Session, settings: Settings):
    prepare(session, settings, "2")

    assert prepare(session, settings, "1").point == "2"
    assert point_of(session) == "2"


@pytest.mark.parametrize("wanted", ["0", "5", "M3", "", "-1", "9" * 30])
def test_a_meeting_there_is_not_is_refused(wanted: str):
    with pytest.raises(Refusal, match="MEETING"):
        ensure_point(wanted)
