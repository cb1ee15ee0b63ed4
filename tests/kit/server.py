"""A real server in a process of its own, to be looked at, cut off, killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port nobody has right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`python -m app serve` on a database that is there already; `kill` is -9."""

    def __init__(
        self,
        data: Path,
        *,
        database_url: str = "",
        redis_url: str = "",
        port: int = 0,
        public_url: str = "",
        command: str = "serve",
        **environment: str,
    ) -> None:
        self.port = port or free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.public_url = public_url or self.origin
        self.log = data / f"server-{self.port}.log"
        self._command = command
        self._environment = {
            **os.environ,
            "DATA": str(data),
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "PUBLIC_URL": public_url,
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Server":
        """Start, and wait until it answers."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "app", self._command]
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            assert self._process.poll() is None, self.log.read_text()
            try:
                with urllib.request.urlopen(f"{self.origin}/healthz", timeout=1):
                    return self
            except (urllib.error.URLError, OSError):
                with suppress(subprocess.TimeoutExpired):  # a breath, or its end: asking without one takes it a core
                    self._process.wait(timeout=0.05)
        raise AssertionError(f"the server did not come up: {self.log.read_text()}")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """As a power cut would: -9, with no chance to finish."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop, and wait."""
        self._end(signal.SIGTERM)

    def _end(self, sign: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(sign)
            self._process.wait(timeout=20)
        self._process = None
