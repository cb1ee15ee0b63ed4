"""A kind nobody has heard of: its folder is put in place, nothing else is changed, and a meeting runs with it."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from app import kinds
from app.domain import activities, responses
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.kinds import all_kinds, kind_of
from app.scenes import FACILITATOR, PARTICIPANT, SCREEN, Audience
from tests.kit import cast, drawing
from tests.kit.cast import World

FOLDER = Path(__file__).parent.parent / "kit" / "one_word"


@pytest.fixture
def one_word(tmp_path: Path) -> Iterator[str]:
    """The folder in place; gone again afterwards, as if it had never been."""
    folder = tmp_path / "more" / "one_word"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    kinds.__path__.append(str(folder.parent))
    all_kinds.cache_clear()
    yield "one_word"
    kinds.__path__.remove(str(folder.parent))
    all_kinds.cache_clear()
    for module in [name for name in sys.modules if name.startswith("app.kinds.one_word")]:
        del sys.modules[module]


@pytest.fixture
def activity(session: Session, world: World, one_word: str) -> Activity:
    meeting = session.get_one(Meeting, world.meeting.id)
    return activities.add(session, meeting, kind=one_word, title=cast.text("How was it?", "Comment était-ce?"))


def say(session: Session, world: World, activity: Activity, who: str, word: str) -> None:
    responses.receive(session, kind_of, world.seats[who], activity.id, f"operation-{who}", {"word": word})


def shown(session: Session, world: World, surface: str, language: str = "en") -> dict[str, str]:
    seen = Audience(surface, language, "ED" if surface == PARTICIPANT else None)
    return drawing.parts(drawing.renderer(), session, world.meeting.id, seen)


def test_a_folder_is_all_it_takes_to_be_a_kind(one_word: str) -> None:
    assert kind_of(one_word).name == one_word
    assert set(all_kinds()) - {one_word} == {p.parent.name for p in Path(kinds.__file__).parent.glob("*/kind.py")}


def test_without_its_folder_the_activity_runs_as_a_plain_talk() -> None:
    assert kind_of("one_word").name == "talk"


def test_a_meeting_runs_with_it_from_the_phone_to_the_wall(session: Session, world: World, activity: Activity) -> None:
    cast.open_(session, world, activity)
    assert 'name="word"' in shown(session, world, PARTICIPANT)["stage"]
    assert "Send one word from your phone" in shown(session, world, SCREEN)["stage"]

    for who, word in (("ED-1", "calm"), ("ED-2", "calm"), ("EPI-1", "long"), ("EPI-2", "calm"), ("HF-1", "warm")):
        say(session, world, activity, who, word)
    mine = drawing.own_page(drawing.renderer(), session, world.meeting.id, world.seats["HF-1"])
    assert 'value="warm"' in mine
    assert all(
        "calm" not in html for surface in (PARTICIPANT, SCREEN) for html in shown(session, world, surface).values()
    )
    cast.reveal(session, activity)

    for surface in (PARTICIPANT, SCREEN, FACILITATOR):
        for language in ("en", "fr"):
            results = shown(session, world, surface, language)["results"]
            assert "<li>calm: 3</li>" in results
            assert "<li>long: 1</li>" in results


def test_its_refusals_are_as_polite_as_any(session: Session, world: World, activity: Activity) -> None:
    with pytest.raises(Refusal, match="not opened yet"):
        say(session, world, activity, "ED-1", "early")
    cast.open_(session, world, activity)

    with pytest.raises(Refusal) as refused:
        say(session, world, activity, "ED-1", "x" * 21)

    assert refused.value.control == "word"


def test_what_the_robot_finds_on_its_page_can_be_handed_in(session: Session, world: World, activity: Activity) -> None:
    cast.open_(session, world, activity)
    seat = world.seats["ED-1"]

    page = drawing.own_page(drawing.renderer(), session, world.meeting.id, seat)
    (body,) = drawing.bodies(page, "glad")
    responses.receive(session, kind_of, seat, activity.id, "operation-1", body)

    assert kind_of(activity.kind).mine(session, activity, seat) == ["glad"]
