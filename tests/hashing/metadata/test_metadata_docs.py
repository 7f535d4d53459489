"""docs/metadata.md names every code that the readers use, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from hashing.decode import kinds
from hashing.decode.extensions import USUAL, usual_extensions
from hashing.decode.kinds import Decoder, Kind

_ROOT = Path(__file__).resolve().parents[3]


def _used() -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in (_ROOT / "hashing").rglob("*.py"))
    return set(re.findall(r'Indicator\(\s*"([a-z-]+)"', text))


def test_every_indicator_code_is_explained_and_no_other() -> None:
    page = (_ROOT / "docs" / "metadata.md").read_text(encoding="utf-8")
    table = page.partition("## Indicators")[2].partition("### ")[0]

    explained = set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE))

    assert len(_used()) > 10
    assert explained == _used()


def test_every_kind_that_is_decoded_has_usual_extensions() -> None:
    decoded = {
        kind.media_type
        for kind in vars(kinds).values()
        if isinstance(kind, Kind) and kind.decoder not in {Decoder.UNSUPPORTED, Decoder.NOT_MEDIA}
    }

    assert decoded <= set(USUAL)
    assert "jpg" in usual_extensions("image/jpeg")
    assert "jpg" not in usual_extensions("image/png")
    assert usual_extensions("application/unknown") == frozenset()
