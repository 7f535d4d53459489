#!/usr/bin/env bash
# Writes requirements/*.lock anew from pyproject.toml and requirements/*.in: one version for all systems, a hash for every file,
# no address of any package index. Needs access to a package index, as configured on the machine.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --overrides requirements/overrides.in "$@" >/dev/null
}

compile pyproject.toml --output-file requirements/runtime.lock
for extra in cluster postgresql token; do
  compile pyproject.toml --extra "$extra" --constraint requirements/runtime.lock --output-file "requirements/$extra.lock"
done
compile pyproject.toml --extra dev --extra cluster --extra postgresql --extra token --constraint requirements/runtime.lock \
  --output-file requirements/dev.lock
compile requirements/bench.in --output-file requirements/bench.lock
compile requirements/pdf-checks.in --output-file requirements/pdf-checks.lock
echo 'lock: runtime.lock, cluster.lock, postgresql.lock, token.lock, dev.lock, bench.lock and pdf-checks.lock written'
