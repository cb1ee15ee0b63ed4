"""Everybody at one thing: what can be pointed at, and that nobody is pointed at what they may not see yet."""

import pytest
from sqlmodel import Session

from app import scenes
from app.domain import conduct, focusing, ideas
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.kinds import kind_of
from tests.kit import cast
from tests.kit.cast import World


def focus(session: Session, activity: Activity, code: str) -> None:
    fresh = session.get_one(Activity, activity.id, populate_existing=True)
    focusing.focus(session, fresh, kind_of(fresh.kind).asked(session, fresh), code)


def everybody_is_at(session: Session, world: World) -> str | None:
    now = scenes.moment(session, world.meeting.id)
    return now.focus.text["en"] if now.focus else None


def test_everybody_can_be_brought_to_one_prompt_and_let_go_again(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    before = everybody_is_at(session, world)

    focus(session, world.poll, "colour")
    at = everybody_is_at(session, world)
    focusing.let_go(session, session.get_one(Activity, world.poll.id))

    assert (before, at, everybody_is_at(session, world)) == (None, "Which colour?", None)


def test_nobody_is_brought_to_what_is_not_there(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)

    with pytest.raises(Refusal, match="no longer part of the activity"):
        focus(session, world.poll, "fruit")

    assert everybody_is_at(session, world) is None


def test_an_idea_can_be_shown_to_all_once_all_may_see_it(session: Session, world: World) -> None:
    cast.open_(session, world, world.board)
    idea = ideas.write(session, world.board, world.seats["ED-1"], column="gaps", text="Shade trees")

    with pytest.raises(Refusal, match="no longer part of the activity"):
        focus(session, world.board, idea.id)
    cast.reveal(session, world.board)
    focus(session, world.board, idea.id)
    shown = everybody_is_at(session, world)
    ideas.set_hidden(session, world.board, idea.id, True)

    assert (shown, everybody_is_at(session, world)) == ("Shade trees", None)


def test_moving_on_lets_everybody_go(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    focus(session, world.poll, "colour")
    meeting = session.get_one(Meeting, world.meeting.id)

    conduct.go_to(session, meeting, session.get_one(Activity, world.board.id), kind_of)

    assert session.get_one(Activity, world.poll.id).focus == ""
