"""JPEG files: the reason of a refusal is precise, and the further pictures of a file are found where they lie."""

from __future__ import annotations

import io
import struct
from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hashing.decode.jpeg_marks import frame_header, why_refused
from hashing.decode.mpf import secondary_pictures
from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import pdq
from hashing.values import EmbeddedKind, IssueCode, Outcome
from tests.hashing.making import encoded, further, run, scene
from tests.support.shared import shared_data

_PLAIN = encoded(scene(width=160, height=120), "JPEG")
_FRAME = _PLAIN.find(b"\xff\xc0")


def _with_frame(marker: int, bits: int = 8, components: int = 3, height: int = 120) -> bytes:
    data = bytearray(_PLAIN)
    data[_FRAME + 1] = marker
    struct.pack_into(">BHHB", data, _FRAME + 4, bits, height, 160, components)
    return bytes(data)


_REFUSED = {
    "12 bits per sample": _with_frame(0xC1, 12),
    "hierarchical": _with_frame(0xC5),
    "lossless": _with_frame(0xC3),
    "JPEG-LS": _with_frame(0xF7),
    "2 components": _with_frame(0xC0, components=2),
    "160 x 0 pixels": _with_frame(0xC0, height=0),
}


@pytest.mark.parametrize("reason", _REFUSED)
def test_a_kind_of_jpeg_that_is_not_decoded_is_refused_with_its_reason(reason: str) -> None:
    found = run(_REFUSED[reason])

    assert found.outcome is Outcome.FAILED
    assert [issue.code for issue in found.issues] == [IssueCode.DECODER_REFUSED]
    assert reason in found.issues[0].detail


def test_a_real_lossless_jpeg_is_refused_as_one() -> None:
    codec = av.CodecContext.create("ljpeg", "w")
    assert isinstance(codec, av.VideoCodecContext)
    codec.width, codec.height, codec.pix_fmt, codec.time_base = 64, 48, "bgr24", Fraction(1)
    frame = av.VideoFrame.from_ndarray(np.asarray(scene(width=64, height=48))[:, :, ::-1].copy(), format="bgr24")
    frame.pts = 0
    data = b"".join(bytes(packet) for packet in (*codec.encode(frame), *codec.encode(None)))

    found = run(data)

    assert "lossless JPEG" in found.issues[0].detail


def test_an_ordinary_jpeg_has_no_reason_to_be_refused() -> None:
    assert why_refused(io.BytesIO(_PLAIN)) is None
    assert why_refused(io.BytesIO(b"no JPEG")) is None
    header = frame_header(io.BytesIO(b"before" + _PLAIN), 6)
    assert header is not None
    assert (header.width, header.height, header.bits, header.components) == (160, 120, 8, 3)


def test_cmyk_is_flattened_whether_adobe_stores_it_inverted_or_not() -> None:
    picture = scene()
    expected = pdq(np.asarray(picture, dtype=np.uint8)).value
    inverted = encoded(picture.convert("CMYK"), "JPEG", quality=95)

    assert b"Adobe" in inverted
    assert hamming(run(inverted).perceptual[0].value, expected) <= 6


_PAIR = encoded(scene(), "MPO", save_all=True, append_images=[scene("tiles"), scene("rings")])


def test_secondary_pictures_are_reported_as_whole_files() -> None:
    found = run(_PAIR)

    assert (found.outcome, found.issues, further(found)) == (Outcome.ANALYSED, (), ())
    assert [one.kind for one in found.embedded] == [EmbeddedKind.SECONDARY_PICTURE] * 2
    for one, name in zip(found.embedded, ("tiles", "rings"), strict=True):
        inside = run(_PAIR[one.offset : one.offset + one.length])
        expected = pdq(np.asarray(scene(name), dtype=np.uint8)).value
        assert hamming(inside.perceptual[0].value, expected) <= 10
    assert found.embedded[-1].offset + found.embedded[-1].length == len(_PAIR)


def test_places_that_count_from_the_start_of_the_file_are_found_too_and_false_ones_are_not_reported() -> None:
    (first, second) = secondary_pictures(io.BytesIO(_PAIR), len(_PAIR))
    base = _PAIR.find(b"MPF\x00") + 4
    table = _PAIR.find(struct.pack("<I", first.offset - base))
    wanted = bytearray(_PAIR)

    struct.pack_into("<I", wanted, table, first.offset)
    assert secondary_pictures(io.BytesIO(bytes(wanted)), len(wanted)) == (first, second)
    for false in (first.offset + 5, 0xFFFFFFF0):
        struct.pack_into("<I", wanted, table, false)
        assert secondary_pictures(io.BytesIO(bytes(wanted)), len(wanted)) == (second,)


def test_a_cut_file_reports_what_lies_inside_it() -> None:
    (first, _second) = secondary_pictures(io.BytesIO(_PAIR), len(_PAIR))
    cut = _PAIR[: first.offset + 500]

    (found,) = secondary_pictures(io.BytesIO(cut), len(cut))

    assert (found.offset, found.length) == (first.offset, 500)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_damaged_index_never_points_outside(data: st.DataObject) -> None:
    damaged = bytearray(_PAIR)
    start = _PAIR.find(b"MPF\x00")
    for place in data.draw(st.lists(st.integers(start - 4, start + 120), min_size=1, max_size=8)):
        damaged[place] = data.draw(st.integers(0, 255))

    for one in secondary_pictures(io.BytesIO(bytes(damaged)), len(damaged)):
        assert one.length > 0
        assert one.offset + one.length <= len(damaged)


def test_cameras_own_multi_picture_files_are_read() -> None:
    shared = shared_data()
    path = shared / "formats/jpeg/sugarshack.mpo" if shared else None
    if path is None or not path.is_file():
        pytest.skip("the shared data are not here")
    data = path.read_bytes()

    (one,) = (part for part in run(data).embedded if part.kind is EmbeddedKind.SECONDARY_PICTURE)

    second = run(data[one.offset : one.offset + one.length])
    assert (second.outcome, second.width, second.height) == (Outcome.ANALYSED, 640, 480)
