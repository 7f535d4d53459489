"""Camera raw files become pictures in one fixed way; what they hold besides is found. Tested on synthetic files."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hashing.decode.raw_previews import located
from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import pdq
from hashing.values import EmbeddedKind, IssueCode, Outcome, Recipe
from tests.hashing.decode.camera import Camera, bayer, directory, dng
from tests.hashing.making import encoded, run, scene

if TYPE_CHECKING:
    from hashing.values import Analysis

_SCENE = scene(width=640, height=480)
_OTHER = encoded(scene("tiles", 160, 120), "JPEG")
_UNKNOWN_COMPRESSION = 60_000


def _distance(found: Analysis, orientation: int = 0) -> int:
    expected = pdq(np.asarray(_SCENE, dtype=np.uint8)).orientations[orientation]
    return hamming(found.perceptual[0].value, expected)


def test_a_dng_is_developed_from_its_sensor_data() -> None:
    found = run(dng(_SCENE))

    assert (found.outcome, found.media_type, found.issues) == (Outcome.ANALYSED, "image/x-adobe-dng", ())
    assert (found.width, found.height) == (640, 480)
    assert _distance(found) <= 6
    assert found.embedded == ()
    assert found.thumbnail is not None


def test_a_dng_that_begins_with_a_preview_is_not_hashed_as_the_preview() -> None:
    data = dng(_SCENE, Camera(preview=_OTHER))

    found = run(data)

    assert found.media_type == "image/x-adobe-dng"
    assert _distance(found) <= 6
    (preview,) = found.embedded
    assert preview.kind is EmbeddedKind.RAW_PREVIEW
    assert data[preview.offset : preview.offset + preview.length] == _OTHER


@pytest.mark.parametrize(("orientation", "variant"), [(3, 2), (6, 3), (8, 1)])
def test_the_orientation_of_a_raw_file_is_undone_once(orientation: int, variant: int) -> None:
    assert _distance(run(dng(_SCENE, Camera(orientation=orientation))), variant) <= 18


def test_developing_the_same_file_twice_gives_the_same_hashes() -> None:
    data = dng(_SCENE)

    assert run(data).perceptual == run(data).perceptual


def test_a_raw_file_that_is_refused_is_represented_by_its_preview_and_says_so() -> None:
    found = run(dng(_SCENE, Camera(preview=_OTHER, sensor_compression=_UNKNOWN_COMPRESSION)))

    assert found.outcome is Outcome.ANALYSED
    assert [issue.code for issue in found.issues] == [IssueCode.DECODER_REFUSED]
    assert "embedded preview of 160 x 120 pixels was taken instead" in found.issues[0].detail
    assert hamming(found.perceptual[0].value, run(_OTHER).perceptual[0].value) == 0
    assert [one.kind for one in found.embedded] == [EmbeddedKind.RAW_PREVIEW]


def test_a_raw_file_without_anything_to_show_fails_and_keeps_its_digests() -> None:
    data = dng(_SCENE, Camera(sensor_compression=_UNKNOWN_COMPRESSION))

    found = run(data)

    assert found.outcome is Outcome.FAILED
    assert [issue.code for issue in found.issues] == [IssueCode.DECODER_REFUSED]
    assert "b'" not in found.issues[0].detail
    assert found.digests is not None
    assert found.digests.sha256 == hashlib.sha256(data).digest()


def test_the_limit_on_pixels_stands_before_the_sensor_data_are_unpacked() -> None:
    found = run(dng(_SCENE, Camera(preview=_OTHER)), replace(Recipe(), max_pixels=640 * 480 - 1))

    assert [issue.code for issue in found.issues] == [IssueCode.TOO_MANY_PIXELS]
    assert found.perceptual == ()
    assert len(found.embedded) == 1


def _sensor_last(kept: int) -> bytes:
    """A DNG whose sensor data stand at its end, cut after some of them."""
    data = bayer(_SCENE).tobytes()
    tags: list[tuple[int, int, bytes | tuple[int, ...]]] = [
        (0x0100, 4, (640,)),
        (0x0101, 4, (480,)),
        (0x0102, 3, (16,)),
        (0x0103, 3, (1,)),
        (0x0106, 3, (32803,)),
        (0x0111, 4, (1024,)),
        (0x0115, 3, (1,)),
        (0x0117, 4, (len(data),)),
        (0x828D, 3, (2, 2)),
        (0x828E, 1, (0, 1, 1, 2)),
        (0xC612, 1, (1, 4, 0, 0)),
    ]
    return (struct.pack("<2sHI", b"II", 42, 8) + directory(tags, 8)).ljust(1024, b"\x00") + data[:kept]


def test_of_a_cut_raw_file_the_readable_part_is_had() -> None:
    found = run(_sensor_last(400_000))

    assert found.outcome is Outcome.ANALYSED
    assert [issue.code for issue in found.issues] == [IssueCode.TRUNCATED]
    assert run(_sensor_last(0)).outcome is Outcome.FAILED


def test_a_preview_is_located_even_behind_the_segment_that_libraw_adds() -> None:
    preview = encoded(scene(width=64, height=48), "JPEG")
    data = bytes(100) + preview + bytes(50)
    handed_out = preview[:2] + b"\xff\xe1\x00\x0aExif\x00\x00ab"[:12] + preview[2:]

    for form in (preview, handed_out):
        found = located(form, data)
        assert found is not None
        assert data[found.offset : found.offset + found.length] == preview
    assert located(b"\xff\xd8\xff\xe1\xff\xff", data) is None


_SMALL = dng(scene(width=64, height=48), Camera(preview=encoded(scene("tiles", 32, 24), "JPEG")))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_flipped_bits_in_the_directories_of_a_raw_file_give_an_analysis(data: st.DataObject) -> None:
    damaged = bytearray(_SMALL)
    start = 8 + 2 * 64 * 48
    for place in data.draw(st.lists(st.integers(start, len(damaged) - 1), min_size=1, max_size=6)):
        damaged[place] ^= 1 << data.draw(st.integers(0, 7))

    found = run(bytes(damaged))

    assert found.digests is not None
    assert all(one.offset + one.length <= len(damaged) for one in found.embedded)
