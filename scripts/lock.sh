#!/usr/bin/env bash
# Writes requirements/*.lock anew from pyproject.toml and requirements/bench.in: one version for all systems, a hash for every file,
# no address of any package index. Needs access to a package index, as configured on the machine.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --overrides requirements/overrides.in "$@" >/dev/null
}

compile pyproject.toml --output-file requirements/runtime.lock
compile pyproject.toml --extra cluster --constraint requirements/runtime.lock --output-file requirements/cluster.lock
compile requirements/postgresql.in --constraint requirements/runtime.lock --output-file requirements/postgresql.lock
compile pyproject.toml --extra dev --extra cluster --extra postgresql --constraint requirements/cluster.lock \
  --output-file requirements/dev.lock
compile requirements/bench.in --output-file requirements/bench.lock
echo 'lock: requirements/runtime.lock, cluster.lock, postgresql.lock, dev.lock and bench.lock written'
