"""A small L01 file, made on the spot: files, the tree that names them, and an MD5 for each."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import TYPE_CHECKING

from tests.support.diskimages import SECTOR, chunk_of, sealed, section

if TYPE_CHECKING:
    from collections.abc import Mapping

_COLUMNS = "p n id opr src sub cid jq cr ac wr mo dl aq ha ls du lo po be pm"
_CHUNK = 64 * SECTOR
TIME = 1_142_163_845
"""When every file in it was written, in seconds since 1970."""


def l01(files: Mapping[str, bytes]) -> bytes:
    """An L01 file in one segment, as EnCase 5 lays it out.

    Args:
        files: contents by path, "/" between folders.
    """
    media = b"".join(files.values())
    media += bytes(-len(media) % SECTOR)
    chunks = [media[at : at + _CHUNK] for at in range(0, len(media), _CHUNK)]
    geometry = struct.pack("<B3xIIIQ", 0x0E, len(chunks), 64, SECTOR, len(media) // SECTOR).ljust(1048, b"\0")
    out = bytearray(b"LVF\x09\x0d\x0a\xff\0\x01" + struct.pack("<HH", 1, 0))
    section(out, b"volume", sealed(geometry))
    base, at, offsets, stored = len(out), 76, [], [chunk_of(chunk, packed=True) for chunk in chunks]
    for data, flag in stored:
        offsets.append(at | flag)
        at += len(data)
    section(out, b"sectors", b"".join(data for data, _ in stored))
    table = sealed(struct.pack("<I4xQ4x", len(offsets), base)) + sealed(struct.pack(f"<{len(offsets)}I", *offsets))
    section(out, b"table", table)
    section(out, b"table2", table)
    tree = tree_of(files, len(media)).encode("utf-16-le")
    head = hashlib.md5(tree, usedforsecurity=False).digest() + struct.pack("<Q", len(tree))
    section(out, b"ltree", head + struct.pack("<I20x", zlib.adler32(head + bytes(24))) + tree)
    section(out, b"data", sealed(geometry))
    section(out, b"done", b"", last=True)
    return bytes(out)


def tree_of(files: Mapping[str, bytes], total: int) -> str:
    """The text that names the files, whose contents lie one behind the other in `total` bytes."""
    folders: dict[str, object] = {}
    offset = 0
    for path, content in files.items():
        *above, name = path.split("/")
        folder = folders
        for one in above:
            folder = folder.setdefault(one, {})  # type: ignore[assignment]
        folder[name] = (offset, content)
        offset += len(content)
    lines = list(_entries("", folders))
    lines[0] = f"26\t{len(folders)}"
    return (
        f"5\nrec\ntb\n{total}\n\n"
        "perm\n0\t1\np\tn\ts\tpr\tnta\tnti\tnts\n0\t0\n1\t\t\t10\t\t\t\n\n"
        "srce\n0\t1\np\tn\tid\tev\ttb\tlo\tpo\tah\tgu\taq\n0\t0\n1\t\t\t\t\t\t\t\t\t\n\n"
        "sub\n0\t1\np\tn\tid\tnu\tco\tgu\n0\t0\n1\t\t\t\t\t\n\n"
        "entry\n1\t1\n" + _COLUMNS.replace(" ", "\t") + "\n" + "\n".join(lines) + "\n\n"
    )


def _entries(name: str, what: object) -> list[str]:
    """Two lines for an entry, and those of what is below it."""
    values = dict.fromkeys(_COLUMNS.split(), "")
    values |= {"n": name, "id": "1", "src": "0", "sub": "0", "cid": "1", "du": "-1", "lo": "-1", "po": "-1", "pm": "-1"}
    values |= dict.fromkeys(("cr", "ac", "wr"), str(TIME))
    if isinstance(what, dict):
        values["p"] = "1"
        below = [line for inner, one in what.items() for line in _entries(inner, one)]
        return [f"0\t{len(what)}", "\t".join(values.values()), *below]
    assert isinstance(what, tuple)
    offset, content = what
    values["ls"], values["be"] = str(len(content)), f"1 {offset:x} {len(content):x}"
    values["ha"] = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return ["0\t0", "\t".join(values.values())]
