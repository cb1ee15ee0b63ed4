"""What is still to come can be dropped, taken back and moved; what has begun stays where it is."""

import pytest
from sqlmodel import Session

from app.domain import activities, conduct, overview, running_order
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.kinds import kind_of
from tests.kit import cast
from tests.kit.cast import World


def meeting_of(session: Session, world: World) -> Meeting:
    return session.get_one(Meeting, world.meeting.id)


def optional(session: Session, activity: Activity) -> Activity:
    fresh = session.get_one(Activity, activity.id)
    fresh.core = False
    return fresh


def order(session: Session, world: World) -> list[str]:
    return [activity.block for activity in activities.of_meeting(session, world.meeting.id)]


def test_next_passes_over_what_was_dropped(session: Session, world: World) -> None:
    meeting, poll = meeting_of(session, world), optional(session, world.poll)

    running_order.drop(session, meeting, poll)
    conduct.move_on(session, meeting, upon=world.consent.id, seen=world.consent.revision, kind_of=kind_of)

    assert meeting.current_id == world.secret_poll.id
    assert poll.state == activities.PLANNED


def test_what_was_dropped_can_be_taken_back(session: Session, world: World) -> None:
    meeting, poll = meeting_of(session, world), optional(session, world.poll)

    running_order.drop(session, meeting, poll)
    running_order.take_back(session, poll)

    assert conduct.next_of(session, meeting) == poll


def test_bringing_everybody_to_a_dropped_activity_takes_it_back(session: Session, world: World) -> None:
    meeting, poll = meeting_of(session, world), optional(session, world.poll)
    running_order.drop(session, meeting, poll)

    conduct.go_to(session, meeting, poll, kind_of)

    assert (meeting.current_id, poll.dropped) == (poll.id, False)


def test_what_the_proposal_needs_and_what_has_begun_are_not_dropped(session: Session, world: World) -> None:
    meeting = meeting_of(session, world)

    with pytest.raises(Refusal, match="The proposal needs this activity"):
        running_order.drop(session, meeting, session.get_one(Activity, world.poll.id))
    with pytest.raises(Refusal, match="This activity has begun"):
        running_order.drop(session, meeting, optional(session, world.consent))

    assert not any(activity.dropped for activity in activities.of_meeting(session, meeting.id))


def test_a_meeting_is_held_when_all_but_what_was_dropped_is_done(session: Session, world: World) -> None:
    meeting = meeting_of(session, world)
    for activity in activities.of_meeting(session, meeting.id)[:-1]:
        activity.state = activities.CLOSED
    before = overview.series(session, world.project)[0]

    running_order.drop(session, meeting, optional(session, world.agenda[-1]))
    after = overview.series(session, world.project)[0]

    assert (before.state, before.done, before.of) == (overview.UNDER_WAY, 5, 6)
    assert (after.state, after.done, after.of) == (overview.HELD, 5, 5)


def test_what_has_not_begun_moves_among_itself_and_never_before_what_is_current(session: Session, world: World) -> None:
    meeting = meeting_of(session, world)
    poll, board = (session.get_one(Activity, one.id) for one in (world.poll, world.board))

    running_order.shift(session, meeting, board, -1)
    moved = order(session, world)
    running_order.shift(session, meeting, poll, -1)

    assert moved == ["M1.1", "M1.2", "M1.4", "M1.3", "M1.5", "M1.6"] == order(session, world)
    with pytest.raises(Refusal, match="This activity has begun"):
        running_order.shift(session, meeting, session.get_one(Activity, world.consent.id), 1)


def test_what_was_passed_over_comes_back_after_the_current_activity(session: Session, world: World) -> None:
    meeting = meeting_of(session, world)
    poll = session.get_one(Activity, world.poll.id)
    conduct.go_to(session, meeting, session.get_one(Activity, world.secret_poll.id), kind_of)

    running_order.shift(session, meeting, session.get_one(Activity, world.board.id), -1)
    stays = order(session, world)
    running_order.shift(session, meeting, poll, 1)

    assert stays == ["M1.1", "M1.2", "M1.3", "M1.4", "M1.5", "M1.6"]
    assert order(session, world) == ["M1.1", "M1.3", "M1.4", "M1.2", "M1.5", "M1.6"]


def test_each_change_is_seen_by_whoever_decides_next(session: Session, world: World) -> None:
    meeting, board = meeting_of(session, world), optional(session, world.board)
    before = board.revision

    running_order.shift(session, meeting, board, -1)
    running_order.drop(session, meeting, board)
    running_order.take_back(session, board)

    assert board.revision == before + 3
    with pytest.raises(Refusal, match="Somebody else changed this"):
        conduct.ensure_as_seen(board, before)
    assert cast.AGENDA[3][0] == board.kind
