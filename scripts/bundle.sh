#!/usr/bin/env bash
# Builds dist/forensicdesk with PyInstaller. Skipped when nothing that goes into it has changed; never skipped in CI.
set -euo pipefail
cd "$(dirname "$0")/.."

STAMP=dist/.bundle-inputs

inputs() {
  {
    cat build.spec scripts/bundle.sh scripts/entry_*.py pyproject.toml requirements/runtime.lock LICENSE NOTICE.md
    .venv/bin/python --version
    find forensicdesk hashing reports ui -type f -not -path '*/__pycache__/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
  } | sha256sum | cut -d ' ' -f 1
}

key=$(inputs)
if [ -z "${CI:-}" ] && [ "$(cat "$STAMP" 2>/dev/null)" = "$key" ] && [ -x dist/forensicdesk/forensicdesk ]; then
  echo 'bundle: dist/forensicdesk is up to date'
  exit 0
fi

rm -rf build dist
mkdir -p build dist
echo 'bundle: building dist/forensicdesk (one to two minutes)'
if ! .venv/bin/python -m PyInstaller --noconfirm --clean --log-level WARN build.spec >build/pyinstaller.log 2>&1; then
  tail -n 40 build/pyinstaller.log >&2
  echo 'bundle: PyInstaller failed; the whole log is build/pyinstaller.log' >&2
  exit 1
fi
printf '%s\n' "$key" >"$STAMP"
echo "bundle: dist/forensicdesk, $(du -sm dist/forensicdesk | cut -f 1) MB"
