"""The pictures in the documentation: Meeting 1 of the demo with a crowd, seen by phones, a console and a screen."""

# ruff: noqa: S603 (running programs is what this is for)

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tools import chromium

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
PHONE, LAPTOP, WALL = (360, 740), (1280, 800), (1920, 1080)
PEOPLE, HASTE = 34, 0.1  # the crowd, which with our two phones makes a room of 36; and how fast it thinks
LARGEST = 150_000  # bytes of one picture
PATIENCE, CALM = 90.0, 4.0  # seconds until a room must have settled, and without a change before it has
OWN_WORDS = "A single place to ask a colleague before referring."


class Meeting:
    """The demo as somebody with a browser sees it."""

    def __init__(self, links: dict[str, str], browser: Browser) -> None:
        self._browser = browser
        self._links = links
        self.console = self._page(LAPTOP, scale=0.9)
        self.screen = self._page(WALL, scale=0.5)
        self.console.goto(links["facilitator"])
        self.console.get_by_role("button", name="Sign in").click()
        self.screen.goto(links["screen"])

    def phone(self, language: str, sector: str) -> Page:
        """Somebody comes in with the code, chooses a sector and agrees to take part."""
        page = self._page(PHONE, language=language, scale=1.5)
        page.goto(self._links["participant"])
        page.locator(f'input[name="sector"][value="{sector}"]').check()
        page.locator("form#join button").click()
        for prompt in ("take_part", "no_health_details"):
            page.locator(f'input[name="{prompt}"]').check()
        page.locator('form[id^="answer-"] button').click()
        page.locator("form", has=page.locator('input[name="prompt"]')).first.wait_for()
        return page

    def do(self, verb: str) -> None:
        """Press a button of the console, and wait until it is no longer offered."""
        button = self.console.locator(f"#do-{verb}")
        button.click()
        button.wait_for(state="detached")

    def reveal(self) -> None:
        """Show the results to everybody; the big screen has them."""
        self.do("reveal")
        self.screen.locator("#results .paged").wait_for()

    def go_to(self, title: str) -> None:
        """Bring everybody to an activity, and open it where it takes answers."""
        line = self.console.locator("#agenda li", has_text=title)
        line.locator("summary").click()
        line.get_by_role("button", name="Bring everybody here").click()
        self.console.locator("#now-title", has_text=title).wait_for()
        if self.console.locator("#do-open").count():
            self.do("open")

    def settle(self) -> None:
        """Wait until the room has answered: nothing moves on the console for a while."""
        until, since, seen = time.monotonic() + PATIENCE, time.monotonic(), ""
        while time.monotonic() - since < CALM and time.monotonic() < until:
            self.console.wait_for_timeout(250)
            shown = self.console.locator("#turnout").inner_text()
            if shown != seen:
                since, seen = time.monotonic(), shown

    def _page(self, size: tuple[int, int], *, language: str = "en", scale: float = 1) -> Page:
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=scale,
            locale=f"{language}-CA",
            reduced_motion="reduce",
        )
        return context.new_page()


def take(page: Page, name: str) -> None:
    """Write one picture, small enough to look at over a slow line."""
    page.wait_for_timeout(600)  # what was just sent is drawn
    page.evaluate("scrollTo(0, 0)")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} KB", flush=True)
    if path.stat().st_size > LARGEST:
        raise SystemExit(f"{path} is larger than {LARGEST // 1000} KB.")


def run_through(meeting: Meeting) -> None:
    """Meeting 1, as far as there is something to show of it."""
    meeting.settle()
    phone, french = meeting.phone("en", "ED"), meeting.phone("fr", "HF")
    for page in (phone, french):
        page.locator('input[name="value"]').nth(1).check()
    meeting.settle()
    take(phone, "phone")
    take(meeting.console, "console")
    meeting.reveal()
    take(meeting.screen, "screen")

    meeting.go_to("Sector rooms")
    box = phone.get_by_role("textbox").nth(1)
    box.fill(OWN_WORDS)
    phone.get_by_role("button", name="Add this idea").nth(1).click()
    meeting.settle()
    meeting.reveal()
    take(meeting.screen, "screen-ideas")

    meeting.go_to("Which gaps matter most?")
    for _ in range(2):
        french.locator('button[value="spend"]:enabled').first.click()
        french.wait_for_timeout(500)
    meeting.settle()
    take(french, "phone.fr")
    meeting.reveal()

    console = meeting.console
    console.goto(f"{_origin(console)}/projects/learning-collaborative/proposal")
    take(console, "proposal")


def _origin(page: Page) -> str:
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}"


@contextmanager
def demo() -> Generator[dict[str, str]]:
    """The demo on a free port in a folder of its own, with a crowd in a hurry; yields its links."""
    with tempfile.TemporaryDirectory(prefix="groundwork-pictures-") as folder:
        file = Path(folder) / "links.json"
        told = {"DATA": f"{folder}/data", "LINKS": str(file), "PORT": "0", "HOST": "127.0.0.1", "CROWD": "0"}
        told["MEETING"] = "1"
        unset = {"DATABASE_URL", "REDIS_URL", "PUBLIC_URL"}
        environment = {name: value for name, value in os.environ.items() if name not in unset} | told
        server = subprocess.Popen([sys.executable, "-m", "app", "demo"], cwd=ROOT, env=environment)
        started = [server]
        try:
            links = _links(file, server)
            _begin_earlier(Path(folder) / "data")
            started.append(_crowd(links["participant"]))
            yield links
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait(timeout=20)


def _begin_earlier(data: Path) -> None:
    """Let the first activity have taken its ten minutes, so that the console shows a meeting on time."""
    with closing(sqlite3.connect(data / "groundwork.db")) as database, database:
        database.execute("UPDATE activity SET opened_ms = opened_ms - 600000 WHERE block = 'M1.1'")


def _links(file: Path, server: "subprocess.Popen[bytes]") -> dict[str, str]:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            links: dict[str, str] = json.loads(file.read_text())
            with urllib.request.urlopen(links["participant"], timeout=1):  # noqa: S310 (the server just started)
                return links
        except (OSError, ValueError, urllib.error.URLError):
            time.sleep(0.1)
    raise SystemExit("The demo did not start: see above.")


def _crowd(door: str) -> "subprocess.Popen[bytes]":
    parts = urlsplit(door)
    where = [f"{parts.scheme}://{parts.netloc}", parts.path.rpartition("/")[2], str(PEOPLE), "--pace", str(HASTE)]
    return subprocess.Popen([sys.executable, "-m", "app.play.crowd", *where], cwd=ROOT)


def main() -> None:
    """Take them all anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demo() as links, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium.find(), args=QUIET)
        run_through(Meeting(links, browser))
        browser.close()


if __name__ == "__main__":
    main()
