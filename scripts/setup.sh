#!/usr/bin/env bash
# Makes this checkout ready to run: system libraries, .venv, locked dependencies, the project itself.
# Does nothing that is done already. PYTHON=/path/to/python3.x chooses the interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."

VENV=.venv
LOCK=requirements/dev.lock
STAMP=$VENV/.setup-complete

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 3; }

# One line a package; "a|b" where distributions name the same library differently.
SYSTEM_PACKAGES=(
  'libglib2.0-0|libglib2.0-0t64'
  libegl1 libgl1 libx11-6 libx11-xcb1 libdbus-1-3 libfontconfig1 libfreetype6 libbrotli1
  libxkbcommon0 libxkbcommon-x11-0
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-randr0 libxcb-render-util0 libxcb-render0
  libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxcb1
  fonts-dejavu-core
  binutils                     # objdump, for PyInstaller
  xvfb xauth poppler-utils     # tests: a screen without a monitor, and a second opinion on PDF files
  libimage-exiftool-perl       # tests: a second opinion on metadata
  softhsm2                     # tests: a token of software
  postgresql                   # tests: a server of their own; Debian also starts one, on 127.0.0.1, which they do not use
  sleuthkit                    # make bench-lists: hfind, to compare look-ups with
)

# The path is part of it: a .venv that was moved or copied does not work at its new place.
setup_key() {
  { pwd; cat scripts/setup.sh pyproject.toml "$LOCK"; } | sha256sum | cut -d ' ' -f 1
}

missing_packages() {
  local names name candidates have
  have=" $(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | tr '\n' ' ') "
  for names in "$@"; do
    IFS='|' read -ra candidates <<<"$names"
    for name in "${candidates[@]}"; do
      case "$have" in *" $name "*) continue 2 ;; esac
    done
    printf '%s\n' "$names"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "needs root to install system packages; run as root, or install sudo, or install yourself: $*"
  fi
}

apt_install() {
  local names name wanted=() candidates
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q || fail 'apt-get update failed; see the lines above'
  for names in "$@"; do
    IFS='|' read -ra candidates <<<"$names"
    for name in "${candidates[@]}"; do
      # A name that only stands for another package ("virtual") has no version of its own.
      if [ -n "$(apt-cache show --no-all-versions "$name" 2>/dev/null | sed -n 's/^Version: //p')" ]; then
        wanted+=("$name")
        continue 2
      fi
    done
    fail "no system package found for $names"
  done
  say "installing system packages: ${wanted[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${wanted[@]}" </dev/null ||
    fail 'apt-get install failed; see the lines above'
}

is_debian() { command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; }

system_libraries() {
  local missing
  if ! is_debian; then
    say "this is no Debian or Ubuntu: install the libraries that Qt needs (EGL, GL, X11 and xcb with its cursor, icccm, keysyms, image and render-util parts, xkbcommon, D-Bus, fontconfig, GLib), a DejaVu font, binutils, Xvfb, poppler and, for the tests, ExifTool, PostgreSQL and The Sleuth Kit yourself."
    return
  fi
  mapfile -t missing < <(missing_packages "${SYSTEM_PACKAGES[@]}")
  if [ "${#missing[@]}" -gt 0 ]; then apt_install "${missing[@]}"; fi
}

suits() {
  "$1" -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info[:2] < (3, 14)))' >/dev/null 2>&1
}

find_python() {
  local name
  if [ -n "${PYTHON:-}" ]; then
    suits "$PYTHON" || fail "PYTHON=$PYTHON is no Python 3.11, 3.12 or 3.13"
    printf '%s\n' "$PYTHON"
    return
  fi
  for name in python3 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && suits "$name"; then
      printf '%s\n' "$name"
      return
    fi
  done
  fail 'found no Python 3.11, 3.12 or 3.13; install one, or name it with PYTHON=/path/to/python3'
}

# Debian keeps venv's pip and the shared library that PyInstaller needs in packages of their own.
python_parts() {
  local python=$1 version wanted=()
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || wanted+=("python$version-venv")
  "$python" - <<'PY' || wanted+=("libpython$version|libpython${version}t64")
import ctypes
import sys
import sysconfig
from pathlib import Path

name = sysconfig.get_config_var("INSTSONAME") or sysconfig.get_config_var("LDLIBRARY") or ""
if not Path(str(sysconfig.get_config_var("LIBDIR")), name).is_file():
    try:
        ctypes.CDLL(name)
    except OSError:
        sys.exit(1)
PY
  if [ "${#wanted[@]}" -eq 0 ]; then return; fi
  is_debian || fail "$python lacks ensurepip or its shared library; install your system's packages for both"
  apt_install "${wanted[@]}"
}

usable_environment() {
  suits "$VENV/bin/python" && grep -qF "$PWD/$VENV/bin/" "$VENV/bin/pip" 2>/dev/null
}

environment() {
  local python
  python=$(find_python)
  python_parts "$python"
  if ! usable_environment; then
    say "making $VENV with $("$python" --version)"
    rm -rf "$VENV"
    "$python" -m venv "$VENV"
  fi
  say 'installing the locked dependencies (about 1 GB on disk)'
  # The lock is complete, and leaves out on purpose what requirements/overrides.in names: pip is not to look for more.
  "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r "$LOCK"
  "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
}

system_libraries
key=$(setup_key)
if [ "$(cat "$STAMP" 2>/dev/null)" = "$key" ] && "$VENV/bin/python" -c '' 2>/dev/null; then
  exit 0
fi
environment
printf '%s\n' "$key" >"$STAMP"
say 'complete'
