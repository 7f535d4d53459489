"""Of files that end too early, and of pictures behind texts without end, what can be had is had."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashing.decode.psd_deep import deep_header
from hashing.decode.tiff_tags import read_directory
from hashing.metadata import ends
from hashing.metadata.ends import codestream_end, icon_end, photoshop_end, tiff_end
from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import pdq
from hashing.values import EmbeddedKind, IssueCode, Outcome, ViewKind
from tests.hashing.decode.raster import png_chunk
from tests.hashing.making import deep_photoshop, encoded, film, photoshop, run, scene
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from hashing.decode.tiff_tags import Directory


@pytest.mark.parametrize("name", ["WEBP", "AVIF"])
def test_of_a_cut_webp_or_avif_the_readable_part_is_had(name: str) -> None:
    whole = encoded(scene(), name)
    found = run(whole[: len(whole) * 98 // 100])
    assert (found.outcome, [issue.code for issue in found.issues]) == (Outcome.ANALYSED, [IssueCode.TRUNCATED])
    assert (found.width, found.height) == (480, 360)
    reference = run(whole).perceptual[0].value
    assert hamming(found.perceptual[0].value, reference) <= 31
    assert "bytes-after-end" not in {one.code for one in found.indicators}


def test_of_a_cut_animated_webp_the_whole_frames_are_had() -> None:
    frames = [scene(name) for name in ("scatter", "rings", "tiles")]
    whole = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100, lossless=True)
    places = [at for at in range(len(whole)) if whole.startswith(b"ANMF", at)]
    assert len(places) == 3

    for there, cut in ((1, places[1] + 20), (2, places[2] + 1000), (2, len(whole) - 9)):
        found = run(whole[:cut])

        assert (found.outcome, [issue.code for issue in found.issues]) == (Outcome.ANALYSED, [IssueCode.TRUNCATED])
        assert found.perceptual[0].value == pdq(np.asarray(frames[0], dtype=np.uint8)).value
        assert [view.name for view in found.views if view.kind is ViewKind.FRAME] == ["frame 2"][: there - 1]


def test_of_a_cut_heic_the_readable_part_is_had_and_nothing_is_called_appended() -> None:
    data = shared_data()
    path = data / "exif/heic/samplefilehub.heif" if data else None
    if path is None or not path.is_file():
        pytest.skip("no HEIC picture can be made here and the shared data are not here")
    whole = path.read_bytes()
    found = run(whole[: len(whole) * 97 // 100])
    assert (found.outcome, [issue.code for issue in found.issues]) == (Outcome.ANALYSED, [IssueCode.TRUNCATED])
    assert "bytes-after-end" not in {one.code for one in found.indicators}
    assert hamming(found.perceptual[0].value, run(whole).perceptual[0].value) <= 31


def test_a_picture_of_boxes_with_a_film_behind_it_is_decoded_and_the_film_is_an_item() -> None:
    picture, behind = encoded(scene(), "AVIF"), film("mp4", "mpeg4")
    found = run(picture + behind)
    assert (found.outcome, found.issues) == (Outcome.ANALYSED, ())
    assert found.perceptual == run(picture).perceptual
    assert [(one.kind, one.offset, one.length) for one in found.embedded] == [
        (EmbeddedKind.APPENDED_FILM, len(picture), len(behind))
    ]
    boxed = run(picture + struct.pack(">I4s", len(behind) + 8, b"mpvd") + behind)
    assert "motion-photo" in {one.code for one in boxed.indicators}


def test_a_file_that_states_far_more_than_it_holds_is_not_filled_up() -> None:
    data = bytearray(encoded(scene(), "WEBP")[:2000])
    data[4:8] = struct.pack("<I", 0xFFFFFFF0)
    found = run(bytes(data))
    assert (found.outcome, found.issues[0].code) == (Outcome.FAILED, IssueCode.DECODER_REFUSED)


@pytest.mark.parametrize(
    ("name", "head"),
    [(b"iCCP", b"profile\0\0"), (b"zTXt", b"words\0\0"), (b"iTXt", b"words\0\1\0\0\0")],
)
def test_a_png_is_decoded_whatever_its_texts_inflate_to(name: bytes, head: bytes) -> None:
    plain = encoded(scene(), "PNG")
    long = png_chunk(name, head + zlib.compress(b"a" * (3 << 20)))
    found = run(plain[:33] + long * 2 + plain[33:])
    assert (found.outcome, found.issues) == (Outcome.ANALYSED, ())
    assert found.perceptual[0].value == pdq(np.asarray(scene(), dtype=np.uint8)).value


@pytest.mark.parametrize("packed", [False, True])
def test_photoshop_documents_of_16_bits_are_read(packed: bool) -> None:
    data = deep_photoshop(scene(), packed=packed)
    found = run(data)
    assert (found.outcome, found.issues, found.width, found.height) == (Outcome.ANALYSED, (), 480, 360)
    assert found.perceptual[0].value == pdq(np.asarray(scene(), dtype=np.uint8)).value
    cut = run(data[: len(data) * 9 // 10])
    assert [issue.code for issue in cut.issues] == [IssueCode.TRUNCATED]
    assert [issue.code for issue in run(data[:30]).issues] == [IssueCode.DECODER_REFUSED]


@pytest.mark.parametrize(("channels", "side"), [(57, 10), (3, 30_001), (3, 0), (0, 10)])
def test_photoshop_documents_of_sizes_that_none_may_state_are_not_begun(channels: int, side: int) -> None:
    header = struct.pack(">4sH6xHIIHH", b"8BPS", 1, channels, side, 10, 16, 3)
    assert deep_header(io.BytesIO(header)) is None
    assert run(header + bytes(100)).outcome is Outcome.FAILED


def test_of_more_channels_than_are_read_only_those_that_are_read_are_counted_as_missing() -> None:
    whole = deep_photoshop(scene(), packed=False)
    start = 26 + 12 + 2
    found = run(whole[:12] + struct.pack(">H", 6) + whole[14 : start + 480 * 360 * 2])
    assert (found.outcome, found.issues[0].code) == (Outcome.ANALYSED, IssueCode.TRUNCATED)
    assert "1080 of 1440 rows are missing" in found.issues[0].detail


def test_however_many_directories_a_tiff_names_few_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(stream: io.BytesIO, place: int, order: str, *, big: bool) -> Directory | None:
        asked.append(place)
        return read_directory(stream, place, order, big=big)

    monkeypatch.setattr(ends, "read_directory", counted)
    many = 60_000
    names = struct.pack("<H", 1) + struct.pack("<HHII", 0x014A, 4, many, 100) + struct.pack("<I", 0)
    data = b"II*\0\x08\0\0\0" + names.ljust(92, b"\0") + struct.pack(f"<{many}I", *range(100, 100 + many))
    tiff_end(data + bytes(many))
    assert 0 < len(asked) <= 4096


@pytest.mark.parametrize(
    "whole",
    [
        encoded(scene(), "TIFF"),
        encoded(scene(), "TIFF", big_tiff=True),
        encoded(scene(), "TIFF", compression="tiff_lzw", save_all=True, append_images=[scene("tiles")]),
        encoded(scene(), "ICO"),
        encoded(scene(), "JPEG2000", no_jp2=True),
        photoshop(scene()),
        deep_photoshop(scene(), packed=True),
    ],
    ids=["tiff", "big tiff", "pages", "icon", "codestream", "photoshop", "packed photoshop"],
)
def test_bytes_behind_the_end_are_counted_in_further_formats(whole: bytes) -> None:
    assert "bytes-after-end" not in {one.code for one in run(whole).indicators}
    told = [one.text for one in run(whole + b"hidden words" * 5).indicators if one.code == "bytes-after-end"]
    assert len(told) == 1
    assert told[0].startswith(("60 bytes", "61 bytes"))


@given(st.sampled_from([icon_end, codestream_end, photoshop_end, tiff_end]), st.binary(max_size=200))
def test_no_bytes_make_the_search_for_the_end_fail(search: Callable[[bytes], int | None], data: bytes) -> None:
    for head in (b"", b"II*\0\x08\0\0\0", b"\xff\x4f", b"8BPS\0\1", b"\0\0\1\0"):
        end = search(head + data)
        assert end is None or 0 < end <= len(head + data)
