"""Pieces of metadata made on the spot."""

from __future__ import annotations

import struct
import zlib

XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\x00"


def segment(marker: int, body: bytes) -> bytes:
    """A JPEG segment."""
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2) + body


def inserted(jpeg: bytes, *segments: bytes) -> bytes:
    """The JPEG with segments right behind its start."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def chunk(kind: bytes, body: bytes) -> bytes:
    """A PNG chunk."""
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def with_chunks(png: bytes, *chunks: bytes) -> bytes:
    """The PNG with chunks behind its header."""
    return png[:33] + b"".join(chunks) + png[33:]


def packet(inner: str, attributes: str = "") -> bytes:
    """An XMP packet with the usual namespaces."""
    spaces = " ".join(
        f'xmlns:{prefix}="{space}"'
        for prefix, space in {
            "xmp": "http://ns.adobe.com/xap/1.0/",
            "dc": "http://purl.org/dc/elements/1.1/",
            "exif": "http://ns.adobe.com/exif/1.0/",
            "photoshop": "http://ns.adobe.com/photoshop/1.0/",
            "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
            "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
            "GCamera": "http://ns.google.com/photos/1.0/camera/",
            "Container": "http://ns.google.com/photos/1.0/container/",
            "Item": "http://ns.google.com/photos/1.0/container/item/",
            "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
        }.items()
    )
    text = (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces} {attributes}>{inner}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    )
    return text.encode()


def box(name: bytes, *bodies: bytes) -> bytes:
    """An ISO base media box."""
    body = b"".join(bodies)
    return (len(body) + 8).to_bytes(4) + name + body


def dataset(record: int, number: int, text: bytes) -> bytes:
    """An IPTC dataset."""
    return bytes([0x1C, record, number]) + len(text).to_bytes(2) + text


def resource(number: int, body: bytes) -> bytes:
    """A Photoshop image resource block without a name."""
    return b"8BIM" + number.to_bytes(2) + b"\x00\x00" + len(body).to_bytes(4) + body + b"\x00" * (len(body) % 2)


def tiff(entries: dict[int, tuple[int, int, bytes]], *, big_endian: bool = True, more: bytes = b"") -> bytes:
    """A TIFF structure of one directory: tag to (type, count, value); long values are placed behind it."""
    order = ">" if big_endian else "<"
    head = struct.pack(f"{order}2sHI", b"MM" if big_endian else b"II", 42, 8)
    behind = 8 + 2 + 12 * len(entries) + 4
    table, data = struct.pack(f"{order}H", len(entries)), b""
    for tag, (sort, count, value) in sorted(entries.items()):
        table += struct.pack(f"{order}HHI", tag, sort, count)
        if len(value) <= 4:
            table += value.ljust(4, b"\x00")
        else:
            table += struct.pack(f"{order}I", behind + len(data))
            data += value + b"\x00" * (len(value) % 2)
    return head + table + bytes(4) + data + more


def samsung_trailer(blocks: dict[bytes, bytes]) -> bytes:
    """A trailer as Samsung phones write it."""
    data, entries = b"", []
    for name, body in blocks.items():
        whole = struct.pack("<HHI", 0, 0x0A30, len(name)) + name + body
        entries.append((len(data), len(whole)))
        data += whole
    directory = b"SEFH" + struct.pack("<II", 106, len(entries))
    for start, length in entries:
        directory += struct.pack("<HHII", 0, 0x0A30, len(data) - start, length)
    return data + directory + len(directory).to_bytes(4, "little") + b"SEFT"
