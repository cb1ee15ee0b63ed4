#!/bin/sh
# What a machine can judge without running the app: tools/check.sh TEST_FILE... Tries everything, then says what failed.
set -u
failed=

step() {
    name=$1
    shift
    echo "== $name"
    "$@" || failed="$failed $name;"
}

export PYRIGHT_PYTHON_IGNORE_WARNINGS=1
step "format" .venv/bin/ruff format --check .
step "lint" .venv/bin/ruff check .
step "types" .venv/bin/python -m pyright
step "imports" .venv/bin/lint-imports
[ $# -eq 0 ] || step "rules" .venv/bin/python -m pytest --tb=short -m "not postgres" "$@"

[ -z "$failed" ] && echo "All checks passed." && exit 0
echo "Failed:$failed see above." >&2
exit 1
