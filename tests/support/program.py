"""Running the program as a person does: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

TIMEOUT_S = 300


def command(*arguments: object) -> list[str]:
    """The command line that runs `forensicdesk` with these arguments."""
    return [sys.executable, "-m", "forensicdesk", *map(str, arguments)]


def environment(home: Path, **more: str) -> dict[str, str]:
    """This process's environment, with the workstation's hash lists kept in `home`."""
    return {**os.environ, "FORENSICDESK_HOME": str(home), **more}


def forensicdesk(home: Path, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `forensicdesk` to its end and give what it printed."""
    return subprocess.run(
        command(*arguments),
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )


def document(done: subprocess.CompletedProcess[str]) -> Any:  # noqa: ANN401 - JSON is of any type
    """The JSON document that a command printed; stderr is shown where there is none."""
    assert done.stdout, done.stderr
    return json.loads(done.stdout)
