"""Installing what is missing with the system's package manager, where we may."""

# ruff: noqa: S603 (running programs is what this is for)

import os
import shutil
import subprocess
import sys
from functools import cache


def install(*names: str) -> bool:
    """Install Debian or Ubuntu packages; False where that cannot be done (no apt-get, no right to use it)."""
    if not _refreshed():
        return False
    print(f"Installing {', '.join(names)} with apt-get", file=sys.stderr)
    return _apt("install", "-y", "--no-install-recommends", *names)


@cache
def _refreshed() -> bool:
    if shutil.which("apt-get") is None or (os.geteuid() != 0 and shutil.which("sudo") is None):
        return False
    return _apt("update")


def _apt(*arguments: str) -> bool:
    # `sudo -n` never asks for a password: it works or fails at once.
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    command = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode == 0
