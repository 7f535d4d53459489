"""Small lists are probed in these tests, where the program would compare every entry."""

from __future__ import annotations

import pytest

from forensicdesk.hamming import bands


@pytest.fixture(autouse=True)
def _probe_even_small_indexes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bands, "scan_work", lambda _: float("inf"))
