"""The server process: its port, its beginning and end, and the crowd that comes along."""

import errno
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn

from app.cli.plainly import fail, plainly
from app.settings import Settings

LARGEST_MESSAGE = 16 * 1024 + 4096  # the longest answer with what surrounds it
EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104 (to recognise it, not to listen there)


class Crowd:
    """The process of synthetic participants, if there is one."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, settings: Settings, code: str, number: int) -> None:
        """Let so many people come to the meeting with this code. They keep their seats in the data folder."""
        near = settings.host in {"127.0.0.1", "localhost", "0.0.0.0"}  # noqa: S104 (the same)
        at = ["--at", f"http://127.0.0.1:{settings.port}"] if near else []
        seats = ["--seats", str((settings.data / "crowd.json").absolute())] if settings.data.is_dir() else []
        command = [sys.executable, "-m", "app.play.crowd", settings.origin, code, str(number), *at, *seats]
        self._process = subprocess.Popen(command, cwd=Path(__file__).parents[2])  # noqa: S603 (our own module)

    def send_home(self) -> None:
        """Ask them to go."""
        if self._process is not None:
            self._process.terminate()

    def see_off(self) -> None:
        """Wait until they have gone."""
        if self._process is not None:
            try:
                self._process.wait(timeout=3)
            except subprocess.TimeoutExpired:
                self._process.kill()


class _Server(uvicorn.Server):
    """Uvicorn, saying when it takes connections and when it is about to stop."""

    def __init__(
        self, config: uvicorn.Config, crowd: Crowd, ready: Callable[[], None], hang_up: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._crowd = crowd
        self._ready = ready
        self._hang_up = hang_up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hang_up()
        self._crowd.send_home()  # here, since uvicorn afterwards ends the process by the signal it got
        await super().shutdown(sockets)
        self._crowd.see_off()


def bound(settings: Settings) -> socket.socket:
    """A port of our own, before anything is changed; it listens only once the server is ready."""
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
    except OSError as problem:
        fail(_why_not(problem, settings))
    return listener


def run(settings: Settings, listener: socket.socket, crowd: Crowd, ready: Callable[[], None]) -> None:
    """Serve until told to stop; `ready` is called when people can connect."""
    from app.main import create_app
    from app.web.frames import WritesAtOnce

    with plainly(settings):
        app = create_app(settings)
        config = uvicorn.Config(
            app,
            ws=WritesAtOnce,
            ws_max_size=LARGEST_MESSAGE,
            ws_per_message_deflate=False,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=10,
            log_level="warning",
        )
        try:
            _Server(config, crowd, ready, app.state.running.fan_out.hang_up).run([listener])
        except KeyboardInterrupt:
            pass  # Ctrl+C, after everything has ended in order
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:  # somebody else began to listen a moment before us
                raise
            fail(_why_not(problem, settings))
        finally:
            crowd.send_home()


def _why_not(problem: OSError, settings: Settings) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {settings.port} is in use by another program. Stop it, or choose another with PORT=."
    if problem.errno == errno.EACCES:
        return f"Port {settings.port} is kept for the system. Choose one above 1023 with PORT=."
    return f"HOST={settings.host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for every network."
