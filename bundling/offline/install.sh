#!/bin/sh
# Installs ForensicDesk from this folder, without any network: sh install.sh FOLDER
# FOLDER is made and must not exist. PYTHON=/path/to/python3 chooses the interpreter.
set -eu

fail() { printf 'install: %s\n' "$*" >&2; exit "$code"; }

code=2
[ "$#" = 1 ] || fail 'name the folder to install into: sh install.sh FOLDER'
[ ! -e "$1" ] || fail "$1 exists already; name a folder that does not, and remove the old one once the new one works"
case "$1" in /*) target=$1 ;; *) target=$PWD/$1 ;; esac
cd "$(dirname "$0")"

code=3
if command -v sha256sum >/dev/null; then
  sha256sum --check --quiet SHA256SUMS || fail 'a file of this folder is not as it was made; copy the folder again'
elif command -v shasum >/dev/null; then
  shasum -a 256 --check --quiet SHA256SUMS || fail 'a file of this folder is not as it was made; copy the folder again'
else
  fail 'neither sha256sum nor shasum is there, so this folder cannot be checked; install one of them'
fi

version=$(cat python-version)
python=${PYTHON:-python$version}
command -v "$python" >/dev/null || fail "$python was not found; this folder is for Python $version (PYTHON=/path/to/python$version names it)"
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
[ "$found" = "$version" ] || fail "$python is Python $found; this folder is for Python $version"

"$python" -m venv "$target" || fail "$python cannot make an environment in $target; it may lack its part named venv"
pip() { "$target/bin/python" -m pip --isolated --quiet --disable-pip-version-check install --no-index --no-deps "$@"; }
pip --find-links wheels --only-binary :all: --require-hashes --requirement requirements.lock || fail 'the libraries cannot be installed; see the lines above'
pip program/*.whl || fail 'the program cannot be installed; see the lines above'
cp -R manual "$target/manual"
cp LICENSE NOTICE.md CHANGELOG.md "$target/"

"$target/bin/forensicdesk" doctor || fail "installed in $target, but the check of the installation has a finding; see the lines above"
printf 'install: done; start %s/bin/forensicdesk gui\n' "$target"
