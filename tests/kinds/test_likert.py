"""Many scales on one page: each saved by itself, shown side by side, and planned one a line."""

from typing import Any

import pytest
from sqlmodel import Session

from app.domain.activities import Activity
from app.domain.refusals import Refusal
from app.kinds import kind_of
from app.scenes import SCREEN, Audience
from tests.kit import cast, drawing
from tests.kit.cast import World
from tests.kit.rating import USEFUL, opened

SCALES = {"useful5": USEFUL}


def question(code: str, **rest: Any) -> dict[str, Any]:
    """One scale question whose words name it."""
    return {"code": code, "type": "scale", "text": cast.text(f"Question {code}"), "scale": USEFUL, **rest}


def answer(session: Session, world: World, activity: Activity, code: str, values: list[int]) -> None:
    """The cast answers a question, in order, so far as the values go."""
    kind = kind_of(activity.kind)
    for seat, value in zip(world.seats.values(), values, strict=False):
        kind.receive(session, activity, seat, kind.parse({"prompt": code, "value": str(value)}))


def test_the_words_of_a_scale_stand_above_its_questions_once(session: Session, world: World) -> None:
    opened(session, world, question("a"), question("b"), question("c"), kind="likert")

    page = drawing.own_page(drawing.renderer(), session, world.meeting.id, world.seats["ED-1"])

    assert page.count("scale-words") == 1
    assert len(drawing.Markup(page).forms) == 4  # one each, and "I'm done"


def test_each_question_is_shown_with_its_sectors_where_that_is_safe(session: Session, world: World) -> None:
    activity = opened(session, world, question("a"), question("b", sensitive=True), question("c"), kind="likert")
    for code, number in (("a", 18), ("b", 18), ("c", 4)):
        answer(session, world, activity, code, [5] * number)

    cast.reveal(session, activity)

    results = drawing.parts(drawing.renderer(), session, world.meeting.id, Audience(SCREEN, "en"))["results"]
    assert results.count("6 of 6") == 3  # the three sectors of the first question, and no other's
    assert results.count("18 of 18") == 2
    assert "Fewer than 5 answers" in results


def test_questions_are_planned_one_a_line_and_keep_their_codes() -> None:
    kind: Any = kind_of("likert")
    setup = kind.plan({"more": "One\nTwo | Deux", "more.scale": "useful5"}, {}, SCALES)
    codes = [prompt["code"] for prompt in setup["prompts"]]

    changed = kind.plan(kind.fields(setup) | {"0.en": "One, but better", "more": "Three"}, setup, SCALES)

    assert [prompt["code"] for prompt in changed["prompts"]][:2] == codes
    assert [prompt["text"]["en"] for prompt in changed["prompts"]] == ["One, but better", "Two", "Three"]
    assert all(prompt["scale"] == USEFUL for prompt in changed["prompts"])


@pytest.mark.parametrize(("form", "control"), [({}, "more"), ({"more": "One", "more.scale": ""}, "more.scale")])
def test_a_form_that_is_not_right_says_where(form: dict[str, str], control: str) -> None:
    kind: Any = kind_of("likert")

    with pytest.raises(Refusal) as refused:
        kind.plan(form, {}, SCALES)

    assert refused.value.control == control
