"""Running a meeting: what may follow what, the clock, and two people pressing at once."""

import pytest
import time_machine
from sqlmodel import Session

from app.domain import activities, conduct, events, responses
from app.domain.activities import CLOSED, OPEN, PLANNED, REVEALED, Activity
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.kinds import kind_of
from tests.kit import cast
from tests.kit.cast import World

MINUTE = 60_000


def fresh(session: Session, activity: Activity) -> Activity:
    return session.get_one(Activity, activity.id)


def meeting_of(session: Session, world: World) -> Meeting:
    return session.get_one(Meeting, world.meeting.id)


def press_next(session: Session, world: World, seen: Activity, revision: int) -> None:
    """As the console does: refuse if things moved since the page was drawn, else go on."""
    conduct.ensure_as_seen(fresh(session, seen), revision)
    following = conduct.next_of(session, meeting_of(session, world))
    assert following is not None
    conduct.go_to(session, meeting_of(session, world), following, kind_of)


def answer(session: Session, world: World, who: str, value: str, op: str = "operation-1") -> None:
    body = {"prompt": "colour", "value": [value]}
    responses.receive(session, kind_of, world.seats[who], world.poll.id, op, body)


def test_an_activity_goes_from_planned_over_open_and_closed_to_revealed(session: Session, world: World) -> None:
    poll = fresh(session, world.poll)
    seen = [poll.state]

    cast.open_(session, world, poll)
    seen.append(poll.state)
    cast.close(session, poll)
    seen.append(poll.state)
    cast.reveal(session, poll)
    seen.append(poll.state)

    assert seen == [PLANNED, OPEN, CLOSED, REVEALED]


def test_answers_count_while_it_is_open_and_at_no_other_time(session: Session, world: World) -> None:
    with pytest.raises(Refusal, match="not opened yet"):
        answer(session, world, "ED-1", "red")
    cast.open_(session, world, world.poll)
    answer(session, world, "ED-1", "red")

    cast.close(session, world.poll)

    with pytest.raises(Refusal, match="has closed"):
        answer(session, world, "ED-2", "red")


def test_what_closed_may_reopen_and_keeps_what_was_handed_in(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    answer(session, world, "ED-1", "red")
    cast.close(session, world.poll)

    cast.open_(session, world, world.poll)
    answer(session, world, "ED-2", "blue")

    assert fresh(session, world.poll).state == OPEN
    assert fresh(session, world.poll).closed_ms is None


def test_what_was_revealed_never_reopens(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    cast.reveal(session, world.poll)

    with pytest.raises(Refusal, match="cannot reopen"):
        cast.open_(session, world, world.poll)

    cast.close(session, world.poll)
    assert fresh(session, world.poll).state == REVEALED


def test_going_back_to_what_was_revealed_does_not_reopen_it(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    cast.reveal(session, world.poll)
    cast.open_(session, world, world.board)

    conduct.go_to(session, meeting_of(session, world), fresh(session, world.poll), kind_of)

    assert meeting_of(session, world).current_id == world.poll.id
    assert fresh(session, world.poll).state == REVEALED


def test_what_was_never_opened_cannot_be_revealed(session: Session, world: World) -> None:
    with pytest.raises(Refusal, match="nothing to show yet"):
        cast.reveal(session, world.poll)


def test_revealing_twice_is_revealing_once(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    cast.reveal(session, world.poll)
    revision = fresh(session, world.poll).revision

    cast.reveal(session, world.poll)

    assert fresh(session, world.poll).revision == revision


def test_two_people_pressing_next_at_once_move_one_step(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    seen = fresh(session, world.poll)
    revision = seen.revision

    press_next(session, world, seen, revision)
    with pytest.raises(Refusal, match="Somebody else changed this"):
        press_next(session, world, seen, revision)

    assert meeting_of(session, world).current_id == world.secret_poll.id


def test_two_people_opening_at_once_open_it_once(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    revision, ends = fresh(session, world.poll).revision, fresh(session, world.poll).ends_ms

    cast.open_(session, world, world.poll)

    assert (fresh(session, world.poll).revision, fresh(session, world.poll).ends_ms) == (revision, ends)


def test_going_on_closes_what_was_open(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)

    press_next(session, world, world.poll, fresh(session, world.poll).revision)

    assert fresh(session, world.poll).state == CLOSED
    assert fresh(session, world.secret_poll).state == PLANNED


def test_a_break_starts_its_clock_when_everybody_comes_to_it(session: Session, world: World) -> None:
    pause = fresh(session, world.agenda[-1])

    conduct.go_to(session, meeting_of(session, world), pause, kind_of)

    assert pause.state == OPEN
    left = activities.left_ms(pause)
    assert left is not None
    assert 4 * MINUTE < left <= 5 * MINUTE


def test_after_the_last_activity_nothing_comes(session: Session, world: World) -> None:
    conduct.go_to(session, meeting_of(session, world), fresh(session, world.agenda[-1]), kind_of)

    assert conduct.next_of(session, meeting_of(session, world)) is None


def test_a_paused_clock_stands_and_the_answers_go_on(session: Session, world: World) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as time:
        cast.open_(session, world, world.poll)
        time.shift(60)
        conduct.pause(session, fresh(session, world.poll))
        time.shift(600)
        answer(session, world, "ED-1", "red")

        assert activities.left_ms(fresh(session, world.poll)) == 4 * MINUTE
        conduct.resume(session, fresh(session, world.poll))
        time.shift(30)
        assert activities.left_ms(fresh(session, world.poll)) == 3.5 * MINUTE


def test_time_up_closes_nothing_and_more_time_counts_from_now(session: Session, world: World) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as time:
        cast.open_(session, world, world.poll)
        time.shift(8 * 60)
        answer(session, world, "ED-1", "red")
        assert fresh(session, world.poll).state == OPEN

        conduct.extend(session, fresh(session, world.poll), 2)

        assert activities.left_ms(fresh(session, world.poll)) == 2 * MINUTE


@pytest.mark.parametrize("minutes", [0, -5, 61])
def test_more_time_is_between_one_minute_and_an_hour(session: Session, world: World, minutes: int) -> None:
    cast.open_(session, world, world.poll)

    with pytest.raises(Refusal) as refused:
        conduct.extend(session, fresh(session, world.poll), minutes)

    assert refused.value.control == "minutes"


def test_every_step_is_told_to_everybody_who_watches(session: Session, world: World) -> None:
    heard = events.recorded(session)
    steps = (
        lambda: cast.open_(session, world, world.poll),
        lambda: conduct.pause(session, fresh(session, world.poll)),
        lambda: conduct.resume(session, fresh(session, world.poll)),
        lambda: conduct.extend(session, fresh(session, world.poll), 1),
        lambda: cast.close(session, world.poll),
        lambda: cast.reveal(session, world.poll),
    )

    for step in steps:
        heard.clear()
        step()
        assert events.ActivityMoved(world.meeting.id, world.poll.id) in heard
