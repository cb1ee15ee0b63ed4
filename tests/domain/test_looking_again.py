"""Close, look, reopen: what one more person answered cannot be told from two looks."""

import pytest
from sqlmodel import Session

from app import scenes
from app.domain import conduct, ideas, live_tally
from app.domain.activities import CLOSED, Activity
from app.domain.meetings import Meeting
from app.kinds import kind_of
from app.scenes import FACILITATOR, Audience
from tests.kit import cast, drawing
from tests.kit.answering import answers
from tests.kit.cast import World

CONSOLE = Audience(FACILITATOR, "en")


def looked_at(session: Session, world: World, poll: Activity, counts: dict[str, int]) -> None:
    """Opened, answered by so many in all, closed, and seen by the console."""
    cast.open_(session, world, poll)
    answers(session, world, poll, counts)
    cast.close(session, poll)


def console(session: Session, world: World) -> int | None:
    """How many answers the console shows."""
    shown = scenes.results(session, scenes.moment(session, world.meeting.id), CONSOLE)
    return shown[0].what.total.n if shown and shown[0].what.total else None


def test_the_console_sees_totals_anew_only_with_three_more(session: Session, world: World) -> None:
    seen: list[int | None] = []
    for apples in (5, 5, 6, 7, 8, 9, 11):
        looked_at(session, world, world.secret_poll, {"apple": apples})
        seen.append(console(session, world))

    assert seen == [5, None, None, None, 8, None, 11]


def test_it_is_told_why_and_sees_everything_at_the_reveal(session: Session, world: World) -> None:
    looked_at(session, world, world.secret_poll, {"apple": 6})
    looked_at(session, world, world.secret_poll, {"apple": 6, "pear": 1})
    drawn = drawing.parts(drawing.renderer(), session, world.meeting.id, CONSOLE)["results"]

    assert "Fewer than 3 more have answered since you last looked" in drawn
    assert "Answers stay hidden" not in drawn
    cast.reveal(session, world.secret_poll)
    assert console(session, world) == 7


def test_what_was_too_few_to_show_was_no_look(session: Session, world: World) -> None:
    looked_at(session, world, world.secret_poll, {"apple": 4})
    looked_at(session, world, world.secret_poll, {"apple": 5})

    assert console(session, world) == 5


def test_a_live_poll_keeps_its_step_when_it_closes_anew(session: Session, world: World) -> None:
    looked_at(session, world, world.poll, {"red": 6})
    looked_at(session, world, world.poll, {"red": 6, "blue": 1})

    assert console(session, world) == 6, "what everybody saw before, and no more"
    looked_at(session, world, world.poll, {"red": 6, "blue": 3})
    assert console(session, world) == 9


def test_words_are_seen_at_once_so_that_one_can_be_hidden_in_time(session: Session, world: World) -> None:
    cast.open_(session, world, world.board)
    for seat in list(world.seats.values())[:7]:
        ideas.write(session, world.board, seat, column="gaps", text="An idea")
    cast.close(session, world.board)
    cast.open_(session, world, world.board)
    cast.close(session, world.board)

    column = scenes.results(session, scenes.moment(session, world.meeting.id), CONSOLE)[0]

    assert len(column.cards) == 7


@pytest.mark.parametrize("how", ["next", "go", "open"])
def test_a_live_poll_that_is_left_ends_on_its_last_step(session: Session, world: World, how: str) -> None:
    cast.open_(session, world, world.poll)
    answers(session, world, world.poll, {"red": 5})
    answers(session, world, world.poll, {"red": 6})
    meeting = session.get_one(Meeting, world.meeting.id)
    poll, board = (session.get_one(Activity, activity.id) for activity in (world.poll, world.board))

    if how == "next":
        conduct.move_on(session, meeting, upon=poll.id, seen=poll.revision, kind_of=kind_of)
    elif how == "go":
        conduct.go_to(session, meeting, board, kind_of)
    else:
        conduct.open_(session, meeting, board, kind_of)

    step = live_tally.shown(session, poll, kind_of("poll").setup_of(poll).prompts[0])
    assert poll.state == CLOSED
    assert step is not None and step.n == 6
