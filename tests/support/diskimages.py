"""Small images of disks, made on the spot: FAT16 by hand, partition tables, E01, QCOW2, L01."""

from __future__ import annotations

import struct
import uuid
import zlib
from dataclasses import dataclass, field

SECTOR = 512
CLUSTER = 2048
_RESERVED, _ROOT_ENTRIES, _CLUSTERS = 1, 512, 5000
_TABLE_SECTORS = (2 * (_CLUSTERS + 2) + SECTOR - 1) // SECTOR
_DATA_AT = (_RESERVED + 2 * _TABLE_SECTORS) * SECTOR + 32 * _ROOT_ENTRIES
_END = 0xFFFF
_TIME, _DATE = (12 << 11) | (34 << 5) | 28, (43 << 9) | (5 << 5) | 6
WRITTEN = "2023-05-06 12:34:56"
"""The time of every file in an image of `Fat16`, as FAT keeps it: without a zone."""


@dataclass
class Fat16:
    """A FAT16 volume of 10 MB that files are put into one after the other.

    Attributes:
        next_cluster: where the next file begins.
    """

    image: bytearray = field(default_factory=lambda: bytearray(_DATA_AT + _CLUSTERS * CLUSTER))
    next_cluster: int = 2
    entries: dict[int, int] = field(default_factory=lambda: {0: 0})

    def __post_init__(self) -> None:
        sectors = len(self.image) // SECTOR
        self.image[:36] = struct.pack(
            "<3s8sHBHBHHBHHHII", b"\xeb\x3c\x90", b"TESTDISK", SECTOR, CLUSTER // SECTOR, _RESERVED, 2, _ROOT_ENTRIES,
            sectors, 0xF8, _TABLE_SECTORS, 32, 64, 0, 0,
        )  # fmt: skip
        self.image[36:62] = struct.pack("<BBBI11s8s", 0x80, 0, 0x29, 0x1234, b"NO NAME    ", b"FAT16   ")
        self.image[510:512] = b"\x55\xaa"
        self._link(0, 0xFFF8)
        self._link(1, _END)

    def folder(self, name: str, *, inside: int = 0) -> int:
        """A folder of one cluster; its first cluster."""
        cluster = self.next_cluster
        self._name(name, cluster, 0, 0x10, inside)
        self.next_cluster += 1
        self._link(cluster, _END)
        self.entries[cluster] = 0
        self._name(".", cluster, 0, 0x10, cluster)
        self._name("..", inside, 0, 0x10, cluster)
        return cluster

    def add(self, name: str, content: bytes, *, inside: int = 0, deleted: bool = False, keep: bool = True) -> int:
        """A file; the offset of its first byte in the image.

        Args:
            name: of the form 8.3, upper case.
            deleted: as a camera deletes: first letter of the name gone, clusters free.
            keep: False leaves no name behind either.
        """
        first = self.next_cluster
        count = max(1, -(-len(content) // CLUSTER))
        start = self.at(first)
        self.image[start : start + len(content)] = content
        if not deleted:
            for cluster in range(first, first + count):
                self._link(cluster, _END if cluster == first + count - 1 else cluster + 1)
        if keep:
            self._name(name, first, len(content), 0x20, inside, deleted=deleted)
        self.next_cluster += count
        return start

    @staticmethod
    def at(cluster: int) -> int:
        """Where a cluster begins."""
        return _DATA_AT + (cluster - 2) * CLUSTER

    def _link(self, cluster: int, following: int) -> None:
        for table in range(2):
            at = (_RESERVED + table * _TABLE_SECTORS) * SECTOR + 2 * cluster
            self.image[at : at + 2] = struct.pack("<H", following)

    def _name(self, name: str, cluster: int, size: int, flags: int, inside: int, *, deleted: bool = False) -> None:
        base, _, ending = (name, "", "") if name in {".", ".."} else name.partition(".")
        raw = f"{base:<8}{ending:<3}".encode()
        raw = b"\xe5" + raw[1:] if deleted else raw
        start = self.at(inside) if inside else _DATA_AT - 32 * _ROOT_ENTRIES
        at = start + 32 * self.entries[inside]
        self.entries[inside] += 1
        self.image[at : at + 32] = struct.pack(
            "<11sBBBHHHHHHHI", raw, flags, 0, 0, _TIME, _DATE, _DATE, 0, _TIME, _DATE, cluster, size
        )


def mbr(*volumes: bytes, kind: int = 0x06, gap: int = 64) -> bytes:
    """A disk with up to four primary partitions, and so many sectors before each of them."""
    disk = bytearray(gap * SECTOR)
    for number, volume in enumerate(volumes):
        entry = struct.pack("<B3sB3sII", 0, b"\0" * 3, kind, b"\0" * 3, len(disk) // SECTOR, len(volume) // SECTOR)
        disk[446 + 16 * number : 462 + 16 * number] = entry
        disk += volume + bytes(gap * SECTOR)
    disk[510:512] = b"\x55\xaa"
    return bytes(disk)


def extended(first: bytes, second: bytes) -> bytes:
    """A disk with two logical partitions in an extended one."""
    length = len(first) // SECTOR, len(second) // SECTOR
    start = 64
    second_record = 64 + length[0]
    total = second_record + 64 + length[1]

    def record(*entries: tuple[int, int, int]) -> bytes:
        table = b"".join(
            struct.pack("<B3sB3sII", 0, b"\0" * 3, kind, b"\0" * 3, at, count) for kind, at, count in entries
        )
        return bytes(446) + table.ljust(64, b"\0") + b"\x55\xaa"

    outer = record((0x05, start, total)).ljust(start * SECTOR, b"\0")
    inner = record((0x06, 64, length[0]), (0x05, second_record, 64 + length[1])).ljust(64 * SECTOR, b"\0")
    last = record((0x06, 64, length[1])).ljust(64 * SECTOR, b"\0")
    return outer + inner + first + last + second


def gpt(*volumes: bytes) -> bytes:
    """A disk with a GPT, its copy at the end included."""
    start, entries, body = 2048, b"", b""
    for number, volume in enumerate(volumes):
        first = start + len(body) // SECTOR
        name = f"volume {number}".encode("utf-16-le").ljust(72, b"\0")
        basic = uuid.UUID("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7").bytes_le
        last = first + len(volume) // SECTOR - 1
        entries += struct.pack("<16s16sQQQ72s", basic, bytes([number + 1]) * 16, first, last, 0, name)
        body += volume + bytes(64 * SECTOR)
    entries = entries.ljust(128 * 128, b"\0")
    total = start + len(body) // SECTOR + 33

    def header(here: int, there: int, table: int) -> bytes:
        def packed(checksum: int) -> bytes:
            return struct.pack(
                "<8sIIIIQQQQ16sQIII", b"EFI PART", 0x10000, 92, checksum, 0, here, there, 34, total - 34,
                b"\x07" * 16, table, 128, 128, zlib.crc32(entries),
            )  # fmt: skip

        return packed(zlib.crc32(packed(0))).ljust(SECTOR, b"\0")

    protective = bytearray(mbr())[:SECTOR]
    protective[446:462] = struct.pack("<B3sB3sII", 0, b"\0\2\0", 0xEE, b"\xff" * 3, 1, total - 1)
    front = (bytes(protective) + header(1, total - 1, 2) + entries).ljust(start * SECTOR, b"\0")
    return front + body + entries + header(total - 1, 1, total - 33)


def e01(
    disk: bytes,
    *,
    segments: int = 1,
    chunk_sectors: int = 64,
    packed: bool = True,
    digests: dict[str, bytes] | None = None,
) -> list[bytes]:
    """An E01 image in one or more segment files, as EnCase 6 lays it out."""
    size = chunk_sectors * SECTOR
    chunks = [disk[at : at + size] for at in range(0, len(disk), size)]
    each = -(-len(chunks) // segments)
    geometry = struct.pack("<B3xIIIQ", 1, len(chunks), chunk_sectors, SECTOR, len(disk) // SECTOR).ljust(1048, b"\0")
    files = []
    for number in range(segments):
        out = bytearray(b"EVF\x09\x0d\x0a\xff\0\x01" + struct.pack("<HH", number + 1, 0))
        if not number:
            section(out, b"volume", sealed(geometry))
        stored = [chunk_of(chunk, packed=packed) for chunk in chunks[number * each : (number + 1) * each]]
        base, offsets, at = len(out), [], 76
        for data, flag in stored:
            offsets.append(at | flag)
            at += len(data)
        section(out, b"sectors", b"".join(data for data, _ in stored))
        table = sealed(struct.pack("<I4xQ4x", len(offsets), base))
        table += sealed(struct.pack(f"<{len(offsets)}I", *offsets))
        section(out, b"table", table)
        section(out, b"table2", table)
        is_last = number == segments - 1
        if is_last and digests and "sha1" in digests:
            section(out, b"digest", sealed(digests["md5"] + digests["sha1"] + bytes(40)))
        if is_last and digests:
            section(out, b"hash", sealed(digests["md5"] + bytes(16)))
        section(out, b"done" if is_last else b"next", b"", last=True)
        files.append(bytes(out))
    return files


def chunk_of(chunk: bytes, *, packed: bool) -> tuple[bytes, int]:
    """A chunk as it is stored, and the flag for its offset."""
    return (zlib.compress(chunk, 1), 1 << 31) if packed else (sealed(chunk), 0)


def sealed(data: bytes) -> bytes:
    """Bytes with their Adler-32 behind."""
    return data + struct.pack("<I", zlib.adler32(data))


def section(out: bytearray, kind: bytes, data: bytes, *, last: bool = False) -> None:
    """Put a section with its descriptor behind what there is."""
    following = len(out) if last else len(out) + 76 + len(data)
    out += sealed(struct.pack("<16sQQ40x", kind, following, 76 + len(data))) + data


def _deflated(data: bytes) -> bytes:
    made = zlib.compressobj(9, zlib.DEFLATED, -12)
    return made.compress(data) + made.flush()


def qcow2(disk: bytes, *, bits: int = 12, packed: bool = False, version: int = 3) -> bytes:
    """A QCOW2 image; clusters of zeros are not stored."""
    cluster = 1 << bits
    per_table = cluster // 8
    clusters = [disk[at : at + cluster].ljust(cluster, b"\0") for at in range(0, len(disk), cluster)]
    tables = -(-len(clusters) // per_table)
    l1_at = cluster
    body_at = l1_at + -(-8 * tables // cluster) * cluster + tables * cluster
    body, entries = bytearray(), []
    for data in clusters:
        place = body_at + len(body)
        if not any(data):
            entries.append(0)
        elif packed and len(raw := _deflated(data)) < cluster:
            sectors = (place + len(raw) - 1) // SECTOR - place // SECTOR
            entries.append(1 << 62 | sectors << 62 - (bits - 8) | place)
            body += raw
        else:
            # Stored as they are, clusters begin at multiples of their size.
            body += bytes(-len(body) % cluster)
            place = body_at + len(body)
            entries.append(1 << 63 | place)
            body += data
    entries += [0] * (tables * per_table - len(entries))
    l2_at = body_at - tables * cluster
    header = struct.pack(
        ">4sIQIIQIIQQIIQQQQII", b"QFI\xfb", version, 0, 0, bits, len(disk), 0, tables, l1_at, 0, 0, 0, 0, 0, 0, 0, 4,
        104,
    )  # fmt: skip
    l1 = struct.pack(f">{tables}Q", *(1 << 63 | l2_at + number * cluster for number in range(tables)))
    return (
        header.ljust(cluster, b"\0")
        + l1.ljust(l2_at - l1_at, b"\0")
        + struct.pack(f">{len(entries)}Q", *entries)
        + bytes(body).ljust(-(-len(body) // SECTOR) * SECTOR, b"\0")
    )
