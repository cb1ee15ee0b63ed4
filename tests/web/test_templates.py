"""Templates: looked at, copied, brought, changed in the browser, and never tied to a project made from them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import Session, select

from app import protocols
from app.domain import accounts, activities, meetings, projects, templates
from app.domain.accounts import Account
from app.domain.templates import Template
from app.protocols import starting
from tests.kit.cast import World
from tests.kit.office import Desk, beside, now, serving, typed

SHIPPED = [*protocols.shipped_ones()]
PLAIN = "three-blocks"


@pytest.fixture
def app(address: str, tmp_path: Path) -> Iterator[FastAPI]:
    with serving(address, tmp_path) as app:
        yield app


def signed_in(session: Session, email: str = "nora@example.org") -> str:
    account = accounts.create(session, email=email, name="Nora")
    secret = accounts.open_session(session, account)
    session.commit()
    return secret


@pytest.fixture
def desk(app: FastAPI, session: Session) -> Desk:
    return Desk(app, signed_in(session))


@pytest.fixture
def own(desk: Desk) -> str:
    """The address of a copy of the plain meeting."""
    return desk.post(f"/templates/{PLAIN}/duplicate").url.path


def series(session: Session, address: str) -> dict[str, Any]:
    with now(session) as fresh:
        return fresh.get_one(Template, address.rpartition("/")[2]).protocol


def how_many(session: Session) -> int:
    with now(session) as fresh:
        return len(fresh.exec(select(Template)).all())


def bring(desk: Desk, raw: bytes, **fields: str) -> Response:
    return desk.client.post("/templates/import", data=fields, files={"file": ("series.json", raw, "application/json")})


def filled(page: Response) -> dict[str, str]:
    """Every field of the page's first form after the head, as a browser would send it untouched."""
    main = page.text.partition("<main")[2]
    form = re.search(r"<form[^>]*>(.*?)</form>", main, re.S)
    assert form
    names = dict.fromkeys(
        re.findall(r'<(?:input|textarea)(?![^>]*type="checkbox")[^>]*\bname="([^"]+)"', form.group(1))
    )
    return {name: typed(page, name) for name in names}


def test_whoever_has_an_account_finds_the_series_that_ship_and_their_own(desk: Desk, own: str) -> None:
    page = desk.get("/templates")

    assert [code for code in SHIPPED if f'href="/templates/{code}"' in page.text] == SHIPPED
    assert f'href="{own}"' in page.text and "Copy of “A plain meeting in three blocks”" in page.text
    assert 'href="/templates"' in desk.get("/projects").text


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", SHIPPED)
def test_a_series_that_ships_is_shown_whole_and_offers_no_change(
    app: FastAPI, session: Session, code: str, language: str
) -> None:
    page = Desk(app, signed_in(session), language=language).get(f"/templates/{code}")

    protocol = protocols.shipped_ones()[code]
    assert page.status_code == 200
    assert all(f'id="block-{b["code"]}"' in page.text for m in protocol["meetings"] for b in m["blocks"])
    assert "/move" not in page.text and "/delete" not in page.text


