#!/bin/sh
# Chooses versions anew from pyproject.toml, with hashes and without addresses: requirements.lock, requirements-dev.lock.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The resolver itself is no dependency of the project: it lives and ends here.
python3 -m venv "$scratch"
"$scratch/bin/python" -m pip install --quiet --disable-pip-version-check uv

compile() {
    out=$1
    shift
    # Written beside and moved: an unfinished lock is never left behind. `--upgrade`, for what is there must not hold.
    "$scratch/bin/uv" pip compile pyproject.toml "$@" --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --upgrade --quiet --output-file "$scratch/new.lock"
    mv "$scratch/new.lock" "$out"
}

compile requirements.lock
compile requirements-dev.lock --group dev --constraints requirements.lock
git diff --stat -- requirements.lock requirements-dev.lock
