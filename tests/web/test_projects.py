"""Projects: made from the protocol or from nothing, seen by those who have a role in them and by nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlmodel import Session

from app import protocols
from app.domain import accounts, activities, meetings, projects
from tests.kit.cast import World
from tests.kit.office import Desk, beside, now, serving, typed


@pytest.fixture
def app(address: str, tmp_path: Path) -> Iterator[FastAPI]:
    with serving(address, tmp_path) as app:
        yield app


def signed_in(session: Session, email: str = "nora@example.org") -> str:
    account = accounts.create(session, email=email, name="Nora")
    secret = accounts.open_session(session, account)
    session.commit()
    return secret


def test_whoever_has_no_project_is_told_what_one_is_and_how_to_begin(app: FastAPI, session: Session) -> None:
    page = Desk(app, signed_in(session)).get("/projects")

    assert "No project yet" in page.text and 'href="/projects/new"' in page.text


def test_a_project_from_the_protocol_has_everything_the_protocol_says(app: FastAPI, session: Session) -> None:
    desk, shipped = Desk(app, signed_in(session)), protocols.shipped()

    page = desk.post("/projects/new", start="protocol", title__en="Our plan")

    project = projects.find(session, page.url.path.removeprefix("/projects/"))
    series = meetings.of_project(session, project)
    assert project.title == {"en": "Our plan"} and not project.synthetic
    assert [m.code for m in series] == [m["code"] for m in shipped["meetings"]]
    assert [len(activities.of_meeting(session, m.id)) for m in series] == [
        len(m["blocks"]) for m in shipped["meetings"]
    ]


def test_two_projects_of_one_title_get_two_addresses(app: FastAPI, session: Session) -> None:
    desk = Desk(app, signed_in(session))

    paths = [desk.post("/projects/new", start="protocol", title__fr="L'été").url.path for _ in range(2)]

    assert paths == ["/projects/l-ete", "/projects/l-ete-2"]


def test_a_project_from_nothing_has_the_sectors_named_and_one_empty_meeting(app: FastAPI, session: Session) -> None:
    desk = Desk(app, signed_in(session))

    page = desk.post("/projects/new", start="nothing", title__en="Parks", sectors="Schools | Écoles\n\nLibraries")

    project = projects.find(session, "parks")
    labels = [(s.code, s.label) for s in projects.sectors_of(session, project)]
    assert labels == [("schools", {"en": "Schools", "fr": "Écoles"}), ("libraries", {"en": "Libraries"})]
    assert "Put the first activity on the agenda" in page.text


def test_a_refused_project_comes_back_with_everything_typed(app: FastAPI, session: Session) -> None:
    desk = Desk(app, signed_in(session))

    nameless = desk.post("/projects/new", start="nothing", sectors="Schools")
    without = desk.post("/projects/new", start="nothing", title__en="Parks", title__fr="Parcs", sectors=" ")

    assert "in English, in French, or in both" in beside(nameless, "title.en")
    assert typed(nameless, "sectors") == "Schools"
    assert "Name from 1 to 12 sectors" in beside(without, "sectors")
    assert (typed(without, "title.en"), typed(without, "title.fr")) == ("Parks", "Parcs")


def test_the_project_page_counts_people_and_names_none(app: FastAPI, session: Session, world: World) -> None:
    page = Desk(app, world.staff).get(f"/projects/{world.project.slug}")

    assert page.text.count('<td class="num">6</td>') == 6  # places and joined, three sectors
    assert world.meeting.join_code[:4] in page.text
    assert f"/meetings/{world.meeting.id}/console" in page.text and "is under way" in page.text


@pytest.mark.parametrize("path", ["", "/people"])
def test_to_a_stranger_a_project_is_not_there(app: FastAPI, session: Session, world: World, path: str) -> None:
    stranger = Desk(app, signed_in(session))

    theirs = stranger.get(f"/projects/{world.project.slug}{path}")
    nobodys = stranger.get(f"/projects/there-is-none{path}")

    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.text == nobodys.text


@pytest.mark.parametrize("page", ["plan", "activities/new?kind=poll", "console"])
def test_to_a_stranger_a_meeting_is_not_there(app: FastAPI, session: Session, world: World, page: str) -> None:
    assert Desk(app, signed_in(session)).get(f"/meetings/{world.meeting.id}/{page}").status_code == 404


def test_pages_about_people_are_never_kept_by_a_browser(app: FastAPI, world: World) -> None:
    page = Desk(app, world.staff).get(f"/projects/{world.project.slug}/people")

    assert page.headers["cache-control"] == "no-store"


def test_a_button_pressed_twice_makes_one_project(app: FastAPI, session: Session) -> None:
    desk = Desk(app, signed_in(session))
    form = {"op": typed(desk.get("/projects/new"), "op"), "start": "nothing", "title.en": "Ours", "sectors": "Schools"}

    first, again = desk.send("/projects/new", form), desk.send("/projects/new", form)
    another = desk.send("/projects/new", form | {"op": typed(desk.get("/projects/new"), "op")})

    assert first.url == again.url != another.url
    assert desk.get("/projects").text.count("Ours") == 2


def test_a_button_pressed_twice_adds_one_meeting_and_one_activity(app: FastAPI, session: Session, world: World) -> None:
    desk, project = Desk(app, world.staff), f"/projects/{world.project.slug}"
    form = {"op": typed(desk.get(project), "op"), "title.en": "One more", "minutes": "60"}

    plans = [desk.send(f"{project}/meetings", form).url.path for _ in range(2)]
    new = plans[0].replace("/plan", "/activities/new")
    form = {"kind": "break", "title.en": "Tea", "minutes": "10", "op": typed(desk.get(f"{new}?kind=break"), "op")}
    ends = [desk.send(new, form).url.path for _ in range(2)]

    assert plans[0] == plans[1] == ends[0] == ends[1]
    with now(session) as fresh:
        series = meetings.of_project(fresh, world.project)
        assert [m.title["en"] for m in series].count("One more") == 1
        assert [a.title["en"] for a in activities.of_meeting(fresh, series[-1].id)] == ["Tea"]


def test_a_form_that_is_changed_after_it_was_sent_is_another_form(app: FastAPI, world: World) -> None:
    desk, project = Desk(app, world.staff), f"/projects/{world.project.slug}"
    form = {"op": typed(desk.get(project), "op"), "title.en": "One more", "minutes": "60"}

    first = desk.send(f"{project}/meetings", form)
    second = desk.send(f"{project}/meetings", form | {"title.en": "And another"})

    assert second.status_code == 200 and first.url != second.url
