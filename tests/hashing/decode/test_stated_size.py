"""A film whose end is missing is known by what its container states of its own length."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashing.decode import kinds
from hashing.decode.stated_size import missing_end
from hashing.values import IssueCode, Outcome
from tests.hashing.making import film, run

if TYPE_CHECKING:
    from pathlib import Path

_FILMS = {
    "avi": ("avi", "mpeg4", kinds.AVI),
    "asf": ("asf", "wmv2", kinds.ASF),
    "matroska": ("matroska", "libx264", kinds.MATROSKA),
    "mov": ("mov", "mpeg4", kinds.MOV),
}


@pytest.mark.parametrize("name", _FILMS)
def test_a_whole_film_lacks_nothing_and_one_without_its_last_twentieth_does(name: str) -> None:
    container, codec, kind = _FILMS[name]
    whole = film(container, codec)
    cut = whole[: len(whole) * 19 // 20]

    assert missing_end(io.BytesIO(whole), kind) is None
    assert missing_end(io.BytesIO(whole + bytes(300)), kind) is None
    if name != "mov":  # its index stands at the end; only its media data state a length
        said = missing_end(io.BytesIO(cut), kind)
        assert said is not None
        assert f"after {len(cut)} of" in said
        assert said == f"the file ends after {len(cut)} of {len(whole)} bytes"
    half = missing_end(io.BytesIO(whole[: len(whole) // 2]), kind)
    assert half is not None


@pytest.mark.parametrize("name", ["avi", "asf", "matroska"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_films_cut_short_are_marked_however_little_is_missing(name: str, share: float) -> None:
    container, codec, _ = _FILMS[name]
    whole = film(container, codec)

    found = run(whole[: int(len(whole) * share)])

    assert found.outcome is Outcome.ANALYSED
    assert [issue.code for issue in found.issues] == [IssueCode.TRUNCATED]
    assert run(whole).issues == ()


@given(st.sampled_from([kinds.AVI, kinds.ASF, kinds.MATROSKA, kinds.MP4, kinds.FLV]), st.binary(max_size=200))
def test_any_bytes_are_read_without_an_error(kind: kinds.Kind, data: bytes) -> None:
    starts = {"avi": b"RIFF", "asf": b"", "matroska": b"\x1a\x45\xdf\xa3"}

    said = missing_end(io.BytesIO(starts.get(kind.formats[0], b"") + data), kind)

    assert said is None or said.startswith("the file ends after")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (kinds.MATROSKA, b"\x1a\x45\xdf\xa3\x01" + b"\xfe" * 7 + bytes(100)),
        (kinds.ASF, bytes(16) + struct.pack("<QI2x", 30, 1) + bytes(16) + b"\xff" * 8 + bytes(100)),
        (kinds.MP4, struct.pack(">I4sQ", 1, b"free", (1 << 64) - 1) + bytes(100)),
    ],
)
def test_a_length_that_leads_farther_than_any_file_reaches_says_nothing(
    tmp_path: Path, kind: kinds.Kind, data: bytes
) -> None:
    path = tmp_path / "film"
    path.write_bytes(data)

    assert missing_end(io.BytesIO(data), kind) is None
    with path.open("rb") as stream:
        assert missing_end(stream, kind) is None
