#!/usr/bin/env bash
# Makes .venv-pdf-checks: outside programs that look at the PDF reports, apart from the project's own environment.
set -euo pipefail
cd "$(dirname "$0")/.."

VENV=.venv-pdf-checks
LOCK=requirements/pdf-checks.lock
STAMP=$VENV/.setup-complete

say() { printf 'pdf checks setup: %s\n' "$*"; }

key=$({ pwd; cat "$LOCK" scripts/pdf_checks_setup.sh; } | sha256sum | cut -d ' ' -f 1)
if [ "$(cat "$STAMP" 2>/dev/null)" = "$key" ] && "$VENV/bin/python" -c '' 2>/dev/null; then
  exit 0
fi
say "making $VENV (about 450 MB on disk)"
rm -rf "$VENV"
.venv/bin/python -m venv "$VENV"
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r "$LOCK"
printf '%s\n' "$key" >"$STAMP"
say 'complete'
