#!/usr/bin/env bash
# Makes dist/offline-folder: wheels of the locked dependencies for this system and this Python, the program's own wheel, an installer,
# the manual, checksums. Needs a package index, as configured on the machine; whoever installs from the folder needs none.
set -euo pipefail
cd "$(dirname "$0")/.."

OUT=dist/offline-folder
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 946684800)}
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0

pip() { .venv/bin/python -m pip --quiet --disable-pip-version-check "$@"; }

# What an earlier build of a wheel left behind would come along into the next one, or be taken for what is installed.
tidy() { rm -rf build/lib build/bdist.* forensicdesk.egg-info; }

rm -rf "$OUT"
tidy
trap tidy EXIT
mkdir -p "$OUT/wheels" "$OUT/program" build
pip download --no-deps --only-binary :all: --require-hashes --requirement requirements/runtime.lock --dest "$OUT/wheels"
pip wheel --no-deps --no-build-isolation --no-index --wheel-dir "$OUT/program" .
.venv/bin/python -m bundling.manual "$OUT/manual"
.venv/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])' >"$OUT/python-version"
cp requirements/runtime.lock "$OUT/requirements.lock"
cp bundling/offline/install.sh bundling/offline/install.ps1 LICENSE NOTICE.md CHANGELOG.md "$OUT/"
.venv/bin/python -m bundling.sums "$OUT"
echo "offline-folder: $OUT, $(du -sm "$OUT" | cut -f 1) MB"
