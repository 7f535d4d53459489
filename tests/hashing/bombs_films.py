"""Films that promise too much, and texts that would like to be followed. All are made here, by hand."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from tests.hashing.making import encoded, film, scene

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 0xFFFFFFFF


def film_bombs(*, heavy: bool = False) -> Iterator[tuple[str, bytes]]:
    """Name and content of each; the heavy ones take a minute of a processor."""
    yield from _tables()
    count = 1_000_000 if heavy else 20_000
    yield f"mp4 of {count} packets of one byte", _many_packets(count)
    yield from _boxes()
    yield from _matroska()
    yield from _avi()
    yield from _streams()


def box(kind: bytes, content: bytes) -> bytes:
    """A box of an MP4."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def _small(container: str, codec: str) -> bytes:
    return film(container, codec, width=128, height=96)


def _tables() -> Iterator[tuple[str, bytes]]:
    """The tables of an MP4 with the first number of each at its largest."""
    plain = _small("mp4", "libx264")
    for name in (b"stsz", b"ctts", b"stts", b"stsc", b"stco", b"stss", b"elst"):
        place = plain.find(name)
        if place >= 0:
            at = place + (12 if name == b"stsz" else 8)
            for count in (_MOST, 0x10000000):
                yield f"mp4 with {count} in {name.decode()}", plain[:at] + struct.pack(">I", count) + plain[at + 4 :]
    place = plain.index(b"tkhd")
    yield "mp4 of 65535 x 65535", plain[: place + 80] + struct.pack(">II", _MOST, _MOST) + plain[place + 88 :]
    place = plain.index(b"avc1") + 28
    yield "mp4 whose track is 65535 x 65535", plain[:place] + b"\xff" * 4 + plain[place + 4 :]
    place = plain.index(b"mdhd") + 16
    yield "mp4 of no time scale", plain[:place] + bytes(4) + plain[place + 4 :]
    yield "mp4 of a time scale beyond measure", plain[:place] + b"\x7f" + b"\xff" * 7 + plain[place + 8 :]


def _many_packets(count: int) -> bytes:
    """A track of raw video whose every byte is a packet."""
    head = box(b"ftyp", b"isom\0\0\2\0isommp41")
    entry = box(b"mp4v", bytes(6) + b"\0\1" + bytes(16) + struct.pack(">HH", 16, 16) + bytes(50))
    tables = (
        box(b"stsd", struct.pack(">II", 0, 1) + entry)
        + box(b"stts", struct.pack(">IIII", 0, 1, count, 1))
        + box(b"stsc", struct.pack(">IIIII", 0, 1, 1, count, 1))
        + box(b"stsz", struct.pack(">III", 0, 1, count))
        + box(b"stco", struct.pack(">III", 0, 1, len(head) + 8))
    )
    media = (
        box(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, 25, count, 0, 0))
        + box(b"hdlr", bytes(8) + b"vide" + bytes(13))
        + box(b"minf", box(b"vmhd", bytes(12)) + box(b"stbl", tables))
    )
    track = box(b"tkhd", struct.pack(">IIIII", 7, 0, 0, 1, 0) + bytes(64)) + box(b"mdia", media)
    movie = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 25, count) + bytes(80)) + box(b"trak", track)
    return head + box(b"mdat", bytes(count)) + box(b"moov", movie)


def _boxes() -> Iterator[tuple[str, bytes]]:
    head = box(b"ftyp", b"isom\0\0\2\0isommp41")
    nested = b""
    for _ in range(5_000):
        nested = box(b"moov", nested)
    yield "mp4 of 5000 nested boxes", head + nested
    yield "mp4 of boxes without length", head + struct.pack(">I4s", 0, b"moov") * 10_000
    yield "mp4 of a box of 2^63 bytes", head + struct.pack(">I4sQ", 1, b"moov", 0x7FFFFFFFFFFFFFFF) + bytes(100)
    yield "mp4 of 200000 empty boxes", head + box(b"free", b"") * 200_000
    yield "mp4 of 20000 empty tracks", head + box(b"moov", box(b"trak", b"") * 20_000)
    tags = box(b"udta", b"".join(box(b"\xa9%03d" % (n % 1000), b"\0\4\0\0text") for n in range(50_000)))
    yield "mp4 of 50000 tags", head + box(b"moov", tags)
    plain = _small("mp4", "libx264")
    yield "mp4 that repeats its header 200 times", plain + plain[plain.index(b"moov") - 4 :] * 200


