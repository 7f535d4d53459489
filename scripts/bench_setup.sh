#!/usr/bin/env bash
# Makes .venv-bench: the programs that `make bench` compares with, apart from the project's own environment.
# Two of them come as source and need a C compiler. What cannot be installed is left out, and the benchmark says so.
set -euo pipefail
cd "$(dirname "$0")/.."

VENV=.venv-bench
LOCK=requirements/bench.lock
STAMP=$VENV/.setup-complete

say() { printf 'bench setup: %s\n' "$*"; }

# Programs for `make bench-images`: what makes the images, and what reads them beside this program.
IMAGE_PROGRAMS=(sleuthkit ewf-tools mtools dosfstools e2fsprogs)
if command -v dpkg-query >/dev/null && [ "$(id -u)" = 0 ]; then
  for name in "${IMAGE_PROGRAMS[@]}"; do
    if [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" != installed ]; then
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$name" </dev/null >/dev/null ||
        say "$name cannot be installed; what needs it is not measured"
    fi
  done
fi

key=$({ pwd; cat "$LOCK" scripts/bench_setup.sh; } | sha256sum | cut -d ' ' -f 1)
if [ "$(cat "$STAMP" 2>/dev/null)" = "$key" ] && "$VENV/bin/python" -c '' 2>/dev/null; then
  exit 0
fi
say "making $VENV (about 500 MB on disk)"
rm -rf "$VENV"
.venv/bin/python -m venv "$VENV"
if ! "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$LOCK"; then
  say 'not everything could be installed; what is missing is not measured'
  exit 0
fi
printf '%s\n' "$key" >"$STAMP"
say 'complete'
