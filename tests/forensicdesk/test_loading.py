"""What is loaded beside other work, and what children do without."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path


def loaded_by(code: str, *, whole: bool = False) -> set[str]:
    """The packages, or whole names, that a fresh interpreter has loaded after some lines, its threads ended."""
    lines = f"{code}\nimport sys, threading\n[one.join() for one in threading.enumerate()[1:]]\nprint(*sys.modules)"
    output = subprocess.run([sys.executable, "-c", lines], check=True, capture_output=True, text=True).stdout
    return {name if whole else name.partition(".")[0] for name in output.split()}


@pytest.mark.parametrize(("formats", "there", "missing"), [(["pdf"], "fpdf", "jinja2"), (["html"], "jinja2", "fpdf")])
def test_only_what_the_formats_need_is_loaded(formats: list[str], there: str, missing: str) -> None:
    loaded = loaded_by(f"from forensicdesk.reporting.loading import begin_loading\nbegin_loading({formats}, ())")
    assert {there, "cv2"} <= loaded
    assert missing not in loaded


def test_a_child_starts_without_the_ciphers_of_zip_archives() -> None:
    loaded = loaded_by("import forensicdesk.evidence.containers.table")
    assert "forensicdesk" in loaded
    assert "Cryptodome" not in loaded


def test_pictures_are_not_put_to_the_readers_of_containers(tmp_path: Path) -> None:
    (tmp_path / "one.jpg").write_bytes(jpeg(1))
    asked = f"from forensicdesk.workers.rehash import find_statements\nprint(find_statements({bytes(tmp_path)!r}))"
    assert not {name for name in loaded_by(asked, whole=True) if name.endswith("containers.table")}

    (tmp_path / "note.bin").write_bytes(b"neither a picture nor a film")
    assert {name for name in loaded_by(asked, whole=True) if name.endswith("containers.table")}


def test_the_main_module_that_every_child_imports_loads_no_command_line() -> None:
    loaded = loaded_by("import forensicdesk.__main__")
    assert not {"click", "pebble", "sqlalchemy", "numpy"} & loaded


def test_until_its_children_start_a_run_loads_neither_database_nor_reports() -> None:
    loaded = loaded_by("import forensicdesk.cli.run")
    assert "pebble" in loaded
    assert not {"sqlalchemy", "numpy", "reports", "cryptography"} & loaded
