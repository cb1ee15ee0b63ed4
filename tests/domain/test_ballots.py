"""Ballots: one a person and activity, changed as often as they like while it is open."""

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from app.domain import ballots, electorate, participants, responses
from app.domain.ballots import Ballot, Given
from app.domain.ids import new_id
from app.domain.participants import Participant
from app.domain.refusals import Refusal
from app.domain.seats import seat_of
from app.kinds import kind_of
from tests.kit import cast
from tests.kit.cast import World


def test_changing_ones_mind_changes_the_one_ballot(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    seat = world.seats["ED-1"]

    for colour in ("red", "blue", "green"):
        ballots.put(session, world.poll, seat, "colour", [Given(colour)])

    assert [given.value for given in ballots.mine(session, world.poll, seat)["colour"]] == ["green"]
    assert len(session.exec(select(Ballot)).all()) == 1
    assert electorate.turnout(session, world.poll)["ED"].answered == 1


def test_taking_an_answer_back_leaves_nothing_to_count(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    seat = world.seats["ED-1"]
    ballots.put(session, world.poll, seat, "colour", [Given("red")])

    ballots.put(session, world.poll, seat, "colour", [])

    assert ballots.count(session, world.poll, "colour") == {}


def test_nobody_gets_a_second_ballot_by_changing_devices(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    before = world.seats["ED-1"]
    ballots.put(session, world.poll, before, "colour", [Given("red")])

    person = session.get_one(Participant, before.participant_id)
    after = seat_of(person, participants.take_seat(session, person))
    with pytest.raises(Refusal, match="another device"):
        ballots.put(session, world.poll, after, "colour", [Given("blue")])

    assert len(session.exec(select(Ballot)).all()) == 1


def test_the_device_that_lost_the_seat_answers_no_more(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    before = world.seats["ED-1"]
    person = session.get_one(Participant, before.participant_id)
    after = seat_of(person, participants.take_seat(session, person))
    said = {"prompt": "colour", "value": "red"}

    with pytest.raises(Refusal, match="seat in this project has been closed"):
        responses.receive(session, kind_of, before, world.poll.id, new_id(), said)

    assert responses.receive(session, kind_of, after, world.poll.id, new_id(), said)
    assert len(session.exec(select(Ballot)).all()) == 1


def test_two_people_never_share_a_ballot(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    for seat in world.seats.values():
        ballots.put(session, world.poll, seat, "colour", [Given("red")])

    counted = ballots.count(session, world.poll, "colour")

    assert {sector: count.n for sector, count in counted.items()} == {"ED": 6, "EPI": 6, "HF": 6}
    assert len({ballot.pseudonym for ballot in session.exec(select(Ballot))}) == 18


def test_whoever_has_not_agreed_to_take_part_leaves_no_ballot_behind(session: Session, world: World) -> None:
    stranger = cast.take_seat(session, world, "late", "ED")
    cast.open_(session, world, world.poll)

    with pytest.raises(Refusal, match="first agree"), session.begin_nested():
        responses.receive(session, kind_of, stranger, world.poll.id, new_id(), {"prompt": "colour", "value": "red"})

    assert session.exec(select(Ballot)).all() == []


def test_a_seat_of_another_secret_reads_nothing_of_this_one(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    seat = world.seats["ED-1"]
    ballots.put(session, world.poll, seat, "colour", [Given("red")])

    assert ballots.mine(session, world.poll, replace(seat, secret=b"guessed")) == {}
