"""Sending twice is sending once: the same operation, by whichever door and however late, counts one time."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import Writer
from app.domain import ballots, ideas, operations, responses, votes
from app.domain.activities import Activity
from app.domain.ideas import Idea
from app.domain.operations import Operation
from app.domain.refusals import Refusal
from app.domain.responses import Receipt
from app.domain.seats import Seat
from app.kinds import kind_of
from tests.kit import cast
from tests.kit.cast import World

OP = "an-operation-id"


@pytest.fixture
def writer(engine: Engine) -> Iterator[Writer]:
    writer = Writer(engine)
    writer.start()
    yield writer
    writer.stop()


def hand_in(session: Session, seat: Seat, activity: Activity, op: str = OP, **body: Any) -> Receipt:
    return responses.receive(session, kind_of, seat, activity.id, op, body)


def an_idea(session: Session, world: World) -> Idea:
    cast.open_(session, world, world.board)
    idea = ideas.write(session, world.board, world.seats["ED-1"], column="gaps", text="Shade trees")
    cast.open_(session, world, world.dots)
    return idea


def test_an_answer_sent_twice_counts_once_and_both_hear_saved(session: Session, world: World) -> None:
    idea, seat = an_idea(session, world), world.seats["ED-2"]

    first = hand_in(session, seat, world.dots, target=idea.id)
    again = hand_in(session, seat, world.dots, target=idea.id)

    assert (first.repeated, again.repeated) == (False, True)
    assert again.activity_id == first.activity_id
    assert votes.held_by(session, world.dots, seat) == {idea.id: 1}


def test_another_operation_with_the_same_answer_counts_again(session: Session, world: World) -> None:
    idea, seat = an_idea(session, world), world.seats["ED-2"]

    hand_in(session, seat, world.dots, "operation-1", target=idea.id)
    hand_in(session, seat, world.dots, "operation-2", target=idea.id)

    assert votes.held_by(session, world.dots, seat) == {idea.id: 2}


def test_an_operation_that_comes_back_with_another_answer_is_refused(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    seat = world.seats["EPI-1"]
    hand_in(session, seat, world.poll, prompt="colour", value=["red"])

    with pytest.raises(Refusal) as refused:
        hand_in(session, seat, world.poll, prompt="colour", value=["blue"])

    assert refused.value.status == 422
    assert [g.value for g in ballots.mine(session, world.poll, seat)["colour"]] == ["red"]


def test_the_order_of_the_fields_makes_no_other_answer(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    seat = world.seats["EPI-1"]

    hand_in(session, seat, world.poll, prompt="colour", value=["red"])

    assert hand_in(session, seat, world.poll, value=["red"], prompt="colour").repeated


def test_two_people_may_happen_on_the_same_operation_id(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)

    first = hand_in(session, world.seats["ED-1"], world.poll, prompt="colour", value=["red"])
    second = hand_in(session, world.seats["ED-2"], world.poll, prompt="colour", value=["blue"])

    assert not first.repeated
    assert not second.repeated


@pytest.mark.parametrize("op", ["", "short", "x" * 65, "not an operation", "null\x00inside"])
def test_an_operation_without_a_proper_id_is_refused(session: Session, world: World, op: str) -> None:
    cast.open_(session, world, world.poll)

    with pytest.raises(Refusal) as refused:
        hand_in(session, world.seats["ED-1"], world.poll, op, prompt="colour", value=["red"])

    assert refused.value.status == 422


def test_after_the_reveal_a_late_resend_still_hears_saved(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    seat = world.seats["HF-1"]
    hand_in(session, seat, world.poll, prompt="colour", value=["red"])
    cast.reveal(session, world.poll)

    late = hand_in(session, seat, world.poll, prompt="colour", value=["red"])

    assert late.repeated
    with pytest.raises(Refusal, match="closed"):
        hand_in(session, seat, world.poll, "another-operation", prompt="colour", value=["blue"])


def test_after_the_reveal_an_operation_tells_neither_who_nor_what(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    seat = world.seats["HF-1"]
    hand_in(session, seat, world.poll, prompt="colour", value=["red"])
    cast.reveal(session, world.poll)

    left = session.exec(select(Operation).where(Operation.activity_id == world.poll.id)).one()

    assert left.actor == operations.reduced(seat.pseudonym(world.poll.id), OP)
    assert (left.op_id, left.body_hash, left.reply) == ("", "", {})


def test_what_was_refused_leaves_nothing_so_it_can_be_sent_again(world: World, writer: Writer, session: Session):
    seat = world.seats["ED-1"]
    answer = {"prompt": "colour", "value": ["red"]}
    with pytest.raises(Refusal, match="not opened yet"):
        writer.do_now(lambda s: hand_in(s, seat, world.poll, **answer))
    writer.do_now(lambda s: cast.open_(s, world, world.poll))

    receipt = writer.do_now(lambda s: hand_in(s, seat, world.poll, **answer))

    assert not receipt.repeated
    assert ballots.mine(session, world.poll, seat)["colour"]


def test_a_refusal_half_way_takes_back_what_was_done_before_it(world: World, writer: Writer, session: Session) -> None:
    idea = writer.do_now(lambda s: an_idea(s, world))
    seat = world.seats["ED-1"]
    for number in range(2):
        writer.do_now(lambda s, n=number: hand_in(s, seat, world.dots, f"operation-{n}", target=idea.id))

    with pytest.raises(Refusal, match="No more than"):
        writer.do_now(lambda s: hand_in(s, seat, world.dots, "operation-3", target=idea.id))

    used = session.connection().exec_driver_sql("SELECT used FROM dot_budget").scalar_one()
    assert used == votes.held_by(session, world.dots, seat)[idea.id] == 2


def test_nobody_answers_in_another_project(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    stranger = replace(world.seats["ED-1"], project_id="another-project")

    with pytest.raises(Refusal) as refused:
        hand_in(session, stranger, world.poll, prompt="colour", value=["red"])

    assert refused.value.status == 404
