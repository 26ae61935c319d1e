# The same doors as run.py, for people whose fingers type make.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help check test demo bench bench-sunlight bench-planning bench-ballots bench-faults docs

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
	$(MAKE) bench-planning

bench-sunlight:  ## Print sunlight beside its peers, which get an environment of their own
	$(PYTHON) run.py test --set-up
	$(PYTHON) -m venv .cache/bench
	-.cache/bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.lock
	.cache/bench/bin/python -W ignore -m benchmarks.sunlight $(OPTIONS) || .venv/bin/python -m benchmarks.sunlight $(OPTIONS)

bench-ballots:  ## Print ballots a second through the verb, beside bare durable inserts
	$(PYTHON) run.py test --set-up
	.venv/bin/python -m benchmarks.ballots speed
	.venv/bin/python -m benchmarks.ballots speed --postgresql

bench-faults:  ## Two thousand ballots while the server is killed a hundred times, on SQLite and on PostgreSQL
	$(PYTHON) run.py test --set-up
	.venv/bin/python -m benchmarks.ballots faults
	.venv/bin/python -m benchmarks.ballots faults --postgresql

bench-planning:  ## Print the planner beside HiGHS, which gets an environment of its own, and beside planning by hand
	$(PYTHON) run.py test --set-up
	$(PYTHON) -m venv build/bench-planning
	build/bench-planning/bin/pip install -q --require-hashes -r requirements/bench-planning.lock
	.venv/bin/python -m benchmarks.planning --peer build/bench-planning/bin/python $(OPTIONS)

docs:  ## Make the pictures in docs/images again, in a real browser
	$(PYTHON) run.py test --set-up
	.venv/bin/python tools/screenshots.py
