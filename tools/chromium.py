"""Where there is a Chromium that runs: an installed one, else the driver's download, else the package manager's."""

# ruff: noqa: S603 (running programs is what this is for)

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

from tools import packages

NAMES = ("chromium", "chromium-browser", "google-chrome")
DOWNLOAD_SECONDS = 600


def find() -> str:
    """The path of a browser that starts; ends with a sentence when there is none to be had."""
    given = os.environ.get("CHROMIUM")
    if given:
        if runs(given):
            return given
        raise SystemExit(f"CHROMIUM is set to {given}, which does not start. Correct it, or leave it unset.")
    found = _installed() or _downloaded() or _packaged()
    if found is None:
        raise SystemExit(
            "The browser tests need a Chromium. None is installed, the driver could not download one, and the package "
            "manager could not install one. Install Chromium or Google Chrome, or set CHROMIUM to its path."
        )
    return found


def runs(path: str) -> bool:
    """Whether it starts: a file may be there without its libraries, or be a stub that asks for another package."""
    command = [path, "--headless", "--no-sandbox", "--disable-gpu", "--version"]
    try:
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _installed() -> str | None:
    paths = (shutil.which(name) for name in NAMES)
    return next((path for path in paths if path and runs(path)), None)


def _downloaded() -> str | None:
    with sync_playwright() as driver:
        path = driver.chromium.executable_path
    if runs(path):
        return path
    print("No Chromium is installed: asking the browser driver to download one", file=sys.stderr)
    command = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    try:
        subprocess.run(command, stdout=sys.stderr, timeout=DOWNLOAD_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return None
    return path if runs(path) else None


def _packaged() -> str | None:
    return _installed() if packages.install("chromium", "fonts-liberation") else None


if __name__ == "__main__":
    print(find())
