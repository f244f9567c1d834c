# Two commands do all the set-up: `make run` and `make test`.
.PHONY: install run test test-sqlite test-postgres test-browser check format bench bench-algorithms lock messages guides
VENV := .venv
PYTHON := $(VENV)/bin/python
export PYTHONDONTWRITEBYTECODE := 1

install: $(VENV)/.installed
$(VENV)/.installed: requirements/dev.txt pyproject.toml
	@scripts/install
	@touch $@

run: install
	@scripts/run

test: install
	@scripts/test

check: install
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy essaim config
	$(VENV)/bin/lint-imports --no-cache
	$(VENV)/bin/djlint --check --lint --quiet essaim
	$(VENV)/bin/codespell README.md CHANGELOG.md docs essaim config tests

format: install
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	-$(VENV)/bin/djlint --reformat --quiet essaim

bench: install
	$(PYTHON) -m benchmarks

bench-algorithms: install
	$(PYTHON) -m benchmarks.algorithms

lock:
	cd requirements && for name in base dev; do \
	  uv pip compile $$name.in --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o $$name.txt; done

messages: install
	$(PYTHON) -m scripts.plurals
	$(PYTHON) -m scripts.english

guides: install
	ESSAIM_GUIDES=1 $(VENV)/bin/pytest -q -m browser tests/browser/test_guides.py
