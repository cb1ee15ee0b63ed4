"""Temperature: one tap on a face, a total that moves for everybody in steps, and no sector while it does."""

from typing import Any

import pytest
from sqlmodel import Session

from app.domain.activities import Activity
from app.domain.kind import Viewer
from app.domain.refusals import Refusal
from app.kinds import kind_of
from tests.kit import drawing
from tests.kit.cast import World
from tests.kit.rating import opened
from tests.kit.unshipped import SETUPS
from tests.kit.writing import page_of, sends

KIND: Any = kind_of("temperature")
DRAW = drawing.renderer()


def begun(session: Session, world: World) -> Activity:
    """The activity, open to everybody."""
    activity = opened(session, world, *SETUPS["temperature"]["prompts"], kind="temperature")
    return session.get_one(Activity, activity.id)


def tap(session: Session, world: World, activity: Activity, *steps: str) -> None:
    """The cast, in order, taps these faces."""
    for seat, step in zip(world.seats.values(), steps, strict=False):
        sends(session, activity, seat, "mood", value=step)


def total(session: Session, activity: Activity) -> int:
    """How many answers the live total holds; 0 while there is none."""
    live = KIND.live(session, session.get_one(Activity, activity.id), Viewer("screen"))
    return live[0].what.total.n if live else 0


def test_each_face_has_its_words_and_one_tap_answers(session: Session, world: World) -> None:
    activity = begun(session, world)

    tap(session, world, activity, "4")

    page = page_of(DRAW, session, world, "ED-1")
    assert [f"Step {n}" in page for n in range(1, 6)] == [True] * 5
    assert page.count(" checked") == 1


def test_the_total_moves_for_everybody_from_five_answers_on_in_steps_of_three(session: Session, world: World) -> None:
    activity = begun(session, world)

    tap(session, world, activity, *"4444")
    assert total(session, activity) == 0
    tap(session, world, activity, *"44445")
    assert total(session, activity) == 5
    tap(session, world, activity, *"4444511")
    assert total(session, activity) == 5
    tap(session, world, activity, *"44445111")
    assert total(session, activity) == 8


def test_while_it_moves_there_is_the_total_alone(session: Session, world: World) -> None:
    activity = begun(session, world)

    tap(session, world, activity, *"4" * 18)

    live = KIND.live(session, session.get_one(Activity, activity.id), Viewer("screen"))
    assert live[0].what.sectors is None
    assert total(session, activity) == 17


def test_there_are_five_steps_named_by_the_team() -> None:
    setup = KIND.plan({"question.en": "How are you?"}, {}, None)
    assert len(setup["prompts"][0]["scale"]["points"]) == 5
    assert setup["prompts"][0]["live"] is True

    again = KIND.plan(KIND.fields(setup) | {"words": "Cold\nCool\nMild\nWarm\nHot"}, setup, None)
    assert again["prompts"][0]["code"] == setup["prompts"][0]["code"]
    assert again["prompts"][0]["scale"]["points"][4]["label"] == {"en": "Hot"}

    with pytest.raises(Refusal) as refused:
        KIND.plan({"question.en": "How are you?", "words": "Cold\nHot"}, {}, None)
    assert refused.value.control == "words"
