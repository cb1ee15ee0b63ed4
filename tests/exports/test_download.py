"""The draft by the page's buttons and by the command line: for those who run the project, in a file of good name."""

import html
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from sqlmodel import Session
from starlette.testclient import TestClient

from app.domain import accounts
from app.domain.accounts import Account
from app.domain.projects import Member
from tests.kit import cast, paper
from tests.kit.cast import World
from tests.kit.desk import Desk, desk
from tests.kit.server import ROOT

PAGE = "/projects/garden/proposal"


@pytest.fixture
def client(session: Session, address: str, tmp_path: Path) -> Iterator[TestClient]:
    world = cast.begin(session, each=11)
    world.poll.feeds = ["S04"]
    session.add(world.poll)
    session.flush()
    cast.open_(session, world, world.poll)
    paper.answer(session, world, world.poll, paper.everybody(world), prompt="colour", value="red")
    paper.reveal(session, world.poll)
    session.commit()
    with desk(address, tmp_path) as client:
        client.world = world  # pyright: ignore[reportAttributeAccessIssue]
        yield client


def somebody(session: Session, client: TestClient, role: str) -> Desk:
    """Somebody else with an account, in this role or in none."""
    world: World = client.world  # pyright: ignore[reportAttributeAccessIssue]
    account: Account = accounts.create(session, email="other@example.org", name="Oscar", password=None)
    if role:
        session.add(Member(project_id=world.project.id, account_id=account.id, role=role))
    secret = accounts.open_session(session, account)
    session.commit()
    return Desk(client, world, secret)


def get(client: TestClient, path: str, language: str = "en") -> Response:
    world: World = client.world  # pyright: ignore[reportAttributeAccessIssue]
    cookies = f"__Host-account={world.staff}; __Host-language={language}"
    return client.get(path, headers={"cookie": cookies}, follow_redirects=False)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_shows_each_section_its_gap_and_what_it_has(client: TestClient, language: str) -> None:
    page = get(client, PAGE, language)

    assert page.status_code == 200
    gap = {"en": "Researcher to write:", "fr": "À rédiger par l’équipe de recherche\u00a0:"}[language]
    assert html.unescape(page.text).count(gap) == 25
    assert "M1.2" in page.text
    assert f"{PAGE}.docx?language={language}" in page.text


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (".docx?language=en", "garden-draft-proposal-"),
        (".docx?language=fr", "garden-proposition-ebauche-"),
        (".md", "garden-draft-proposal-"),
    ],
)
def test_a_button_gives_a_file_with_a_name(client: TestClient, path: str, name: str) -> None:
    answer = get(client, PAGE + path)

    assert answer.status_code == 200
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith(f'attachment; filename="{name}20')
    assert answer.content.startswith(b"PK" if "docx" in path else b"# A garden")


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.docx", f"{PAGE}.md"])
def test_strangers_and_observers_get_nothing(session: Session, client: TestClient, path: str) -> None:
    stranger = somebody(session, client, "")
    stranger.opens(path)
    assert stranger.status == 404 and "red" not in stranger.said

    world: World = client.world  # pyright: ignore[reportAttributeAccessIssue]
    nobody = Desk(client, world, "no such session")
    nobody.opens(path)
    assert nobody.status == 303


def test_an_observer_is_told_no(session: Session, client: TestClient) -> None:
    observer = somebody(session, client, "observer")

    observer.opens(f"{PAGE}.docx")

    assert observer.status == 403 and "Your role in this project does not include this" in observer.said


def test_a_facilitator_reads_the_draft_and_the_owner_takes_it_out(session: Session, client: TestClient) -> None:
    facilitator = somebody(session, client, "facilitator")

    facilitator.opens(PAGE)
    read = facilitator.status, facilitator.said
    facilitator.opens(f"{PAGE}.docx")

    assert read[0] == 200 and "The owner of the project takes it out" in read[1] and ".docx" not in read[1]
    assert facilitator.status == 403


@pytest.mark.parametrize("path", [".pdf", ".exe", ".docx?language=de"])
def test_a_format_or_language_there_is_not_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    answer = get(client, PAGE + path)

    assert answer.status_code == 404 and "There is nothing at this address" in answer.text


def export(tmp_path: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "app", "export", *arguments]
    env = {**os.environ, "DATA": str(tmp_path)}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("kind", ["docx", "md"])
def test_the_command_line_writes_the_same_document(client: TestClient, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"draft.{kind}"

    ended = export(tmp_path, "garden", "--format", kind, "--out", str(out), "--language", "fr")

    assert ended.returncode == 0, ended.stderr
    assert out.read_bytes() == get(client, f"{PAGE}.{kind}?language=fr").content


def test_the_command_line_says_plainly_what_is_wrong(client: TestClient, tmp_path: Path) -> None:
    unknown = export(tmp_path, "nowhere", "--out", str(tmp_path / "x.docx"))
    unwritable = export(tmp_path, "garden", "--out", str(tmp_path / "no" / "such" / "x.docx"))

    for ended, words in ((unknown, "There is no such project."), (unwritable, "cannot be written: No such file")):
        assert ended.returncode == 1 and words in ended.stderr
        assert len(ended.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "x.docx").exists()
