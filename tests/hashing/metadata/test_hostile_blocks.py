"""No bytes make a reader of metadata raise, and the work on one file is bounded."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hashing.decode import kinds
from hashing.embedded.find import MOST_EMBEDDED, find_embedded
from hashing.metadata.blocks import Part
from hashing.metadata.boxes import Window
from hashing.metadata.c2pa import actions, claim_generators, source_types
from hashing.metadata.exif_fields import read_fields
from hashing.metadata.icc import read_icc
from hashing.metadata.iptc import read_iptc
from hashing.metadata.picture import picture_facts
from hashing.metadata.quicktime import read_quicktime
from tests.hashing.embedded.test_find import with_thumbnail
from tests.hashing.making import encoded, film, scene
from tests.hashing.metadata.making import XMP_HEAD, dataset, inserted, packet, resource, samsung_trailer, segment, tiff

if TYPE_CHECKING:
    from hashing.decode.kinds import Kind

_SMALL = scene(width=64, height=48)
_FILM = film("mp4", "libx264")


def _jpeg() -> bytes:
    raw = packet("", 'GCamera:MicroVideo="1" GCamera:MicroVideoOffset="400"')
    record = resource(0x0404, dataset(2, 5, b"name") + dataset(2, 55, b"20230701"))
    picture = with_thumbnail(encoded(_SMALL, "JPEG"), encoded(_SMALL, "JPEG", quality=5))
    whole = inserted(picture, segment(0xE1, XMP_HEAD + raw), segment(0xED, b"Photoshop 3.0\x00" + record))
    return whole + samsung_trailer({b"MotionPhoto_Data": _FILM[:600]})


def _with_exif(format_name: str) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x8769] = "Example", {0x9003: "2023:07:01 12:34:56"}
    return encoded(_SMALL, format_name, exif=exif.tobytes())


_SEEDS: dict[str, tuple[Kind, bytes]] = {
    "jpeg": (kinds.JPEG, _jpeg()),
    "png": (kinds.PNG, _with_exif("PNG")),
    "gif": (kinds.GIF, encoded(_SMALL, "GIF", comment=b"remark")),
    "webp": (kinds.WEBP, _with_exif("WEBP")),
    "tiff": (kinds.TIFF, _with_exif("TIFF")),
    "avif": (kinds.AVIF, _with_exif("AVIF")),
    "jp2": (kinds.JP2, encoded(_SMALL, "JPEG2000")),
    "psd": (kinds.PSD, b"8BPS" + bytes(26) + (40).to_bytes(4) + resource(0x0404, dataset(2, 5, b"name"))),
}


def _read(kind: Kind, data: bytes) -> None:
    stream = io.BytesIO(data)
    facts = picture_facts(stream, kind)
    inside = find_embedded(stream, kind, facts)

    assert len(inside.embedded) <= MOST_EMBEDDED
    assert all(0 <= one.offset < one.offset + one.length <= len(data) for one in inside.embedded)
    for name, pairs in facts.said.groups:
        assert name.isprintable()
        assert len(pairs) <= 300


@pytest.mark.parametrize("name", _SEEDS)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_changed_bytes_give_facts(name: str, data: st.DataObject) -> None:
    kind, seed = _SEEDS[name]
    damaged = bytearray(seed)
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), max_size=12)):
        damaged[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))

    _read(kind, bytes(damaged))
    _read(kind, bytes(damaged[:cut]))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(_SEEDS)), st.integers(0, 40), st.binary(max_size=400))
def test_any_bytes_behind_a_beginning_give_facts(name: str, kept: int, rest: bytes) -> None:
    kind, seed = _SEEDS[name]

    _read(kind, seed[:kept] + rest)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([b"II*\x00", b"MM\x00*", b"II+\x00", b""]), st.binary(max_size=300))
def test_any_bytes_are_survived_by_every_reader_of_a_block(head: bytes, rest: bytes) -> None:
    raw = head + rest
    read_fields(Part(raw))
    read_iptc(b"\x1c\x02" + raw)
    read_icc(bytes(36) + b"acsp" + raw)
    read_quicktime(Window(io.BytesIO(b"\x00\x00\x01\x00moov" + raw)))
    for reader in (claim_generators, actions, source_types):
        reader(b"jumb c2pa \x6fclaim_generator" + raw)


@pytest.mark.parametrize(
    "make", [b"Canon\x00", b"NIKON\x00", b"SONY\x00", b"FUJIFILM\x00", b"Apple\x00", b"OLYMPUS\x00"]
)
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_bytes_as_a_maker_note_leave_the_other_fields(make: bytes, data: st.DataObject) -> None:
    heads = [
        b"",
        b"Nikon\x00\x02\x10\x00\x00MM\x00*",
        b"Apple iOS\x00\x00\x01MM",
        b"SONY DSC ",
        b"FUJIFILM\x0c\x00\x00\x00",
    ]
    note = data.draw(st.sampled_from(heads)) + data.draw(st.binary(min_size=8, max_size=300))
    inner_at = 8 + 2 + 24 + 4 + len(make) + len(make) % 2
    inner = (
        (1).to_bytes(2) + b"\x92\x7c\x00\x07" + len(note).to_bytes(4) + (inner_at + 18).to_bytes(4) + bytes(4) + note
    )
    block = tiff({0x010F: (2, len(make), make), 0x8769: (4, 1, inner_at.to_bytes(4))}, more=inner)

    assert read_fields(Part(block)).fields["Image", "Make"].text == make.rstrip(b"\x00").decode()


def test_a_block_that_makes_its_reader_work_without_end_is_stopped_and_keeps_what_was_read() -> None:
    # A directory of 60,000 entries, each of 999 numbers.
    count = 60_000
    entry = b"\x01\x00\x00\x03" + (999).to_bytes(4) + (8).to_bytes(4)
    first = b"\x01\x0f\x00\x02" + (4).to_bytes(4) + b"Cam\x00"
    block = b"MM\x00*" + (8).to_bytes(4) + (count + 1).to_bytes(2) + first + entry * count + bytes(4)

    reading = read_fields(Part(block))

    assert reading.fields["Image", "Make"].text == "Cam"
    assert any("without end" in trouble for trouble in reading.trouble)


def test_directories_that_point_at_each_other_end() -> None:
    block = b"MM\x00*" + (8).to_bytes(4) + bytes(2) + (14).to_bytes(4) + bytes(2) + (8).to_bytes(4)

    assert read_fields(Part(block)).fields == {}


def test_a_directory_that_claims_everything_many_times_is_not_read_by_the_second_reader() -> None:
    count, size = 4000, 100_000
    entry = b"\x01\x00\x00\x07" + size.to_bytes(4) + (8).to_bytes(4)
    block = b"MM\x00*" + (8).to_bytes(4) + count.to_bytes(2) + entry * count + bytes(4) + bytes(size)

    assert any("more bytes than are read" in trouble for trouble in read_fields(Part(block)).trouble)
