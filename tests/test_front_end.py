"""What a browser is given: nothing from another host, nothing unpinned, and little enough for a slow phone."""

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter
from sqlmodel import Session

from app.assets import ROOT as STATIC
from app.assets import Assets
from app.main import create_app, ensure_policies
from app.settings import Settings
from app.web.pages import participant_page
from app.web.running import Running
from tests.kit import cast
from tests.kit.cast import World
from tests.test_architecture import OURS, ROOT, TEMPLATES, found

FIRST_LOAD = 120 * 1024  # bytes on the wire: two seconds on a slow mobile line


@pytest.fixture
def running(address: str, tmp_path: Path) -> Iterator[Running]:
    """The application on the cast's database, not serving."""
    app = create_app(Settings(data=tmp_path, database_url=address))
    yield app.state.running
    app.state.running.engine.dispose()
    app.state.running.writer.engine.dispose()


def test_what_others_wrote_is_exactly_what_was_pinned() -> None:
    lines = (STATIC / "vendor" / "pinned.txt").read_text().splitlines()
    pinned = {file: checksum for checksum, file, _ in (line.split() for line in lines if line)}

    there = {p.name: p.read_bytes() for p in (STATIC / "vendor").iterdir() if p.name != "pinned.txt"}
    sums = {file: "sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode() for file, body in there.items()}

    assert sums == pinned


def test_no_page_asks_another_host_for_anything() -> None:
    addresses = found(r"(?:https?:|[\"'(=]|\burl\()//[\w.-]+", [*TEMPLATES, *OURS])

    assert [
        hit for hit in addresses if not re.search(r"//(www\.w3\.org|example\.org|[\w-]+\.example)$", hit[:-1])
    ] == []


def test_a_route_that_does_not_say_who_may_come_keeps_the_application_from_starting(address: str) -> None:
    router = APIRouter()
    router.add_api_route("/everything", lambda: None)

    with pytest.raises(RuntimeError, match="/everything does not say who may use it"):
        ensure_policies(router.routes)


def test_the_first_page_on_a_phone_is_small(session: Session, world: World, running: Running) -> None:
    cast.open_(session, world, world.board)
    session.commit()
    served = running.assets.served
    sent = {file: len(asset.small or asset.body) for file, asset in served.items()}

    page = bytes(participant_page(running, world.seats["ED-1"], world.meeting.id, "fr").body)
    asked = {path.split("/", 3)[3] for path in re.findall(r"/static/\w+/[\w./-]+", page.decode())}
    scripts = {file for file in sent if file.endswith(".js")}
    wanted = asked | scripts | {"css/app.css", "fonts/atkinson-latin.woff2", "icons.svg"}
    whole = len(gzip.compress(page)) + sum(sent[file] for file in wanted if file in sent)

    assert {"css/app.css", "vendor/htmx.min.js"} <= asked
    assert whole <= FIRST_LOAD, {file: sent[file] for file in sorted(wanted)}


def test_every_picture_a_page_asks_for_is_among_the_icons() -> None:
    there = set(re.findall(r'<symbol[^>]*\bid="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    asked = {hit for p in TEMPLATES for hit in re.findall(r'\bicon\("([\w-]+)"', p.read_text())}
    kept = {hit for p in ROOT.glob("app/kinds/*/kind.py") for hit in re.findall(r'\bicon = "([\w-]+)"', p.read_text())}

    assert len(asked | kept) > 10
    assert (asked | kept) - there == set()


def test_every_style_is_part_of_the_one_sheet() -> None:
    sheets = {p.relative_to(STATIC / "css").as_posix() for p in STATIC.glob("css/**/*.css")} - {"app.css"}
    joined = set(re.findall(r'@import url\("([^"]+)"\)', (STATIC / "css" / "app.css").read_text()))

    assert sheets == joined
    assert Assets().version == Assets().version
