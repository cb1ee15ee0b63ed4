"""Dots: a budget nobody overspends, kept by the database."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.domain import conduct, ideas, votes
from app.domain.activities import OPEN, Activity
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.kinds import kind_of
from app.kinds.dot_vote.kind import Held
from tests.kit import cast
from tests.kit.cast import World


def test_nobody_spends_more_dots_than_they_have(session: Session, world: World) -> None:
    cast.open_(session, world, world.board)
    written = [
        ideas.write(session, world.board, world.seats["ED-1"], column="gaps", text=f"Idea {n}") for n in range(5)
    ]
    cast.open_(session, world, world.dots)
    seat = world.seats["EPI-1"]

    for idea in written[:4]:
        votes.spend(session, world.dots, seat, idea.id, dots=4, most=2)
    with pytest.raises(Refusal):
        votes.spend(session, world.dots, seat, written[4].id, dots=4, most=2)

    assert sum(votes.held_by(session, world.dots, seat).values()) == 4


def test_a_dot_taken_back_can_be_spent_again(session: Session, world: World) -> None:
    cast.open_(session, world, world.board)
    idea = ideas.write(session, world.board, world.seats["ED-1"], column="gaps", text="An idea")
    cast.open_(session, world, world.dots)
    seat = world.seats["HF-1"]

    votes.spend(session, world.dots, seat, idea.id, dots=1, most=1)
    votes.take_back(session, world.dots, seat, idea.id)
    votes.take_back(session, world.dots, seat, idea.id)
    votes.spend(session, world.dots, seat, idea.id, dots=1, most=1)

    assert votes.held_by(session, world.dots, seat) == {idea.id: 1}


def test_the_database_itself_refuses_to_overspend(session: Session, world: World) -> None:
    cast.open_(session, world, world.board)
    idea = ideas.write(session, world.board, world.seats["ED-1"], column="gaps", text="An idea")
    cast.open_(session, world, world.dots)
    votes.spend(session, world.dots, world.seats["HF-1"], idea.id, dots=2, most=1)

    for beyond in (
        "UPDATE dot_budget SET used = cap + 1",
        "UPDATE dot_budget SET used = -1",
        "UPDATE dot SET n = most + 1",
        "UPDATE dot SET n = 0",
    ):
        with pytest.raises(IntegrityError, match="CHECK"), session.begin_nested():
            session.connection().exec_driver_sql(beyond)

    assert votes.held_by(session, world.dots, world.seats["HF-1"]) == {idea.id: 1}


def test_a_vote_does_not_show_ideas_that_were_not_revealed(session: Session, world: World) -> None:
    cast.open_(session, world, world.board)
    ideas.write(session, world.board, world.seats["ED-1"], column="gaps", text="An idea")
    cast.close(session, world.board)
    meeting, dots = session.get_one(Meeting, world.meeting.id), session.get_one(Activity, world.dots.id)

    with pytest.raises(Refusal, match="Reveal the ideas first"):
        conduct.open_(session, meeting, dots, kind_of)
    cast.reveal(session, world.board)
    conduct.open_(session, meeting, dots, kind_of)

    assert dots.state == OPEN


def test_a_refused_dot_costs_nothing(session: Session, world: World) -> None:
    cast.open_(session, world, world.board)
    first, second = (
        ideas.write(session, world.board, world.seats["ED-1"], column="gaps", text=f"Idea {n}") for n in range(2)
    )
    cast.open_(session, world, world.dots)
    seat = world.seats["HF-1"]
    votes.spend(session, world.dots, seat, first.id, dots=2, most=1)

    with pytest.raises(Refusal, match="No more than"), session.begin_nested():
        votes.spend(session, world.dots, seat, first.id, dots=2, most=1)
    votes.spend(session, world.dots, seat, second.id, dots=2, most=1)

    assert votes.held_by(session, world.dots, seat) == {first.id: 1, second.id: 1}


@pytest.mark.parametrize("how", ["hidden", "withdrawn"])
def test_dots_on_an_idea_that_went_away_come_back(session: Session, world: World, how: str) -> None:
    cast.open_(session, world, world.board)
    gone, stays = (
        ideas.write(session, world.board, world.seats["ED-1"], column="gaps", text=f"Idea {n}") for n in range(2)
    )
    cast.open_(session, world, world.dots)
    seat, dots = world.seats["HF-1"], session.get_one(Activity, world.dots.id)
    for _ in range(2):
        votes.spend(session, dots, seat, gone.id, dots=2, most=2)

    if how == "hidden":
        ideas.set_hidden(session, world.board, gone.id, True)
    else:
        ideas.withdraw(session, world.board, world.seats["ED-1"], gone.id)

    assert kind_of("dot_vote").mine(session, dots, seat) == Held({}, 4)
    for _ in range(2):
        votes.spend(session, dots, seat, stays.id, dots=2, most=2)
    assert votes.held_by(session, dots, seat) == {stays.id: 2}
    with pytest.raises(Refusal, match="of your dots are spent"):
        votes.spend(session, dots, seat, stays.id, dots=2, most=3)
