"""The first meeting of the shipped series, from its first block to its last, out of the box."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app import content, protocols
from app.evidence.small_groups import TURNOUT_FROM
from app.play.recording import Recording
from tests.kit.room import LAPTOP, WALL
from tests.kit.server import ROOT, Server

pytestmark = pytest.mark.browser
CROWD = 18
LONG = 40_000  # ms: a crowd in a hurry still takes some seconds to a block


@contextmanager
def crowd(server: Server, code: str) -> Iterator[None]:
    """Synthetic people who come through the doors and answer as recorded, quickly."""
    command = [sys.executable, "-m", "app.play.crowd", server.origin, code, str(CROWD), "--pace", "0.05"]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def press(console: Page, name: str) -> None:
    console.get_by_role("button", name=name, exact=True).click()


def as_many_as_recorded(console: Page) -> None:
    """Whoever of the crowd handed something in to this block has done so; a few kept silent in some."""
    title = console.locator("#now h1").inner_text()
    recording = Recording(content.read("demo.json"))
    block = next(b["code"] for b in protocols.shipped()["meetings"][0]["blocks"] if b["title"]["en"] == title)
    deeds = [recording.deeds(person.code, block) for person in recording.people(CROWD)]
    least = sum(any(not deed.backs for deed in of_one) for of_one in deeds)
    enough = "|".join(str(number) for number in range(least, CROWD + 1))
    if least >= TURNOUT_FROM:
        expect(console.locator("#turnout")).to_contain_text(re.compile(rf"\b({enough})\s+of {CROWD}"), timeout=LONG)


def test_a_newcomer_runs_the_first_meeting_and_gets_a_draft(tmp_path: Path, browser: Browser):
    links_file = tmp_path / "links.json"
    server = Server(tmp_path, command="demo", LINKS=str(links_file), CROWD="0", MEETING="1").start()
    context = browser.new_context(viewport={"width": LAPTOP[0], "height": LAPTOP[1]}, locale="en-CA")
    try:
        links = json.loads(links_file.read_text())
        console, screen = context.new_page(), browser.new_page(viewport={"width": WALL[0], "height": WALL[1]})
        console.goto(links["facilitator"])
        console.get_by_role("main").get_by_role("button").click()
        screen.goto(links["screen"])

        with crowd(server, links["participant"].rsplit("/", 1)[1]):
            run_to_the_end(console, screen)

        console.goto(f"{server.origin}/projects/learning-collaborative/proposal")
        with console.expect_download() as word:
            console.get_by_role("link", name="Word").first.click()
        with zipfile.ZipFile(word.value.path()) as document:
            said = document.read("word/document.xml").decode() + document.read("word/footnotes.xml").decode()
        assert "SYNTHETIC" in said
        assert "Heard of them" in said
        assert "M1.2" in said
        assert "M1.9" in said
    finally:
        context.close()
        server.stop()


def run_to_the_end(console: Page, screen: Page) -> None:
    """Every block in order: what takes answers is opened, answered by all, closed and shown; then on."""
    as_many_as_recorded(console)
    visited: list[str] = []
    while True:
        title = console.locator("#now h1").inner_text()
        visited.append(title)
        expect(screen.locator("body")).to_contain_text(title.split("\n")[0], timeout=LONG)
        if console.get_by_role("button", name="Open", exact=True).is_visible():
            press(console, "Open")
            expect(console.get_by_role("button", name="Close and reveal")).to_be_visible()
        reveal = console.get_by_role("button", name="Close and reveal", exact=True)
        if reveal.is_visible():
            as_many_as_recorded(console)
            press(console, "Close")
            press(console, "Reveal")
            expect(console.locator("#now")).to_contain_text("shown to all", timeout=LONG)
            expect(screen.locator("#results .paged")).to_be_visible(timeout=LONG)
        following = console.get_by_role("button", name="Next: go to the next activity")
        if not following.is_visible():
            break
        following.click()
        expect(console.locator("#now h1")).not_to_have_text(title, timeout=LONG)
    assert len(visited) == 11  # the second of twelve blocks was open when we came