def test_what_ships_cannot_be_changed_through_the_back_door(desk: Desk) -> None:
    answers = [
        desk.get(f"/templates/{PLAIN}/blocks/M1.2"),
        desk.post(f"/templates/{PLAIN}/title", title__en="Mine", title__fr="À moi", revision="0"),
        desk.post(f"/templates/{PLAIN}/blocks/M1.2/move", do="out", revision="0"),
        desk.post(f"/templates/{PLAIN}/delete"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert protocols.shipped_ones()[PLAIN]["title"]["en"] == "A plain meeting in three blocks"


@pytest.mark.parametrize("code", SHIPPED)
def test_a_project_can_be_made_from_every_series_and_its_plan_is_drawn(
    app: FastAPI, desk: Desk, session: Session, code: str
) -> None:
    page = desk.post("/projects/new", start=code)

    project = projects.find(session, page.url.path.removeprefix("/projects/"))
    made = meetings.of_project(session, project)
    assert project.title == protocols.shipped_ones()[code]["title"]
    assert [desk.get(f"/meetings/{meeting.id}/plan").status_code for meeting in made] == [200] * len(made)
    assert f'value="{PLAIN}" checked' in desk.get(f"/projects/new?start={PLAIN}").text


def test_changing_a_template_never_touches_a_project_made_from_it(desk: Desk, session: Session, own: str) -> None:
    code = own.rpartition("/")[2]
    address = desk.post("/projects/new", start=code, title__en="Ours", title__fr="Le nôtre").url.path
    before = everything_of(session, address)

    form = filled(desk.get(f"{own}/blocks/M1.2"))
    desk.send(f"{own}/blocks/M1.2", form | {"title.en": "Another title", "minutes": "5"})
    desk.post(f"{own}/blocks/M1.3/move", do="out", revision="1")
    assert [b["code"] for b in series(session, own)["meetings"][0]["blocks"]] == ["M1.1", "M1.2"]
    desk.post(f"{own}/delete")

    assert how_many(session) == 0
    assert everything_of(session, address) == before


def everything_of(session: Session, address: str) -> list[Any]:
    with now(session) as fresh:
        project = projects.find(fresh, address.removeprefix("/projects/"))
        agendas = [activities.of_meeting(fresh, meeting.id) for meeting in meetings.of_project(fresh, project)]
        return [project.model_dump(), [activity.model_dump() for agenda in agendas for activity in agenda]]


def test_to_others_a_template_is_not_there(app: FastAPI, session: Session, desk: Desk, own: str) -> None:
    stranger = Desk(app, signed_in(session, "omar@example.org"))
    code = own.rpartition("/")[2]

    looked = [stranger.get(f"{own}{path}") for path in ("", "/protocol.json", "/title", "/meetings/M1", "/blocks/M1.2")]
    pressed = [
        stranger.post(f"{own}/duplicate"),
        stranger.post(f"{own}/delete"),
        stranger.post(f"{own}/title", title__en="Mine", title__fr="À moi", revision="0"),
        stranger.post(f"{own}/blocks/M1.2", json="{}", revision="0"),
        stranger.post(f"{own}/blocks/M1.2/move", do="out", revision="0"),
        stranger.post(f"{own}/blocks/M1.2/after", kind="break", revision="0"),
        stranger.post("/projects/new", start=code),
    ]

    assert {page.status_code for page in [*looked, *pressed]} == {404}
    assert series(session, own)["title"]["en"].startswith("Copy of")
    assert "Copy of" not in stranger.get("/templates").text + stranger.get("/projects/new").text


def test_without_an_account_there_is_nothing_to_see(app: FastAPI, own: str) -> None:
    nobody = Desk(app)

    pages = [nobody.get(path).url.path for path in ("/templates", "/templates/import", own)]

    assert pages == ["/sign-in"] * 3
    assert nobody.post(f"{own}/delete").status_code == 401


@pytest.mark.parametrize("code", SHIPPED)
def test_a_series_is_taken_away_as_a_file_and_brought_back_the_same(desk: Desk, session: Session, code: str) -> None:
    file = desk.get(f"/templates/{code}/protocol.json")

    page = bring(desk, file.content)

    assert "attachment" in file.headers["content-disposition"]
    assert series(session, page.url.path) == protocols.shipped_ones()[code]


def test_pasted_text_is_as_good_as_a_file_and_a_button_pressed_twice_keeps_one(desk: Desk, session: Session) -> None:
    text, op = json.dumps(protocols.shipped_ones()[PLAIN]), typed(desk.get("/templates/import"), "op")

    first, again = (desk.post("/templates/import", text=text, op=op) for _ in range(2))

    assert first.url == again.url and how_many(session) == 1


BROKEN = json.dumps(protocols.shipped_ones()[PLAIN] | {"title": {"en": "x"}, "sectors": []})


@pytest.mark.parametrize(
    ("raw", "status", "says"),
    [
        (b"", 409, "Choose a file"),
        (b"\xff\xfe", 422, "not text in UTF-8"),
        (b"{", 422, "line 1, character 2"),
        (b"[" * 100_000, 422, "nested too deep"),
        (b'{"version": NaN}', 422, "At version"),
        (BROKEN.encode(), 422, "At title: the French is missing"),
        (b" " * 2_500_000, 413, "room for 2 MB"),
        (b"[" * 10_000_000, 413, "room for 2 MB"),
    ],
)
def test_a_bad_file_is_refused_beside_the_field_and_nothing_is_kept(
    desk: Desk, session: Session, raw: bytes, status: int, says: str
) -> None:
    page = bring(desk, raw, text="")

    assert page.status_code == status and says in beside(page, "file")
    assert how_many(session) == 0


def test_pasted_text_that_is_refused_comes_back_with_every_problem(desk: Desk, session: Session) -> None:
    page = desk.post("/templates/import", text=BROKEN)

    assert "At title: the French is missing" in beside(page, "text")
    assert "1 more thing to put right" in page.text and "At sectors: this needs at least 1" in page.text
    assert typed(page, "text") == BROKEN and how_many(session) == 0


def test_a_form_that_is_no_form_is_refused(desk: Desk, session: Session) -> None:
    client, address = desk.client, "/templates/import"
    multipart = {"content-type": "multipart/form-data; boundary=x"}

    broken = client.post(address, content=b"--x\r\ngarbage", headers=multipart)
    several = client.post(address, files=[("file", ("a.json", b"{}")), ("file", ("b.json", b"{}"))])
    endless = client.post(address, content=(b"x" for _ in range(3)), headers=multipart)

    assert [page.status_code for page in (broken, several, endless)] == [409, 400, 413]
    assert how_many(session) == 0


def test_a_series_of_somebody_elses_making_cannot_run_anything(desk: Desk, session: Session) -> None:
    nasty = '<script>alert(1)</script>{{ 7 * 7 }}"\' onload="x'
    text = json.dumps(protocols.shipped_ones()[PLAIN]).replace(
        "A plain meeting in three blocks", json.dumps(nasty)[1:-1]
    )

    page = desk.post("/templates/import", text=text)

    assert page.status_code == 200 and "<script>alert" not in page.text and "&lt;script&gt;" in page.text
    assert "{{ 7 * 7 }}" in page.text


@pytest.mark.parametrize("block", ["M1.1", "M1.2", "M1.3"])
def test_a_form_sent_as_it_came_changes_nothing_but_the_revision(
    desk: Desk, session: Session, own: str, block: str
) -> None:
    before = series(session, own)

    desk.send(f"{own}/blocks/{block}", filled(desk.get(f"{own}/blocks/{block}")))

    assert series(session, own) == before


def test_title_minutes_note_and_words_are_changed_and_the_rest_stays(desk: Desk, session: Session, own: str) -> None:
    form = filled(desk.get(f"{own}/blocks/M1.2"))
    changes = {
        "title.en": "Ideas", "minutes": "20", "optional": "yes", "note.fr": "Une note", "0.fr": "Quoi garder?",
        "2.drop": "yes",
    }  # fmt: skip

    page = desk.send(f"{own}/blocks/M1.2", form | changes)

    after = series(session, own)["meetings"][0]["blocks"][1]
    before = protocols.shipped_ones()[PLAIN]["meetings"][0]["blocks"][1]
    assert page.url.path == own
    assert (after["title"]["en"], after["minutes"], after["core"]) == ("Ideas", 20, False)
    assert after["prompts"][0] == before["prompts"][0] | {
        "text": {"en": before["prompts"][0]["text"]["en"], "fr": "Quoi garder?"}
    }
    assert [prompt["code"] for prompt in after["prompts"]] == ["works", "change"]


def test_answers_keep_their_codes_and_new_ones_get_one(desk: Desk, session: Session) -> None:
    own = desk.post("/templates/nominal-group/duplicate").url.path
    form = filled(desk.get(f"{own}/blocks/M1.10"))
    lines = form["0.options"].splitlines()

    desk.send(f"{own}/blocks/M1.10", form | {"0.options": "\n".join([lines[1], "Something else | Autre chose"])})

    options = series(session, own)["meetings"][0]["blocks"][9]["prompts"][0]["options"]
    assert [option["code"] for option in options] == ["try", "something_else"]


@pytest.mark.parametrize(
    ("changes", "control", "says"),
    [
        ({"title.fr": ""}, "title.fr", "in English and in French"),
        ({"note.en": " "}, "note.en", "in English and in French"),
        ({"1.fr": ""}, "1.fr", "in English and in French"),
        ({"minutes": "0"}, "minutes", "from 1 to 300"),
        ({"minutes": "many"}, "minutes", "from 1 to 300"),
        ({"title.en": "x\x00"}, "title.en", "cannot be stored"),
        ({"title.en": "x" * 161}, "title.en", "161 characters"),
        ({"0.drop": "yes", "1.drop": "yes", "2.drop": "yes"}, "0.drop", "at least one question"),
    ],
)
def test_a_refused_change_says_so_beside_the_control_and_keeps_what_was_typed(
    desk: Desk, session: Session, own: str, changes: dict[str, str], control: str, says: str
) -> None:
    before, form = series(session, own), filled(desk.get(f"{own}/blocks/M1.2")) | {"0.en": "Typed with care"}

    page = desk.send(f"{own}/blocks/M1.2", form | changes)

    assert says in beside(page, control)
    assert typed(page, "0.en") == "Typed with care" and series(session, own) == before


@pytest.mark.parametrize("lines", ["One alone | Une seule", "In English\nAlone too", ""])
def test_answers_in_one_language_or_too_few_are_refused_beside_them(desk: Desk, lines: str) -> None:
    own = desk.post("/templates/nominal-group/duplicate").url.path
    form = filled(desk.get(f"{own}/blocks/M1.10"))

    page = desk.send(f"{own}/blocks/M1.10", form | {"0.options": lines})

    assert beside(page, "0.options") and typed(page, "0.options") == lines


def test_the_whole_of_an_activity_can_be_changed_as_json_and_is_checked_the_same(
    desk: Desk, session: Session, own: str
) -> None:
    block = json.loads(typed(desk.get(f"{own}/blocks/M1.3"), "json"))
    block["prompts"][0]["scale"] = "agree9"
    spoiled = json.dumps(block | {"prompts": [block["prompts"][0] | {"scale": "agree11"}]})

    refused = desk.post(f"{own}/blocks/M1.3", json=spoiled, revision="0")
    taken = desk.post(f"{own}/blocks/M1.3", json=json.dumps(block | {"code": "M1.30"}), revision="0")

    assert "prompts/say/scale: there is no scale “agree11”" in beside(refused, "json")
    assert typed(refused, "json") == spoiled
    assert taken.url.path == own and series(session, own)["meetings"][0]["blocks"][2]["code"] == "M1.30"


@pytest.mark.parametrize(
    "junk", ["", "[]", "7", "null", "{", '{"code": 5}', '{"a": NaN}', "[" * 5000, '{"code": "M1.1"}']
)
def test_json_that_is_no_activity_is_refused_beside_it(desk: Desk, session: Session, own: str, junk: str) -> None:
    before = series(session, own)

    page = desk.post(f"{own}/blocks/M1.2", json=junk, revision="0")

    assert page.status_code == 422 and beside(page, "json") and typed(page, "json") == junk
    assert series(session, own) == before


def test_activities_move_within_their_meeting_but_never_before_what_they_build_on(desk: Desk, session: Session) -> None:
    own = desk.post("/templates/nominal-group/duplicate").url.path

    desk.post(f"{own}/blocks/M1.2/move", do="up", revision="0")
    refused = desk.post(f"{own}/blocks/M1.7/move", do="up", revision="1")
    out = desk.post(f"{own}/blocks/M1.3/move", do="out", revision="1")

    order = [block["code"] for block in series(session, own)["meetings"][0]["blocks"]]
    assert order[:7] == ["M1.2", "M1.1", "M1.3", "M1.4", "M1.5", "M1.6", "M1.7"]
    assert refused.status_code == 422 and "M1.7/prompts/first/targets/from: “M1.6” comes later" in refused.text
    assert out.status_code == 422 and "there is nothing called “M1.3”" in out.text


def test_the_last_activity_of_a_meeting_stays(desk: Desk, session: Session, own: str) -> None:
    desk.post(f"{own}/blocks/M1.1/move", do="out", revision="0")
    desk.post(f"{own}/blocks/M1.2/move", do="out", revision="1")

    page = desk.post(f"{own}/blocks/M1.3/move", do="out", revision="2")

    assert "the only activity of its meeting" in page.text
    assert len(series(session, own)["meetings"][0]["blocks"]) == 1


@pytest.mark.parametrize("kind", starting.kinds_offered())
def test_an_activity_of_every_kind_can_be_added_and_its_form_is_next(
    desk: Desk, session: Session, own: str, kind: str
) -> None:
    page = desk.post(f"{own}/blocks/M1.2/after", kind=kind, revision="0")

    blocks = series(session, own)["meetings"][0]["blocks"]
    assert page.status_code == 200 and page.url.path == f"{own}/blocks/M1.4"
    assert [(b["code"], b["kind"]) for b in blocks][2] == ("M1.4", kind)
    assert [b["code"] for b in blocks] == ["M1.1", "M1.2", "M1.4", "M1.3"]


def test_what_builds_on_ideas_cannot_be_added_before_there_are_any(desk: Desk, own: str) -> None:
    builds = [kind for kind in starting.kinds_offered() if "vote" in kind]

    pages = [desk.post(f"{own}/blocks/M1.1/after", kind=kind, revision="0") for kind in [*builds, "quiz"]]

    assert [page.status_code for page in pages] == [422, 404]
    assert "collects ideas before it" in pages[0].text


def test_title_and_meeting_are_changed_in_both_languages_or_not_at_all(desk: Desk, session: Session, own: str) -> None:
    desk.post(f"{own}/title", title__en="Ours", title__fr="Le nôtre", revision="0")
    form = filled(desk.get(f"{own}/meetings/M1"))
    desk.send(f"{own}/meetings/M1", form | {"title.en": "An evening", "title.fr": "Une soirée", "minutes": "90"})

    one = desk.post(f"{own}/title", title__en="Mine", title__fr="", revision="2")
    long = desk.send(f"{own}/meetings/M1", form | {"minutes": "9000", "revision": "2"})

    kept = series(session, own)
    assert kept["title"] == {"en": "Ours", "fr": "Le nôtre"}
    assert (kept["meetings"][0]["title"]["fr"], kept["meetings"][0]["minutes"]) == ("Une soirée", 90)
    assert "in English and in French" in beside(one, "title.fr") and typed(one, "title.en") == "Mine"
    assert "from 5 to 600" in beside(long, "minutes")


def test_of_two_windows_the_slower_is_told_and_may_save_again(desk: Desk, session: Session, own: str) -> None:
    form = filled(desk.get(f"{own}/blocks/M1.2"))
    desk.post(f"{own}/title", title__en="Ours", title__fr="Le nôtre", revision=form["revision"])

    told = desk.send(f"{own}/blocks/M1.2", form | {"title.en": "Slower"})
    between = series(session, own)["meetings"][0]["blocks"][1]["title"]["en"]
    desk.send(f"{own}/blocks/M1.2", filled(told))

    assert told.status_code == 409 and "changed in another window" in told.text
    assert between != "Slower" and series(session, own)["meetings"][0]["blocks"][1]["title"]["en"] == "Slower"


@pytest.mark.parametrize("revision", ["", "x", "-1", "²", "9" * 30])
def test_a_form_without_its_revision_is_refused(desk: Desk, session: Session, own: str, revision: str) -> None:
    page = desk.post(f"{own}/title", title__en="Ours", title__fr="Le nôtre", revision=revision)

    assert page.status_code == 422 and series(session, own)["title"]["en"] != "Ours"


def test_a_template_goes_when_its_owner_deletes_it_and_nobody_keeps_more_than_fifty(
    desk: Desk, session: Session, own: str
) -> None:
    with now(session) as fresh:
        [nora] = fresh.exec(select(Account)).all()
        for _ in range(templates.MOST_KEPT - 1):
            templates.add(fresh, nora, protocols.shipped_ones()[PLAIN])
        fresh.commit()

    full = desk.post(f"{own}/duplicate")
    desk.post(f"{own}/delete")

    assert full.status_code == 409 and "50 templates already" in full.text
    assert how_many(session) == templates.MOST_KEPT - 1 and desk.get(own).status_code == 404


def test_a_template_never_shows_on_a_project_of_others(app: FastAPI, world: World, desk: Desk, own: str) -> None:
    page = Desk(app, world.staff).get(f"/projects/{world.project.slug}")

    assert "/templates/" not in page.text
