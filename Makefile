# Thin aliases. Everything real is in ./muster and pyproject.toml.
.DEFAULT_GOAL := help
PY := .venv/bin/python
COMPILE := .venv/bin/uv pip compile -q --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

.PHONY: help demo test lint fmt lock

help: ## show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: ## run a hub with a synthetic state on this machine
	./muster demo

test: ## run every test
	./muster test

lint: ## ruff, mypy and the import contracts
	.venv/bin/ruff check . muster
	.venv/bin/ruff format --check . muster
	PYTHONPATH=src MUSTER_DEMO=1 DATABASE_URL=postgresql:///never-opened .venv/bin/mypy src
	PYTHONPATH=src .venv/bin/lint-imports

fmt: ## let ruff rewrite what it can
	.venv/bin/ruff check --fix . muster
	.venv/bin/ruff format . muster

lock: ## recompile the locks (hashes, no addresses)
	@test -x .venv/bin/uv || $(PY) -m pip install --quiet uv
	$(COMPILE) requirements/base.in -o requirements/base.txt
	$(COMPILE) requirements/test.in -o requirements/test.txt
	$(COMPILE) requirements/node.in -o requirements/node.txt
	npm install --package-lock-only --ignore-scripts --no-audit --no-fund
