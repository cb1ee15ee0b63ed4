"""A PostgreSQL and a Redis of our own for one test run: free ports, a temporary folder, nothing left behind."""

# ruff: noqa: S603 (running programs is what this is for)

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools import packages

START_SECONDS = 60
STOP_SECONDS = 30
OWNER, DATABASE = "groundwork", "groundwork_test"


@contextmanager
def postgres() -> Generator[str]:
    """The address of an empty PostgreSQL database whose owner may make others."""
    programs = _postgres_programs() or (packages.install("postgresql") and _postgres_programs())
    if not programs:
        raise SystemExit(
            "make test-all needs PostgreSQL, and could neither find nor install it. "
            "Install it, or set DATABASE_URL_TEST to the address of an empty database."
        )
    user = _not_root()
    port = _free_port()
    with _folder("postgres", user) as folder:
        data = folder / "data"
        init = [programs / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
        subprocess.run(init, cwd=folder, check=True, stdout=subprocess.DEVNULL, **user)
        # No Unix socket: its path would be too long in some temporary folders. No fsync: nothing here outlives the run.
        options = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off")
        serve = [programs / "postgres", "-D", data, *(word for option in options for word in ("-c", option))]
        create = [programs / "createdb", "-w", "-h", "127.0.0.1", "-p", str(port), "-U", OWNER, DATABASE]
        with _running(serve, folder, lambda: _succeeds(create), user):
            yield f"postgresql+psycopg://{OWNER}@127.0.0.1:{port}/{DATABASE}"


@contextmanager
def redis() -> Generator[str]:
    """The address of an empty Redis (or Valkey) that keeps nothing."""
    program = _redis_program() or (packages.install("redis-server") and _redis_program())
    if not program:
        raise SystemExit(
            "make test-all needs Redis or Valkey, and could neither find nor install it. "
            "Install one, or set REDIS_URL_TEST to the address of one."
        )
    port = _free_port()
    with _folder("redis", {}) as folder:
        options = f"--port {port} --bind 127.0.0.1 --appendonly no".split()
        serve = [program, *options, "--save", "", "--dir", folder]
        with _running(serve, folder, lambda: _answers_ping(port), {}):
            yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def _running(command: list[Any], folder: Path, ready: Callable[[], bool], user: dict[str, Any]) -> Generator[None]:
    """The program, from when it is ready until the block ends."""
    log = folder / "server.log"
    with log.open("wb") as out:
        # A session of its own: Ctrl-C reaches the tests, which end first, and then this.
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, **user
        )
    try:
        _wait(process, ready, log)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[Any], ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            said = log.read_text(errors="replace")[-2000:]
            raise SystemExit(f"A server for the tests did not start. The end of what it said:\n{said}")
        time.sleep(0.1)


@contextmanager
def _folder(name: str, user: dict[str, Any]) -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix=f"groundwork-{name}-", ignore_cleanup_errors=True) as folder:
        if user:
            os.chown(folder, user["user"], user["group"])
        yield Path(folder)


def _not_root() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then its own account is used, or one without rights."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = known.get("postgres") or known["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _postgres_programs() -> Path | None:
    """The newest folder that holds all three programs; Debian keeps them off the path."""
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    wanted = ("initdb", "postgres", "createdb")
    return next((at for at in (*on_path, *reversed(debian)) if all((at / name).exists() for name in wanted)), None)


def _redis_program() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _succeeds(command: list[Any]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _answers_ping(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
