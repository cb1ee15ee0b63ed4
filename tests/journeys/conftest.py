"""A real Chromium, and a room in it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.kit import room as rooms
from tests.kit.room import Room

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium that `make test` found; without one these tests fail, they do not skip.

    It goes with its file: while the driver runs, no other test of this process could have an event loop.
    """
    path = os.environ.get("CHROMIUM")
    assert path, "CHROMIUM is not set: run the tests by `make test`, which finds a Chromium"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def room(tmp_path: Path, browser: Browser) -> Iterator[Room]:
    """The cast's meeting, its consent open and given, on a server of its own."""
    with rooms.room(tmp_path, browser) as here:
        yield here
