#!/bin/sh
# Brings .venv up to a lock file: tools/venv.sh LOCK STAMP. Needs Python 3.11 or newer and nothing else.
set -eu
lock=$1 stamp=$2

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

find_python() {
    for name in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$name"
            return
        fi
    done
    fail "Groundwork needs Python 3.11 or newer, and found none as python3 or python3.11 to python3.14." \
        "Install one, or say where it is: PYTHON=/path/to/python3 make demo"
}

make_environment() {
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null || fail \
        "$("$python" -V) is here without its venv module. On Debian and Ubuntu: sudo apt-get install python3-venv"
    echo "Making .venv with $("$python" -V)"
    "$python" -m venv --clear .venv
}

# An environment that was half made, or whose Python has gone, is made anew.
.venv/bin/python -m pip --version >/dev/null 2>&1 || make_environment
echo "Installing what $lock names (the first time takes a minute or two)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" || fail \
    "The packages could not be installed: see above. Mend that (often it is the network), then run the command again."
touch "$stamp"
