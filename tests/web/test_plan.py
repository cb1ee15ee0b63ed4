"""The plan: the meeting's own data, its door, and an agenda anybody who runs it can change."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest
from fastapi import FastAPI
from sqlmodel import Session

from app import kinds, protocols
from app.domain import activities, conduct, meetings, participants, planning, projects
from app.domain.activities import CUT, KEPT, Activity
from app.domain.meetings import Meeting
from app.domain.projects import Project
from tests.kit import cast
from tests.kit.cast import World
from tests.kit.office import Desk, beside, links, now, serving, typed

DETAILS = {
    "title.en": "First", "title.fr": "Première", "day": "2026-09-14", "time": "13:00", "time_zone": "America/Toronto",
    "minutes": "90", "video_url": "https://video.example/m", "dial_in": "555-0100, code 7",
}  # fmt: skip
QUESTION = {
    "0.en": "Which day?", "0.type": "single", "0.options": "Monday | Lundi\nTuesday | Mardi", "minutes": "3",
    "with_setup": "1",
}  # fmt: skip


@pytest.fixture
def app(address: str, tmp_path: Path) -> Iterator[FastAPI]:
    with serving(address, tmp_path) as app:
        yield app


@pytest.fixture
def at(world: World) -> str:
    return f"/meetings/{world.meeting.id}"


@pytest.fixture
def desk(app: FastAPI, world: World) -> Desk:
    return Desk(app, world.staff)


def agenda(session: Session, world: World) -> list[Activity]:
    with now(session) as fresh:
        return activities.of_meeting(fresh, world.meeting.id)


def meeting(session: Session, world: World) -> Meeting:
    with now(session) as fresh:
        return fresh.get_one(Meeting, world.meeting.id)


def test_the_start_is_shown_with_the_zone_it_is_meant_in(desk: Desk, session: Session, world: World, at: str) -> None:
    page = desk.send(f"{at}/plan", DETAILS)

    assert "Monday, September 14, 2026" in page.text and "Eastern Time" in page.text
    kept = meeting(session, world)
    assert (kept.starts_at, kept.time_zone, kept.minutes) == ("2026-09-14T13:00", "America/Toronto", 90)
    assert kept.title == {"en": "First", "fr": "Première"}


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("video_url", "javascript:alert(1)", "not a web address"),
        ("video_url", "ftp://video.example", "not a web address"),
        ("video_url", "https://", "not a web address"),
        ("day", "", "Give the day too"),
        ("time", "", "Give the time too"),
        ("day", "2026-02-30", "not a day and time"),
        ("day", "0026-09-14", "not a day and time"),
        ("day", "9999-12-31", "not a day and time"),
        ("minutes", "0", "from 5 to 600"),
        ("minutes", "²", "from 5 to 600"),
        ("minutes", "00909999999999999999999", "from 5 to 600"),
        ("dial_in", "x" * 201, "201 characters"),
        ("title.en", "\x00", "cannot be stored"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_it_and_nothing_typed_is_lost(
    desk: Desk, session: Session, world: World, at: str, field: str, value: str, says: str
) -> None:
    page = desk.send(f"{at}/plan", DETAILS | {field: value})

    assert says in beside(page, field)
    others = [name for name in DETAILS if name not in {field, "time_zone"}]
    assert {name: typed(page, name) for name in others} == {name: DETAILS[name] for name in others}
    assert meeting(session, world).video_url == ""


def test_a_zone_that_does_not_exist_is_refused(desk: Desk, session: Session, world: World, at: str) -> None:
    page = desk.send(f"{at}/plan", DETAILS | {"time_zone": "America/Atlantis"})

    assert page.status_code == 409 and meeting(session, world).starts_at is None


def test_a_new_code_closes_the_old_way_in(app: FastAPI, desk: Desk, session: Session, world: World, at: str) -> None:
    old = world.meeting.join_code

    desk.post(f"{at}/door", do="new_code")
    new = meeting(session, world).join_code

    assert new != old
    assert Desk(app).get(f"/join/{old}").status_code == 404
    assert Desk(app).get(f"/join/{new}").status_code == 200


def test_a_closed_door_lets_nobody_new_in(app: FastAPI, desk: Desk, world: World, at: str) -> None:
    desk.post(f"{at}/door", do="close")
    closed = Desk(app).get(f"/join/{world.meeting.join_code}")
    desk.post(f"{at}/door", do="open")

    assert closed.status_code == 403 and "door of this meeting is closed" in closed.text
    assert Desk(app).get(f"/join/{world.meeting.join_code}").status_code == 200


def test_a_new_screen_link_is_shown_once_and_ends_the_old(app: FastAPI, desk: Desk, world: World, at: str) -> None:
    [link] = links(desk.post(f"{at}/door", do="new_screen"))

    assert links(desk.get(f"{at}/plan")) == []
    assert Desk(app).get(link).url.path == f"{at}/screen"
    assert Desk(app).get("/screen/screen-key").status_code == 404


def test_activities_move_up_and_down_and_no_further(desk: Desk, session: Session, world: World, at: str) -> None:
    first, second, *_ = [a.id for a in agenda(session, world)]

    desk.post(f"{at}/activities/{second}/move", do="up")
    desk.post(f"{at}/activities/{second}/move", do="up")

    assert [a.id for a in agenda(session, world)][:2] == [second, first]
    assert [a.position for a in agenda(session, world)] == list(range(6))


def test_what_was_opened_stays_and_what_was_not_can_go(desk: Desk, session: Session, world: World, at: str) -> None:
    opened = desk.post(f"{at}/activities/{world.consent.id}/delete")
    desk.post(f"{at}/activities/{world.poll.id}/delete")

    assert opened.status_code == 409 and "may hold answers" in opened.text
    left = [a.id for a in agenda(session, world)]
    assert world.consent.id in left and world.poll.id not in left


def test_an_activity_of_another_meeting_is_not_there(desk: Desk, session: Session, world: World, at: str) -> None:
    other = meetings.add(session, projects.find(session, "garden"), cast.text("Second"))
    elsewhere = activities.add(session, other, kind="break", title=cast.text("Pause"))
    session.commit()

    assert desk.get(f"{at}/activities/{elsewhere.id}/edit").status_code == 404
    assert desk.post(f"{at}/activities/{elsewhere.id}/delete").status_code == 404


def test_a_poll_added_on_the_spot_comes_right_after_the_current_activity(
    desk: Desk, session: Session, world: World, at: str
) -> None:
    form = desk.get(f"{at}/activities/new?kind=poll&now=1")
    page = desk.send(f"{at}/activities/new", QUESTION | {"kind": "poll", "now": typed(form, "now")})

    added = agenda(session, world)[1]
    assert page.url.path == f"{at}/console"
    assert added.title == {"en": "Which day?"} and added.state == "planned" and added.minutes == 3
    labels = [option["label"] for option in added.setup["prompts"][0]["options"]]
    assert labels == [{"en": "Monday", "fr": "Lundi"}, {"en": "Tuesday", "fr": "Mardi"}]


def test_a_poll_added_on_the_spot_can_be_answered(desk: Desk, session: Session, world: World, at: str) -> None:
    desk.send(f"{at}/activities/new", QUESTION | {"kind": "poll", "now": "1"})
    added = agenda(session, world)[1]
    kind = kinds.kind_of(added.kind)

    added = session.get_one(Activity, added.id)
    conduct.open_(session, session.get_one(Meeting, world.meeting.id), added, kinds.kind_of)
    answer = kind.parse({"prompt": added.setup["prompts"][0]["code"], "value": "monday"})
    kind.receive(session, added, world.seats["ED-1"], answer)

    assert kind.mine(session, added, world.seats["ED-1"])


@pytest.mark.parametrize(
    ("change", "control", "says"),
    [
        ({"0.options": "Monday"}, "0.options", "at least two answers"),
        ({"0.en": " "}, "0.en", "in English, in French, or in both"),
        ({"0.type": "multi", "0.most": "9"}, "0.most", "from 1 to 2"),
        ({"0.live": "yes", "0.sensitive": "yes"}, "0.live", "cannot show its counts live"),
        ({"minutes": "0"}, "minutes", "from 1 to 300"),
        ({"minutes": "00059999999999999999999"}, "minutes", "from 1 to 300"),
        ({"0.type": "multi", "0.most": "00299999"}, "0.most", "from 1 to 2"),
        ({"0.type": "scale", "0.options": ""}, "0.scale", "Choose one of the scales"),
    ],
)
def test_a_refused_poll_comes_back_as_typed(
    desk: Desk, session: Session, world: World, at: str, change: dict[str, str], control: str, says: str
) -> None:
    page = desk.send(f"{at}/activities/new", QUESTION | {"kind": "poll", "now": "1"} | change)

    assert says in beside(page, control)
    assert typed(page, "0.en").strip() == (QUESTION | change)["0.en"].strip()
    assert typed(page, "now") == "1" and len(agenda(session, world)) == 6


def test_rewording_an_answer_keeps_its_code_and_a_new_one_gets_its_own(
    desk: Desk, session: Session, world: World, at: str
) -> None:
    page = desk.get(f"{at}/activities/{world.poll.id}/edit")
    code = typed(page, "0.code")

    lines = "Option blue | Choix blue\nDark red | Rouge foncé\nOption green | Choix green\nViolet"
    form = {"0.code": code, "0.en": "Which one?", "0.fr": "Laquelle?", "0.type": "single", "0.options": lines}
    desk.send(f"{at}/activities/{world.poll.id}/edit", form | {"title.en": "A poll", "minutes": "5", "with_setup": "1"})

    prompt = agenda(session, world)[1].setup["prompts"][0]
    assert prompt["code"] == "colour"
    assert [o["code"] for o in prompt["options"]] == ["blue", "dark_red", "green", "violet"]


def test_a_sensitive_question_is_kept_without_a_pseudonym(desk: Desk, session: Session, world: World, at: str) -> None:
    desk.send(f"{at}/activities/new", QUESTION | {"kind": "poll", "0.sensitive": "yes"})
    desk.send(f"{at}/activities/new", QUESTION | {"kind": "poll"})

    assert [a.secrecy for a in agenda(session, world)[-2:]] == [CUT, KEPT]


def test_once_opened_the_questions_stay_and_the_rest_may_change(
    desk: Desk, session: Session, world: World, at: str
) -> None:
    cast.open_(session, world, world.poll)
    session.commit()
    before = world.poll.setup
    address = f"{at}/activities/{world.poll.id}/edit"

    shown = desk.get(address)
    late = desk.send(address, QUESTION | {"0.code": "colour", "title.en": "Late"})
    desk.send(address, {"title.en": "Later", "minutes": "7"})

    then = agenda(session, world)[1]
    assert '<fieldset class="setup stack stack-5" disabled>' in shown.text
    assert (
        late.status_code == 409 and "its questions stay as they are" in late.text and typed(late, "title.en") == "Late"
    )
    assert (then.title, then.minutes, then.setup) == ({"en": "Later"}, 7, before)


def test_every_kind_there_is_can_be_put_on_the_agenda(desk: Desk, session: Session, world: World, at: str) -> None:
    filled = {
        "title.en": "Something", "minutes": "5", "0.en": "I agree.", "0.required": "yes", "0.options": "a\nb",
        "0.name.en": "Gaps", "slides.en": "# One", "question.en": "Place them.", "dots": "3", "most": "1",
        "source": f"{world.board.block}|gaps", "things": "One\nTwo", "statements": "One\nTwo", "more": "Another?",
        "scale": "agree9", "scale.x": "agree9", "scale.y": "agree9", "more.scale": "agree5", "0.scale": "agree5",
    }  # fmt: skip
    own = {
        "grouping": {"source": world.board.block},
        "dot_vote": {"source": f"{world.board.block}|gaps|"},
        "points": {"budget": "100"},
    }
    project = session.get_one(Project, world.project.id)
    project.definition = project.definition | {"scales": protocols.shipped()["scales"]}
    session.commit()

    refused = [
        name
        for name in kinds.all_kinds()
        if desk.get(f"{at}/activities/new?kind={name}").status_code != 200
        or desk.send(f"{at}/activities/new", filled | own.get(name, {}) | {"kind": name}).url.path != f"{at}/plan"
    ]

    assert refused == []
    added = agenda(session, world)[6:]
    assert [a.kind for a in added] == list(kinds.all_kinds())
    assert [desk.get(f"{at}/activities/{a.id}/edit").status_code for a in added] == [200] * len(added)


def test_every_activity_of_the_shipped_series_survives_being_saved_unchanged(session: Session, world: World) -> None:
    project = protocols.into_project(session, protocols.shipped(), slug="shipped", owner=None, synthetic=True)

    changed: list[str] = []
    for one in meetings.of_project(session, project):
        for activity in activities.of_meeting(session, one.id):
            kind = kinds.kind_of(activity.kind)
            saved = kind.plan(kind.fields(activity.setup), activity.setup, kind.material(session, one))
            if _asked(kind, saved) != _asked(kind, activity.setup):
                changed.append(activity.block)

    assert changed == []


def _asked(kind: kinds.Kind, setup: dict[str, object]) -> list[dict[str, object]]:
    """What people are asked: an empty list of ways out is no list, and what is not so need not be said."""
    asked = planning.prompts_of(setup)
    return [
        {name: _bare(value) for name, value in prompt.items() if value not in (None, [], False)} for prompt in asked
    ]


def _bare(value: object) -> object:
    """A text without the blank ends a form takes off."""
    return {name: words.strip() for name, words in value.items()} if _is_text(value) else value


def _is_text(value: object) -> TypeGuard[dict[str, str]]:
    return isinstance(value, dict) and bool(value) and value.keys() <= {"en", "fr"}


def test_nobody_but_those_who_run_it_changes_a_plan(app: FastAPI, session: Session, world: World, at: str) -> None:
    phone = Desk(app)
    phone.client.cookies.set("__Host-seat", world.secrets["ED-1"])

    tried = [
        phone.send(f"{at}/plan", DETAILS),
        phone.post(f"{at}/door", do="new_code"),
        phone.send(f"{at}/activities/new", QUESTION | {"kind": "poll"}),
        phone.post(f"{at}/activities/{world.poll.id}/delete"),
    ]

    assert [page.status_code for page in tried] == [401] * 4
    assert len(agenda(session, world)) == 6
    assert participants.counts(session, world.project)["ED"]["joined"] == 6
