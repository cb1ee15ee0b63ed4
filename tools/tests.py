"""The test suite with what it needs: `python -m tools.tests fast|all [pytest's own arguments]`."""

# ruff: noqa: S603 (running programs is what this is for)

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from types import FrameType

from tools import chromium, servers

FAST, ALL = "fast", "all"
NO_SERVERS = ["-m", "not postgres and not redis"]
# Two at a time, a file at a time: journeys in one file share a server and a browser.
PACE = ["-n", "2", "--dist", "loadfile"]


def run(which: str, arguments: list[str]) -> int:
    """Run them; pytest's exit code."""
    with ExitStack() as lent:
        environment = {**os.environ, "CHROMIUM": chromium.find()}
        print(f"Chromium: {environment['CHROMIUM']}", flush=True)
        if which == ALL:
            environment |= _servers(lent)
        # The tests start from a clean slate: what an installation is told must not reach them.
        for name in ("DATABASE_URL", "REDIS_URL", "DATA", "HOST", "PORT", "PUBLIC_URL", "CROWD", "LINKS", "MEETING"):
            environment.pop(name, None)
        chosen = NO_SERVERS if which == FAST else []
        command = [sys.executable, "-m", "pytest", *PACE, *chosen, *arguments]
        return subprocess.run(command, env=environment, check=False).returncode


def _servers(lent: ExitStack) -> dict[str, str]:
    """Those we were given, else our own for as long as the tests run."""
    addresses: dict[str, str] = {}
    for name, start in (("DATABASE_URL_TEST", servers.postgres), ("REDIS_URL_TEST", servers.redis)):
        addresses[name] = os.environ.get(name) or lent.enter_context(start())
        print(f"{name}: {'given' if os.environ.get(name) else addresses[name]}", flush=True)
    return addresses


def main() -> int:
    """The command line."""
    which, *arguments = sys.argv[1:] or [""]
    if which not in (FAST, ALL):
        print(__doc__, file=sys.stderr)
        return 2
    # Told to end, leave through the front door: the servers lent are stopped on the way out.
    signal.signal(signal.SIGTERM, _leave)
    return run(which, arguments)


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