def element(name: bytes, content: bytes) -> bytes:
    """An element of Matroska, its length in eight bytes."""
    return name + struct.pack(">Q", len(content) | 1 << 56) + content


def _matroska() -> Iterator[tuple[str, bytes]]:
    plain = _small("webm", "libvpx")
    cluster = plain.index(b"\x1f\x43\xb6\x75")
    laced = b"\x81\0\0\x06\xff" + bytes(300)
    block = element(b"\xa3", laced)
    bomb = element(b"\x1f\x43\xb6\x75", element(b"\xe7", b"\0") + block * 3_000)
    yield "webm of 3000 laced blocks of 256 frames", plain[:cluster] + bomb
    ebml = b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm"
    yield (
        "webm of 100000 segments of unknown length",
        ebml + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" * 100_000,
    )
    group = b""
    for _ in range(2_000):
        group = element(b"\x1c\x53\xbb\x6b", group)
    yield "webm of nested cues", ebml + element(b"\x18\x53\x80\x67", group)
    tracks = element(b"\x16\x54\xae\x6b", element(b"\xae", element(b"\xd7", b"\1") + element(b"\x83", b"\1")) * 20_000)
    yield "webm of 20000 tracks", ebml + element(b"\x18\x53\x80\x67", tracks)
    name = element(b"\x45\xa3", b"N") + element(b"\x44\x87", b"value")
    tags = element(b"\x12\x54\xc3\x67", element(b"\x73\x73", element(b"\x67\xc8", name) * 50_000))
    yield "webm of 50000 tags", plain[:cluster] + tags + plain[cluster:]
    yield "webm of an element of 2^56 bytes", ebml + b"\x18\x53\x80\x67\x01" + b"\xff" * 6 + b"\xfe" + bytes(64)


def _avi() -> Iterator[tuple[str, bytes]]:
    plain = _small("avi", "mpeg4")
    index = plain.rindex(b"idx1")
    entries = struct.pack("<4sIII", b"00dc", 16, 4, 0) * 300_000
    yield "avi with 300000 entries for one frame", plain[:index] + b"idx1" + struct.pack("<I", len(entries)) + entries
    yield "avi with an index of 4 GB", plain[: index + 4] + b"\xf0\xff\xff\xff" + plain[index + 8 :]
    movie = plain.index(b"movi") + 4
    yield "avi of 300000 empty packets", plain[:movie] + b"00dc\0\0\0\0" * 300_000 + plain[index:]
    head = plain.index(b"strf") + 12
    yield "avi of 65535 x 65535", plain[:head] + struct.pack("<ii", 65_535, 65_535) + plain[head + 8 :]
    nested = b""
    for _ in range(3_000):
        nested = b"LIST" + struct.pack("<I", len(nested) + 4) + b"hdrl" + nested
    yield "avi of nested lists", b"RIFF" + struct.pack("<I", len(nested) + 4) + b"AVI " + nested


