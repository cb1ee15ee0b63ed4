"""The command line: links that work, and one plain sentence when something is in the way."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import Session

from app.play.demo import SLUG, prepare
from app.settings import Settings
from tests.kit.server import ROOT


def run(*arguments: str, typed: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "app", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, input=typed, capture_output=True, text=True, timeout=60
    )


def assert_said(ended: "subprocess.CompletedProcess[str]", words: str) -> None:
    """One sentence or two on one line, exit 1, and nothing else."""
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert words in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_said_and_nothing_is_made(command: str, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = run(command, DATA=str(tmp_path / "var"), PORT=str(taken.getsockname()[1]))

    assert_said(ended, "is in use by another program")
    assert not (tmp_path / "var").exists()


def test_a_data_folder_that_cannot_be_written_is_said(tmp_path: Path):
    (tmp_path / "var").write_text("a file, not a folder")

    assert_said(run("demo", "--data", str(tmp_path / "var"), PORT="0"), "cannot be written to")


def test_a_damaged_database_is_said(tmp_path: Path):
    (tmp_path / "groundwork.db").write_text("these are not the tables you are looking for" * 100)

    assert_said(run("serve", DATA=str(tmp_path), PORT="0"), "damaged or no database")
    assert_said(run("project", "list", DATA=str(tmp_path)), "damaged or no database")


def test_a_locked_database_is_said(address: str, tmp_path: Path):
    holder = sqlite3.connect(tmp_path / "groundwork.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")

    ended = run("serve", DATA=str(tmp_path), PORT="0")

    holder.close()
    assert_said(ended, "locked by another program")


def test_a_setting_that_makes_no_sense_is_said(tmp_path: Path):
    assert_said(run("serve", DATA=str(tmp_path), PORT="many"), "PORT cannot be used")
    assert_said(run("serve", DATA=str(tmp_path), PUBLIC_URL="groundwork"), "PUBLIC_URL")
    assert_said(
        run("demo", DATA=str(tmp_path), PORT="0", LINKS=str(tmp_path / "no" / "links.json")), "there is no folder"
    )


def test_a_meeting_there_is_not_is_said_and_nothing_is_made(tmp_path: Path):
    assert_said(run("demo", DATA=str(tmp_path / "var"), PORT="0", MEETING="9"), "from 1 to 4")
    assert list((tmp_path / "var").iterdir()) == []


def test_looking_for_projects_makes_no_database(tmp_path: Path):
    assert_said(run("project", "list", "--data", str(tmp_path / "var")), "There is no database")
    assert not (tmp_path / "var").exists()


def test_each_project_is_a_line_with_its_short_name_first(session: Session, tmp_path: Path):
    prepare(session, Settings(data=tmp_path))
    session.commit()

    listed = run("project", "list", DATA=str(tmp_path))

    assert listed.stdout.splitlines()[0].split()[0] == SLUG
    assert "(synthetic)" in listed.stdout


def test_an_account_is_made_with_a_password_typed_twice(address: str, tmp_path: Path):
    twice = "a long enough sentence\n" * 2

    made = run("user", "add", "Ada@example.org", "--name", "Ada", typed=twice, DATA=str(tmp_path))
    again = run("user", "add", "ada@example.org", "--name", "Ada", typed=twice, DATA=str(tmp_path))
    short = run("user", "add", "bo@example.org", "--name", "Bo", typed="short\n" * 2, DATA=str(tmp_path))

    assert "ada@example.org can sign in now." in made.stdout
    assert "already an account" in again.stderr and again.returncode == 1
    assert "at least 12 characters" in short.stderr and short.returncode == 1


def test_serving_with_no_account_prints_the_link_that_makes_the_first(tmp_path: Path):
    served = start("serve", tmp_path)
    lines = [served.stdout.readline() for _ in range(3)] if served.stdout else []

    served.send_signal(signal.SIGINT)

    assert served.wait(20) == 0
    assert lines[2].startswith("http://127.0.0.1:") and "/welcome/" in lines[2]


def test_the_demo_prints_its_links_and_writes_them_for_others(tmp_path: Path):
    links = tmp_path / "links.json"
    served = start("demo", tmp_path, LINKS=str(links), MEETING="1")
    printed = ""
    while served.stdout and "Stop with" not in printed:
        line = served.stdout.readline()
        assert line, printed
        printed += line

    served.send_signal(signal.SIGINT)

    assert served.wait(20) == 0
    written = json.loads(links.read_text())
    assert list(written) == ["facilitator", "participant", "screen"]
    assert all(link in printed for link in written.values())
    assert links.stat().st_mode & 0o077 == 0


def start(command: str, data: Path, **environment: str) -> "subprocess.Popen[str]":
    given = {**os.environ, "DATA": str(data), "PORT": "0", **environment}
    return subprocess.Popen(
        [sys.executable, "-m", "app", command], cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True
    )
