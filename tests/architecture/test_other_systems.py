"""Every module can be imported where the modules and calls of POSIX are missing, as on Windows.

No more than that is shown here: a child process takes them away on this system. Nothing was run on Windows or macOS.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

IMPORT_ALL = """
import importlib, json, os, pkgutil, signal, sys, types

PACKAGES = ("forensicdesk", "hashing", "reports", "ui")
SKIPPED = ("forensicdesk.case.migrations",)  # run by Alembic, not imported

def names():
    for package in PACKAGES:
        found = importlib.import_module(package)
        yield package
        for one in pkgutil.walk_packages(found.__path__, package + "."):
            if not one.name.startswith(SKIPPED) and not one.name.endswith("__main__"):
                yield one.name

def import_all():
    failed = {}
    for name in wanted:
        try:
            importlib.import_module(name)
        except Exception as error:
            failed[name] = f"{type(error).__name__}: {error}"
    return failed

wanted = list(names())
before = import_all()  # and with them the libraries, which have ways of their own on each system
for name in [one for one in sys.modules if one.partition(".")[0] in PACKAGES]:
    del sys.modules[name]
for name in ("fcntl", "resource", "pwd", "grp", "termios", "posix"):
    sys.modules[name] = None
for name in ("msvcrt", "winreg"):
    sys.modules[name] = types.ModuleType(name)
for name in %s:
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGKILL", "SIGHUP", "SIGALRM", "SIGUSR1", "SIGQUIT", "SIGSTOP", "SIGCHLD", "pthread_sigmask", "alarm"):
    delattr(signal, name)
os.supports_dir_fd.clear()
os.supports_fd.clear()
sys.platform = "win32"  # os.name stays: pathlib would make paths of Windows of it
after = import_all()
sys.platform = "linux"
print(json.dumps({"modules": len(wanted), "before": before, "after": after}))
"""
MISSING = (
    "fork", "register_at_fork", "geteuid", "getuid", "getgid", "uname", "nice", "setsid", "killpg", "getpgid", "pread",
    "chown", "fchmod", "mkfifo", "statvfs", "sysconf", "sched_getaffinity", "O_NOFOLLOW", "O_DIRECTORY", "O_NOATIME",
    "O_NONBLOCK", "O_CLOEXEC", "O_PATH",
)  # fmt: skip
"""What Python's `os` has not on Windows."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="takes away what this system has")
def test_every_module_can_be_imported_without_what_only_posix_has() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL % repr(MISSING)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])

    assert found["modules"] > 500
    assert found["before"] == {}
    assert found["after"] == {}
