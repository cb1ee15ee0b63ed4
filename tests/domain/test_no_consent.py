"""A meeting that asks for no consent: whoever came takes part in it."""

import pytest
from sqlmodel import Session

from app.domain import activities, electorate, ideas, responses
from app.domain.activities import REVEALED, Activity
from app.domain.meetings import Attendance, Meeting
from app.domain.refusals import Refusal
from app.kinds import kind_of
from tests.kit import cast
from tests.kit.cast import World


@pytest.fixture
def unasked(session: Session, world: World) -> World:
    """The cast in a meeting without a consent: nobody has agreed, for there is nowhere to."""
    for seat in world.seats.values():
        attendance = session.get_one(Attendance, (world.meeting.id, seat.participant_id))
        attendance.consented, attendance.quote_mark = False, ""
    session.get_one(Meeting, world.meeting.id).current_id = None
    session.delete(session.get_one(Activity, world.consent.id))
    session.flush()
    return world


def answer(session: Session, world: World, who: str, activity: Activity, **body: str) -> None:
    responses.receive(session, kind_of, world.seats[who], activity.id, f"operation-{who}", body)


def test_where_nobody_is_asked_everybody_who_came_may_answer(session: Session, unasked: World) -> None:
    cast.open_(session, unasked, unasked.poll)

    answer(session, unasked, "ED-1", unasked.poll, prompt="colour", value="red")

    turnout = electorate.turnout(session, unasked.poll)["ED"]
    assert (turnout.answered, turnout.total) == (1, 6)


def test_so_may_somebody_who_comes_after_the_opening(session: Session, unasked: World) -> None:
    cast.open_(session, unasked, unasked.poll)
    cast.take_seat(session, unasked, "late", "ED")
    cast.take_seat(session, unasked, "later", "ED")

    answer(session, unasked, "late", unasked.poll, prompt="colour", value="red")
    answer(session, unasked, "later", unasked.poll, do="done")

    turnout = electorate.turnout(session, unasked.poll)["ED"]
    assert (turnout.answered, turnout.done, turnout.total) == (1, 1, 8)


def test_and_comment_on_what_is_shown_but_is_not_quoted(session: Session, unasked: World) -> None:
    cast.open_(session, unasked, unasked.board)
    idea = ideas.write(session, unasked.board, unasked.seats["ED-1"], column="gaps", text="A bench")
    cast.reveal(session, unasked.board)
    shown = session.get_one(Activity, unasked.board.id)
    assert shown.state == REVEALED

    comment = ideas.remark(session, shown, unasked.seats["HF-1"], idea.id, "Two benches")

    assert not comment.quotable and not idea.quotable


def test_where_a_consent_is_asked_it_still_comes_first(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    cast.take_seat(session, world, "late", "ED")

    for body in ({"prompt": "colour", "value": "red"}, {"do": "done"}):
        with pytest.raises(Refusal, match="first agree"):
            answer(session, world, "late", world.poll, **body)
    assert activities.asks_consent(session, world.meeting.id)
