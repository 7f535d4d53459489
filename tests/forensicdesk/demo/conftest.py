"""The exhibit, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forensicdesk.demo import make_evidence

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="package")
def exhibit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole synthetic exhibit; no test may change it."""
    folder = tmp_path_factory.mktemp("demo") / "evidence"
    make_evidence(folder)
    return folder
