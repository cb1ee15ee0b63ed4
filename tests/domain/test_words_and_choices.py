"""Words and choices in one activity: whoever wrote first may still choose, once."""

import pytest
from sqlmodel import Session

from app.domain import activities, ballots, participants, passages, seats
from app.domain.ballots import Given
from app.domain.participants import Participant
from app.domain.refusals import Refusal
from tests.kit import cast
from tests.kit.cast import World


def test_whoever_wrote_first_may_still_choose(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    poll, seat = activities.get(session, world.poll.id), world.seats["ED-1"]

    passages.put(session, poll, seat, "why", "Because.")
    ballots.put(session, poll, seat, "colour", [Given("red")])

    assert ballots.count(session, poll, "colour")["ED"].n == 1


def test_another_device_of_theirs_casts_no_second_ballot(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    poll, seat = activities.get(session, world.poll.id), world.seats["ED-1"]
    passages.put(session, poll, seat, "why", "Because.")
    person = session.get_one(Participant, seat.participant_id)
    elsewhere = seats.seat_of(person, participants.take_seat(session, person))

    with pytest.raises(Refusal, match="another device"):
        ballots.put(session, poll, elsewhere, "colour", [Given("red")])
