"""A quick evaluation: scales and open texts together, planned in one form."""

from typing import Any

import pytest
from sqlmodel import Session

from app.domain.refusals import Refusal
from app.kinds import kind_of
from tests.kinds.test_likert import SCALES, question
from tests.kit import cast, drawing
from tests.kit.cast import World
from tests.kit.rating import opened

KEEP = {"code": "keep", "type": "open_text", "text": cast.text("One thing to keep"), "max_chars": 280}
FORM = {"more": "It went well", "more.scale": "useful5", "text0.en": "One thing to keep", "texts": "0"}


def test_scales_and_open_texts_stand_on_one_page(session: Session, world: World) -> None:
    opened(session, world, question("a"), KEEP, kind="pulse")

    page = drawing.own_page(drawing.renderer(), session, world.meeting.id, world.seats["ED-1"])

    assert "Question a" in page
    assert "One thing to keep" in page


def test_both_sorts_of_questions_are_planned_and_keep_their_codes() -> None:
    kind: Any = kind_of("pulse")
    setup = kind.plan(FORM, {}, SCALES)

    changed = kind.plan(kind.fields(setup) | {"text0.en": "One thing to keep doing"}, setup, SCALES)

    assert [prompt["type"] for prompt in changed["prompts"]] == ["scale", "open_text"]
    assert [prompt["code"] for prompt in changed["prompts"]] == [prompt["code"] for prompt in setup["prompts"]]
    assert changed["prompts"][1]["text"]["en"] == "One thing to keep doing"


def test_what_is_left_out_is_gone_and_the_rest_stays() -> None:
    kind: Any = kind_of("pulse")
    setup = kind.plan(FORM, {}, SCALES)

    changed = kind.plan(kind.fields(setup) | {"0.drop": "yes"}, setup, SCALES)

    assert [prompt["type"] for prompt in changed["prompts"]] == ["open_text"]


def test_something_has_to_be_asked() -> None:
    kind: Any = kind_of("pulse")

    with pytest.raises(Refusal) as refused:
        kind.plan({"texts": "0"}, {}, SCALES)

    assert refused.value.control == "more"
