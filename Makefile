# The same doors as run.py, for people whose fingers type make.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help check test demo bench bench-sunlight docs

help:  ## Show what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

check:  ## Lint, types, arrows and all tests but the browser's and PostgreSQL's
	$(PYTHON) run.py test --quick

test:  ## Everything that is checked before a change lands
	$(PYTHON) run.py test

demo:  ## Make the demonstration store and serve it
	$(PYTHON) run.py demo

bench:  ## Print every performance figure we claim, measured now
	$(PYTHON) run.py test --set-up
	.venv/bin/python benchmarks/siting.py --check
	.venv/bin/python -m benchmarks.sunlight
	.venv/bin/python benchmarks/import_dwellings.py
	$(PYTHON) -m venv build/bench-tally
	build/bench-tally/bin/pip install -q --require-hashes -r requirements/bench-tally.lock
	build/bench-tally/bin/python benchmarks/tally.py
	build/bench-tally/bin/python benchmarks/sharing.py

bench-sunlight:  ## Print sunlight beside its peers, which get an environment of their own
	$(PYTHON) run.py test --set-up
	$(PYTHON) -m venv .cache/bench
	-.cache/bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.lock
	.cache/bench/bin/python -W ignore -m benchmarks.sunlight $(OPTIONS) || .venv/bin/python -m benchmarks.sunlight $(OPTIONS)

docs:  ## Make the pictures in docs/images again, in a real browser
	$(PYTHON) run.py test --set-up
	.venv/bin/python tools/screenshots.py
