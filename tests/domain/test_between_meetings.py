"""Between meetings: windows with a deadline, what was heard, and entries for people on the telephone."""

import secrets

import pytest
from sqlmodel import Session, select

from app.domain import (
    activities,
    ballots,
    behalf,
    conduct,
    electorate,
    meetings,
    participants,
    responses,
    seats,
    summaries,
)
from app.domain.activities import CLOSED, OPEN, Activity
from app.domain.behalf import Entered
from app.domain.ids import now_ms
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.domain.seats import Seat
from app.kinds import kind_of
from app.web.deadlines import Deadlines
from tests.kit import cast
from tests.kit.cast import World

DAY = 24 * 60 * 60 * 1000


@pytest.fixture
def window(session: Session, world: World) -> Activity:
    """A poll open for a week before the second meeting, in which nobody has been asked to agree yet."""
    following = meetings.add(session, world.project, cast.text("Second meeting"), code="M2")
    setup = cast.SECRET_POLL | {"window": {"days": 7}}
    poll = activities.add(session, following, kind="poll", title=cast.text("Before we meet"), setup=setup, minutes=0)
    activities.add(session, following, kind="consent", title=cast.text("Welcome"), setup=cast.CONSENT)
    conduct.open_(session, following, poll, kind_of)
    return poll


def answer(session: Session, activity: Activity, seat: Seat) -> None:
    body = {"prompt": "fruit", "value": "apple"}
    responses.receive(session, kind_of, seat, activity.id, secrets.token_urlsafe(12), body)


def test_a_window_is_for_those_who_agreed_in_a_meeting_before(session: Session, world: World, window: Activity) -> None:
    stranger = cast.take_seat(session, world, "ED-9", "ED")

    answer(session, window, world.seats["HF-3"])
    with pytest.raises(Refusal, match="took part in an earlier meeting"):
        answer(session, window, stranger)

    turnout = electorate.whole(electorate.turnout(session, window))
    assert (turnout.answered, turnout.total) == (1, 18)


def test_a_window_stays_open_for_its_days_and_then_closes_by_itself(
    session: Session, world: World, window: Activity
) -> None:
    assert window.ends_ms is not None
    assert abs(window.ends_ms - now_ms() - 7 * DAY) < 60_000
    looking = Deadlines(None, kind_of)  # pyright: ignore[reportArgumentType]

    early = looking.close_what_is_over(session)
    window.ends_ms = now_ms() - 1
    session.flush()
    late = looking.close_what_is_over(session)

    assert (early, late, window.state) == (0, 1, CLOSED)


def test_an_activity_of_a_meeting_never_closes_by_itself(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    poll = session.get_one(Activity, world.poll.id)
    poll.ends_ms = now_ms() - DAY
    session.flush()

    Deadlines(None, kind_of).close_what_is_over(session)  # pyright: ignore[reportArgumentType]

    assert poll.state == OPEN


def test_a_reminder_goes_only_to_those_who_have_not_answered(session: Session, world: World, window: Activity) -> None:
    for who in ("ED-1", "HF-2"):
        answer(session, window, world.seats[who])

    waited_for = {person.id for person in electorate.waited_for(session, window)}

    answered = {world.seats[who].participant_id for who in ("ED-1", "HF-2")}
    assert len(waited_for) == 16
    assert not waited_for & answered


def test_what_was_heard_is_seen_once_it_is_published(session: Session, world: World) -> None:
    meeting = session.get_one(Meeting, world.meeting.id)
    summaries.write(session, meeting, "ED", {"en": "The wait."}, published=True)
    summaries.write(session, meeting, "HF", {"en": "A draft."}, published=False)

    assert {code: one.text["en"] for code, one in summaries.of_meeting(session, meeting.id).items()} == {
        "ED": "The wait."
    }


def test_an_entry_for_somebody_counts_like_any_and_is_marked_on_no_answer(session: Session, world: World) -> None:
    cast.open_(session, world, world.secret_poll)
    meeting = session.get_one(Meeting, world.meeting.id)
    poll = session.get_one(Activity, world.secret_poll.id)
    answer(session, poll, world.seats["ED-1"])

    secret = behalf.take_place(session, meeting, sector="HF", role="LE", room="", agreed=True, language="fr")
    helper = seats.recognise(session, secret)
    assert helper is not None
    for _ in range(2):
        answer(session, poll, helper)
        behalf.note(session, poll, helper)

    kept = list(session.exec(select(ballots.Ballot)))
    marks = {one.mark for one in session.exec(select(Entered))}
    assert behalf.how_many(session, poll) == 1
    assert len(kept) == 2
    assert not marks & {ballot.pseudonym for ballot in kept} | marks & {ballot.id for ballot in kept}


def test_nobody_is_entered_without_having_agreed(session: Session, world: World) -> None:
    meeting = session.get_one(Meeting, world.meeting.id)
    before = len(participants.of_project(session, world.project))

    with pytest.raises(Refusal, match="Read the consent"):
        behalf.take_place(session, meeting, sector="HF", role="", room="", agreed=False, language="en")

    assert len(participants.of_project(session, world.project)) == before
