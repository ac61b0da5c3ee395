#!/usr/bin/env bash
# What bench and accuracy measure beside us, and what draws the plots, in an environment of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -x .venv-bench/bin/python ] || .venv/bin/python -m venv .venv-bench
.venv-bench/bin/python -m pip install -q --disable-pip-version-check --require-hashes \
  -r deploy/requirements/bench.txt 2> >(grep -v '^WARNING: Location' >&2)
