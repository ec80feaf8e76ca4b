# Tandem: the commands of a working day. `make run` and `make test` do all the set-up.
PYTHON  ?= python3
VENV    := .venv
PY      := $(VENV)/bin/python
STORE   ?= $(if $(TANDEM_STORE),$(TANDEM_STORE),data/store)
PORT    ?= 8501
READY   := $(VENV)/.ready

.PHONY: venv browser postgres run test quick soak lint check bench docs snapshots

$(READY): requirements.txt requirements-dev.txt constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info[:2] == (3, 11) else "Tandem needs Python 3.11; call make with PYTHON=/path/to/python3.11")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || { echo "Python cannot make a virtual environment here: install the package python3-venv and call make again." >&2; exit 1; }
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	@touch $@

venv: $(READY)

browser:
	@sh tests/browser.sh

postgres:
	@sh tests/postgres.sh

run: venv
	@$(PY) -m data demo --if-empty --store "$(STORE)"
	@$(PY) -m data rebuild --store "$(STORE)"
	@$(PY) -m metrics demo --if-empty --store "$(STORE)"
	TANDEM_STORE="$(STORE)" $(PY) -m pages.components.start --server.port $(PORT)

test: venv browser postgres
	$(PY) -m pytest -m "not soak"

quick: venv
	$(PY) -m pytest -m "not soak and not browser and not slow"

soak: venv browser
	$(PY) -m pytest -m soak

lint: venv
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/sqlfluff lint data/models data/checks
	$(PY) -m metrics.glossary --check docs/glossary.md

check: lint test

bench: venv browser
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt -c constraints.txt || echo "ChannelAttribution cannot be built here: its line is left without a comparison." >&2
	$(PY) -m tests.benchmarks --store "$(STORE)"

docs: venv
	$(PY) -m metrics.glossary docs/glossary.md

snapshots: venv
	$(PY) -m tests.metrics.snapshots.write
