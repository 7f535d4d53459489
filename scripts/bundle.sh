#!/usr/bin/env bash
# Builds dist/forensicdesk with PyInstaller: program, manual, list of parts (sbom.cdx.json) and SHA256SUMS over all of it.
# Skipped when nothing that goes into it has changed; never skipped in CI. docs/bundle.md says how far two builds are equal.
set -euo pipefail
cd "$(dirname "$0")/.."

STAMP=dist/.bundle-inputs
OUT=dist/forensicdesk

# What a build can differ by although its input is the same: the order of sets, and the hour.
export PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 946684800)}
export SOURCE_DATE_EPOCH

inputs() {
  {
    cat build.spec mkdocs.yml scripts/bundle.sh scripts/entry_*.py pyproject.toml requirements/runtime.lock LICENSE NOTICE.md
    .venv/bin/python --version
    find forensicdesk hashing reports ui bundling docs -type f -not -path '*/__pycache__/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
  } | sha256sum | cut -d ' ' -f 1
}

key=$(inputs)
if [ -z "${CI:-}" ] && [ "$(cat "$STAMP" 2>/dev/null)" = "$key" ] && [ -x dist/forensicdesk/forensicdesk ]; then
  echo 'bundle: dist/forensicdesk is up to date'
  exit 0
fi

rm -rf build "$OUT"
mkdir -p build dist
.venv/bin/python -m bundling.manual build/manual
echo 'bundle: building dist/forensicdesk (one to two minutes)'
if ! .venv/bin/python -m PyInstaller --noconfirm --clean --log-level WARN build.spec >build/pyinstaller.log 2>&1; then
  tail -n 40 build/pyinstaller.log >&2
  echo 'bundle: PyInstaller failed; the whole log is build/pyinstaller.log' >&2
  exit 1
fi
.venv/bin/python -m bundling.sbom "$OUT"
.venv/bin/python -m bundling.sums "$OUT"
printf '%s\n' "$key" >"$STAMP"
echo "bundle: dist/forensicdesk, $(du -sm dist/forensicdesk | cut -f 1) MB"
