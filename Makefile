# Everything there is to do here, one line each. `make` alone lists them.
# Variables reach the program through the environment: CROWD=36 make demo, or make demo CROWD=36.
.DEFAULT_GOAL := help
.PHONY: help demo dev test test-all check format bench lock pictures clean FORCE

PY := .venv/bin/python
ARGS ?=
RULES := $(addprefix tests/test_,architecture.py front_end.py migrations.py translations.py docs.py)
CACHES := .pytest_cache .ruff_cache .hypothesis .import_linter_cache
# An environment whose Python has gone or moved is made anew, whatever its stamp says.
BROKEN := $(shell $(PY) -c '' 2>/dev/null || echo FORCE)

help: ; @awk -F':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST) ## this list
demo: .venv/run ; @exec $(PY) -m app demo ## a meeting to try (HOST PORT PUBLIC_URL DATA CROWD LINKS MEETING)
dev: .venv/dev ; @exec .venv/bin/watchfiles '$(PY) -m app demo' app locale migrations ## the demo, started again when code changes
test: .venv/dev ; @exec $(PY) -m tools.tests fast $(ARGS) ## every test that needs no server of yours, in a real browser too (ARGS)
test-all: .venv/dev ; @exec $(PY) -m tools.tests all $(ARGS) ## the same, and PostgreSQL and Redis (DATABASE_URL_TEST REDIS_URL_TEST ARGS)
check: .venv/dev ; @exec tools/check.sh $(RULES) ## format, lint, types, imports, migrations, translations, documentation
format: .venv/dev ; @.venv/bin/ruff check --fix-only . && .venv/bin/ruff format . ## lay the code out
bench: .venv/dev ; @exec $(PY) -m bench $(ARGS) ## measure, into bench/results/latest.json (ARGS)
pictures: .venv/dev ; @exec $(PY) -m tools.pictures $(ARGS) ## the pictures in the documentation, taken anew (ARGS)
lock: ; @tools/lock.sh ## choose versions anew for the two lock files
clean: ; rm -rf .venv $(CACHES) && find . -name __pycache__ -prune -exec rm -rf {} + ## what was made here; never ./var, the data

.venv/run: requirements.lock $(BROKEN) ; @tools/venv.sh $< $@
.venv/dev: requirements-dev.lock $(BROKEN) ; @tools/venv.sh $< $@