def _streams() -> Iterator[tuple[str, bytes]]:
    flash = _small("flv", "flv")
    yield "flv of 200000 empty tags", flash[:13] + (b"\x09" + bytes(10) + b"\0\0\0\x0b") * 200_000
    yield "flv of tags of 16 MB", flash[:13] + (b"\x09\xff\xff\xff" + bytes(7)) * 1_000
    transport = _small("mpegts", "mpeg2video")
    yield "transport stream repeated 50 times", transport * 50
    yield (
        "transport stream of 20000 tracks",
        transport[:188]
        + b"".join(
            b"\x47" + struct.pack(">H", 0x4100 | n % 0x1F00) + b"\x10\0\0\1\xe0" + bytes(180) for n in range(20_000)
        ),
    )
    program = _small("mpeg", "mpeg1video")
    yield "program stream of start codes", program + b"\0\0\1\xba" * 200_000
    windows = _small("asf", "wmv2")
    yield "wmv that promises four thousand million objects", windows[:24] + b"\xff" * 4 + windows[28:]
    yield "wmv with objects of no length", windows[:30] + bytes(200_000)
    place = program.index(b"\0\0\1\xb3") + 4
    yield "program stream of 4095 x 4095", program[:place] + b"\xff\xff\xff" + program[place + 3 :]


def texts(address: str) -> dict[str, bytes]:
    """Texts and documents that name an address or a program, under the names of media."""
    url = address.encode("ascii")
    return {
        "list.m3u8": b"#EXTM3U\n#EXTINF:5,\n" + url + b"/a.ts\n#EXT-X-ENDLIST\n",
        "list.mp4": b"ffconcat version 1.0\nfile '" + url + b"/b.mp4'\n",
        "list.ts": b"#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI='" + url + b"/key'\n#EXTINF:5,\ncrypto+" + url + b"/c.ts\n",
        "session.mov": b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nc=IN IP4 127.0.0.1\r\nm=video 9 RTP/AVP 96\r\n",
        "dash.webm": b"<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><BaseURL>" + url + b"</BaseURL></MPD>",
        "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='" + url + b"/d.png'/></svg>",
        "entity.svg": b"<!DOCTYPE svg [<!ENTITY x SYSTEM '" + url + b"/e'>]><svg>&x;</svg>",
        "page.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%touch started) (w) file pop\nshowpage\n",
        "page.jpg": b"\xc5\xd0\xd3\xc6" + struct.pack("<II", 32, 60) + bytes(20) + b"%!PS-Adobe-3.0\n(%pipe%id)",
        "vector.wmf": b"\xd7\xcd\xc6\x9a" + bytes(300),
        "vector.emf": struct.pack("<II", 1, 108) + bytes(32) + b" EMF" + bytes(200),
        "magick.mvg": b"push graphic-context\nfill 'url(" + url + b"/f.jpg\"|touch \"started)'\npop graphic-context\n",
        "page.html.jpg": b"<html><img src='" + url + b"/g.jpg'></html>",
        "reference.mov": _reference(url),
        "drive.mp4": _with_data_elsewhere(url),
    }  # fmt: skip


def _reference(url: bytes) -> bytes:
    """A QuickTime film that is nothing but the address of another."""
    named = box(b"rdrf", bytes(4) + b"url " + struct.pack(">I", len(url)) + url)
    return box(b"moov", box(b"rmra", box(b"rmda", named)))


def _with_data_elsewhere(url: bytes) -> bytes:
    """A whole MP4 whose data reference names an address instead of the file itself."""
    plain = _small("mp4", "libx264")
    place = plain.index(b"url \0\0\0\1")
    return plain[:place] + b"url \0\0\0\0" + plain[place + 8 :] + url


def polyglots() -> dict[str, bytes]:
    """Files that are two things at once."""
    picture, moving = encoded(scene(width=160, height=120), "JPEG"), _small("mp4", "libx264")
    archive = b"PK\3\4" + bytes(26) + b"PK\5\6" + bytes(18)
    return {
        "picture and archive": picture + archive,
        "picture and film": picture + moving,
        "film and picture": moving + picture,
        "drawing and script": encoded(scene(width=160, height=120), "GIF") + b"*/=1;alert(1)//",
        "document and picture": b"%PDF-1.4\n" + picture,
        "program and picture": b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0" + picture,
        "two pictures of different kinds": encoded(scene(width=160, height=120), "PNG") + picture,
    }
