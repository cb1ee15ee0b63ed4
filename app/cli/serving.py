"""Serving an installation, or the demo with its links and its crowd."""

import json
import os
import socket
from pathlib import Path

import typer

from app.cli.plainly import ensure_writable, fail, plainly, settings_for
from app.cli.records import changing
from app.cli.server import EVERY_ADDRESS, Crowd, bound, run
from app.domain import accounts
from app.play.demo import END, DemoLinks, ensure_point, point_of, prepare
from app.settings import Settings


def serve(data: Path | None) -> None:
    """Serve an installation. With no account yet, print a link that makes the first one."""
    settings, listener = _begun(data)
    secret = None
    with plainly(settings), changing(settings) as session:
        if not accounts.exist(session):
            secret = accounts.one_time_link(session, account=None, leads_to="/projects")

    def ready() -> None:
        _say(f"Groundwork is at {settings.origin} (data in {settings.data}). Stop with Ctrl+C.")
        _hint_at_phones(settings)
        if secret is not None:
            _say("Nobody has an account yet. This link makes the first one, and works once:")
            _say(f"{settings.origin}/welcome/{secret}")

    run(settings, listener, Crowd(), ready)


def demo(data: Path | None, people: int, links_file: Path | None, meeting: str = "") -> None:
    """Serve the synthetic project at a point of its series, with links that work at once and synthetic people."""
    if links_file is not None and not links_file.absolute().parent.is_dir():
        fail(f"LINKS={links_file} cannot be written: there is no folder {links_file.parent}.")
    settings, listener = _begun(data)
    with plainly(settings):
        settings, point = _at_its_point(settings, meeting, people)
        with changing(settings) as session:
            links = prepare(session, settings, point)
    crowd = Crowd()

    def ready() -> None:
        _show(settings, links, people)
        if links_file is not None:
            _keep(links, links_file)
        if people:
            crowd.call(settings, links.join_code, people)

    run(settings, listener, crowd, ready)


def _at_its_point(settings: Settings, wanted: str, people: int) -> tuple[Settings, str]:
    """Where the demo is kept that stands at the point wanted. The data folder keeps the one it has; others have folders
    of their own in it."""
    point = wanted and ensure_point(wanted)
    with changing(settings) as session:
        there = point_of(session)
    if there is None or point in {"", there}:
        point = point or there or ("1" if people else END)
        if there is None and point != "1":
            _say("Holding the meetings before it; this takes some seconds.")
        return settings, point
    if settings.database_url:
        fail(f"This database holds the demo {_standing(there)}. Choose another with DATABASE_URL.")
    beside = settings.model_copy(update={"data": settings.data / (point if point == END else f"meeting-{point}")})
    ensure_writable(beside)
    _say(f"{settings.data} holds the demo {_standing(there)}; this one is kept in {beside.data}.\n")
    return beside, point


def _standing(point: str) -> str:
    return "at the end of its series" if point == END else f"at meeting {point}"


def _begun(data: Path | None) -> tuple[Settings, socket.socket]:
    """Settings that name the port we hold, so that links are right when PORT=0 let the system choose."""
    os.umask(0o077)  # the database, its log and the crowd's seats are for this account alone
    settings = settings_for(data)
    listener = bound(settings)
    ensure_writable(settings)
    return settings.model_copy(update={"port": listener.getsockname()[1]}), listener


def _keep(links: DemoLinks, path: Path) -> None:
    """Write the links whole or not at all, readable by nobody else: one of them signs in."""
    said = {"facilitator": links.facilitator, "participant": links.participant, "screen": links.screen}
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.touch(mode=0o600)
        beside.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as problem:
        typer.echo(f"LINKS={path} could not be written: {problem.strerror}. The links are above.", err=True)


def _show(settings: Settings, links: DemoLinks, people: int) -> None:
    _say("Groundwork's demo is ready. Everybody and everything in it is invented.")
    _say(f"It opens {_standing(links.point)}.\n")
    _say(f"  Facilitator   {links.facilitator}   (signs in once; start again for another)")
    _say(f"  Participant   {links.participant}")
    _say(f"  Screen        {links.screen}\n")
    _hint_at_phones(settings)
    if people:
        _say(f"  {people} synthetic participants come in now; most have answered within a minute.\n")
    _say(f"Stop with Ctrl+C. What is done here stays in {settings.data}.")


def _hint_at_phones(settings: Settings) -> None:
    if settings.host in EVERY_ADDRESS and not settings.public_url:
        _say("For phones, start with PUBLIC_URL=http://<this machine's address>:<port>, so that links lead here.")


def _say(line: str) -> None:
    print(line, flush=True)
