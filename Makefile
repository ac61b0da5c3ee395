# `make` alone prints the everyday commands.
.DEFAULT_GOAL := help
PY := .venv/bin/python

.PHONY: help setup demo up test check lint fix requirements faults promtool bench accuracy
.PHONY: manifests licences supply sbom audit release

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: ## install everything on a bare Debian 12 (every other command does this first)
	@deploy/setup.sh

demo: setup ## start everything and file the scenario dossiers
	@.venv/bin/guichet demo

up: setup ## start everything, empty, for you to use
	@.venv/bin/guichet up

test: setup ## all tests, on a broker and a store that the suite starts itself
	@deploy/setup.sh browser
	@$(PY) -m pytest -q -n 2 tests/rules tests/flow tests/ops tests/deploy tests/test_*.py
	@$(PY) -m pytest -q tests/contract tests/e2e tests/browser tests/faults

lint: setup ## style, types and import contracts
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

promtool: setup
	@deploy/promtool.sh

manifests: setup promtool ## images, clusters, units, workflow: right by their schemas and by the stage table
	@deploy/setup.sh manifests
	@$(PY) -m services.manifests

check: lint promtool manifests test ## what CI runs

licences: setup ## under which licence each runtime requirement comes
	@$(PY) -m services.manifests licences

supply: setup
	@[ -x .venv-supply/bin/python ] || $(PY) -m venv .venv-supply
	@.venv-supply/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r deploy/requirements/supply.txt

sbom: supply ## every runtime requirement with its hashes, as CycloneDX: var/sbom.json
	@mkdir -p var
	@.venv-supply/bin/cyclonedx-py requirements --output-reproducible --of JSON -o var/sbom.json deploy/requirements/runtime.txt

audit: supply ## known weaknesses of the runtime requirements (asks a service on the network)
	@deploy/audit.sh

release: setup ## whether this commit may be released: one version everywhere, images pinned to the byte
	@$(PY) -m services.manifests release

faults: setup ## kill, cut and wipe everything under load: three campaigns, then each fault alone
	@for seed in 1 2 3; do .venv/bin/guichet faults --seed $$seed --json || exit 1; done
	@.venv/bin/guichet recovery

bench: setup ## measure everything beside others, draw the plots (an hour and more, idle machine)
	@deploy/peers.sh
	@.venv/bin/guichet bench

accuracy: setup ## precision, recall and false alarms of the checks (GUICHET_REALSET: real pictures)
	@deploy/peers.sh
	@.venv/bin/guichet accuracy

fix: setup ## repair what tools can repair
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

requirements: ## resolve the pinned requirements anew (needs uv)
	uv pip compile pyproject.toml --extra demo --extra dev --generate-hashes --python-version 3.11.2 --no-header --no-annotate -q -o deploy/requirements/dev.txt
	uv pip compile pyproject.toml --generate-hashes --python-version 3.11.2 --no-header --no-annotate -q -c deploy/requirements/dev.txt -o deploy/requirements/runtime.txt
	uv pip compile deploy/requirements/bench.in --generate-hashes --python-version 3.11.2 --no-header --no-annotate -q -c deploy/requirements/dev.txt -o deploy/requirements/bench.txt
	uv pip compile deploy/requirements/supply.in --generate-hashes --python-version 3.11.2 --no-header --no-annotate -q -c deploy/requirements/dev.txt -o deploy/requirements/supply.txt
