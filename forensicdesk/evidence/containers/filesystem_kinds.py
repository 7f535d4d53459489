"""What a volume holds, told by its marks: a file system that is read, one that is not, or an encrypted volume."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.model import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from forensicdesk.evidence.containers.base import Head

_EXT_MAGIC = 1080
_EXT_BLOCK = 1048
_UFS_MAGICS = ((8192, 0x00011954), (65536, 0x19540119), (65536, 0x00011954), (262144, 0x19540119))
_UFS_MAGIC_AT = 1372
_SECTOR = 512
_LEAST_VOLUME = 1 << 20
_FAT_JUMPS = (0xEB, 0xE9)
_SECTOR_SIZES = (512, 1024, 2048, 4096)
_CLUSTERS = tuple(1 << power for power in range(8))
_YAFFS_NAME_AT = 10
_YAFFS_PAGES = (2048 + 64, 4096 + 128, 8192 + 256)


@dataclass(frozen=True, slots=True)
class Volume:
    """One kind of volume.

    Attributes:
        kind: of the steps into it, if it is read; else a short name.
        title: for people.
        state: PENDING if it is read; UNSUPPORTED or ENCRYPTED if not.
        is_here: tells it by its marks.
    """

    kind: str
    title: str
    state: State
    is_here: Callable[[Head], bool]


def volume_of(head: Head) -> Volume | None:
    """What the bytes of a volume begin with; None if it is nothing known."""
    return next((volume for volume in VOLUMES if volume.is_here(head)), None)


def _mark(offset: int, *marks: bytes) -> Callable[[Head], bool]:
    end = offset + max(map(len, marks))

    def is_here(head: Head) -> bool:
        if not _reaches(head, end):
            return False
        start = head.start[offset:end] if end <= len(head.start) else head.peek(offset, end - offset)
        return start.startswith(marks)

    return is_here


def _reaches(head: Head, end: int) -> bool:
    """Whether a mark can stand there: behind the bytes at hand only in something as long as volumes are.

    Most of what is asked here is no volume, and may have to be unpacked to read further in it.
    """
    return end <= len(head.start) or (head.size >= _LEAST_VOLUME and head.size % _SECTOR == 0)


def _is_fat(head: Head) -> bool:
    """A boot sector whose parameters make sense; its text alone is no proof, and its absence none either."""
    sector = head.start[:512]
    if len(sector) < 512 or sector[0] not in _FAT_JUMPS or sector[510:512] != b"\x55\xaa":  # noqa: PLR2004 - the sector
        return False
    reserved, tables = int.from_bytes(sector[14:16], "little"), sector[16]
    return (
        int.from_bytes(sector[11:13], "little") in _SECTOR_SIZES
        and sector[13] in _CLUSTERS
        and reserved > 0
        and tables in {1, 2}
        and (sector[21] == 0xF0 or sector[21] >= 0xF8)  # noqa: PLR2004 - the media descriptors there are
        and (any(sector[19:21]) or any(sector[32:36]))
        and tables * (int.from_bytes(sector[22:24], "little") or int.from_bytes(sector[36:40], "little")) > 0
        and reserved * int.from_bytes(sector[11:13], "little") < head.size
    )


def _is_ntfs(head: Head) -> bool:
    """A boot sector, and the table of files lies in the volume: a copy of the sector in a file is no volume."""
    start = head.start
    cluster = int.from_bytes(start[11:13], "little") * start[13] if len(start) > 56 else 0  # noqa: PLR2004
    return start[3:11] == b"NTFS    " and int.from_bytes(start[48:56], "little") * cluster < head.size


def _is_exfat(head: Head) -> bool:
    """A boot sector, and the first cluster lies in the volume."""
    start = head.start
    sector = 1 << min(start[108], 12) if len(start) > 108 else 0  # noqa: PLR2004 - at most 4096
    return start[3:11] == b"EXFAT   " and int.from_bytes(start[88:92], "little") * sector < head.size


def _is_ext(head: Head) -> bool:
    block = int.from_bytes(head.start[_EXT_BLOCK : _EXT_BLOCK + 4], "little")
    return head.start[_EXT_MAGIC : _EXT_MAGIC + 2] == b"\x53\xef" and block <= 6 and any(head.start[1024:1028])  # noqa: PLR2004


def _is_hfs(head: Head) -> bool:
    """HFS+ or HFSX, plain or inside the wrapper of an HFS volume."""
    start = head.start[1024:1536]
    return start[:4] in {b"H+\x00\x04", b"HX\x00\x05"} or (start[:2] == b"BD" and start[0x7C:0x7E] == b"H+")


def _is_ufs(head: Head) -> bool:
    for place, magic in _UFS_MAGICS:
        if not _reaches(head, place + _UFS_MAGIC_AT + 4):
            return False
        found = head.peek(place + _UFS_MAGIC_AT, 4)
        if magic in {int.from_bytes(found, "little"), int.from_bytes(found, "big")}:
            return True
    return False


def _is_yaffs(head: Head) -> bool:
    """A first page with the header of an object below the root: type, parent 1, no checksum, a name."""
    start = head.start
    known = start[:4] in {b"\1\0\0\0", b"\2\0\0\0", b"\3\0\0\0"} and start[4:10] == b"\1\0\0\0\xff\xff"
    return known and bool(start[_YAFFS_NAME_AT]) and any(head.size % page == 0 for page in _YAFFS_PAGES)


_FVE_GUID = bytes.fromhex("3bd66749292ed84a8399f6a339e3d001")


def _is_bitlocker(head: Head) -> bool:
    """BitLocker, or BitLocker To Go, whose boot sector looks like FAT but for one number."""
    return head.start[3:11] == b"-FVE-FS-" or head.start[424:440] == _FVE_GUID


def _is_core(head: Head) -> bool:
    """The header of a physical volume: version 1, type of block 16, and its own mark."""
    return head.start[8:12] == b"\x01\0\x10\0" and head.start[88:90] == b"CS"


def _read(kind: str, title: str, is_here: Callable[[Head], bool]) -> Volume:
    return Volume(kind, title, State.PENDING, is_here)


def _unread(kind: str, title: str, is_here: Callable[[Head], bool]) -> Volume:
    return Volume(kind, title, State.UNSUPPORTED, is_here)


def _locked(kind: str, title: str, is_here: Callable[[Head], bool]) -> Volume:
    return Volume(kind, title, State.ENCRYPTED, is_here)


VOLUMES: tuple[Volume, ...] = (
    _locked("bitlocker", "BitLocker", _is_bitlocker),
    _locked("luks", "LUKS", _mark(0, b"LUKS\xba\xbe")),
    _locked("corestorage", "CoreStorage (FileVault)", _is_core),
    _read("ntfs", "NTFS", _is_ntfs),
    _read("exfat", "exFAT", _is_exfat),
    _read("apfs", "APFS", _mark(32, b"NXSB")),
    _unread("refs", "ReFS", _mark(3, b"ReFS\0")),
    _unread("xfs", "XFS", _mark(0, b"XFSB\0")),
    _unread("squashfs", "SquashFS", _mark(0, b"hsqs")),
    _unread("btrfs", "btrfs", _mark(0x10040, b"_BHRfS_M")),
    _unread("f2fs", "F2FS", _mark(1024, b"\x10\x20\xf5\xf2")),
    _unread("erofs", "EROFS", _mark(1024, b"\xe2\xe1\xf5\xe0")),
    _unread("bcachefs", "bcachefs", _mark(0x1018, bytes.fromhex("c68573f64e1a45ca8265f57f48ba6d81"))),
    _unread("lvm", "LVM", _mark(536, b"LVM2 001")),
    _unread("md-raid", "a part of a Linux RAID", _mark(4096, b"\xfc\x4e\x2b\xa9\x01\0\0\0")),
    _unread("swap", "swap space", _mark(4086, b"SWAPSPACE2", b"SWAP-SPACE")),
    _unread("reiserfs", "ReiserFS", _mark(0x10034, b"ReIsEr")),
    _unread("jfs", "JFS", _mark(0x8000, b"JFS1")),
    _read("ext", "ext2, ext3 or ext4", _is_ext),
    _read("hfs", "HFS+", _is_hfs),
    _unread("hfs-classic", "HFS", _mark(1024, b"BD")),
    _read("iso9660", "ISO 9660", _mark(0x8001, b"CD001")),
    _unread("udf", "UDF", _mark(0x8001, b"BEA01", b"NSR02", b"NSR03")),
    _read("fat", "FAT", _is_fat),
    _read("ufs", "UFS", _is_ufs),
    _read("yaffs2", "YAFFS2", _is_yaffs),
)
"""In the order in which they are looked for: the surest marks first."""
