"""What a report says of the engine is found out by a child that waits, and here where none does."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from forensicdesk.workers.proving import begin_proving, proof
from hashing.engine import libraries

if TYPE_CHECKING:
    from pathlib import Path

USED = ("pdq", "phash")

_PROGRAM = """
import sys
from forensicdesk.workers.ahead import children_ahead
from forensicdesk.workers.limits import Limits
from forensicdesk.workers.proving import begin_proving, proof

if __name__ == "__main__":
    with children_ahead(1, Limits(passwords=("secret",))):
        begin_proving(("pdq", "phash"))
        print(proof(("pdq", "phash")))
    print({"cv2", "av"} & {*sys.modules} or "neither")
"""


def test_a_child_that_waits_answers_and_the_parent_loads_no_decoder(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM, encoding="utf-8")

    said = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=60, check=True).stdout

    assert said.splitlines() == [str(proof(USED)), "neither"]


def test_without_a_child_it_is_found_out_here() -> None:
    begin_proving(USED)

    found = proof(USED)

    assert found.libraries == libraries()
    assert found.wrong == ()


def test_every_report_asks_again() -> None:
    begin_proving(USED)

    assert proof(USED) is not proof(USED)
