"""A small writer of OLE compound files ([MS-CFB] version 3): paths and bytes in, a file out."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5


@dataclass
class _Node:
    name: str
    kind: int
    data: bytes = b""
    children: dict[str, _Node] = field(default_factory=dict)
    number: int = 0
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = _END
    size: int = 0


def compound_file(streams: dict[tuple[str, ...], bytes]) -> bytes:
    """A compound file with these streams; the folders of their paths become storages."""
    root = _Node("Root Entry", _ROOT)
    for path, data in streams.items():
        node = root
        for part in path[:-1]:
            node = node.children.setdefault(part, _Node(part, _STORAGE))
        node.children[path[-1]] = _Node(path[-1], _STREAM, data)
    nodes = _numbered(root)
    fat: list[int] = []
    sectors: list[bytes] = []
    small = _place_small(nodes)
    for node in nodes:
        if node.kind == _STREAM and len(node.data) >= _CUTOFF:
            node.start, node.size = _add(sectors, fat, node.data), len(node.data)
    root.start, root.size = _add(sectors, fat, small[0]), len(small[0])
    table_start = _add(sectors, fat, struct.pack(f"<{len(small[1])}I", *small[1]), filler=b"\xff")
    directory = _add(sectors, fat, b"".join(map(_entry, nodes)))
    return _whole(sectors, fat, directory, (table_start, -(-len(small[1]) * 4 // _SECTOR)))


def _numbered(root: _Node) -> list[_Node]:
    """All nodes in the order of the directory, with their neighbours as a balanced tree."""
    nodes, waiting = [root], [root]
    while waiting:
        node = waiting.pop(0)
        children = sorted(node.children.values(), key=lambda one: (len(one.name), one.name.upper()))
        for child in children:
            child.number = len(nodes)
            nodes.append(child)
        node.child = _balanced(children)
        waiting.extend(child for child in children if child.kind == _STORAGE)
    return nodes


def _balanced(nodes: list[_Node]) -> int:
    if not nodes:
        return _NONE
    middle = len(nodes) // 2
    nodes[middle].left, nodes[middle].right = _balanced(nodes[:middle]), _balanced(nodes[middle + 1 :])
    return nodes[middle].number


def _place_small(nodes: list[_Node]) -> tuple[bytes, list[int]]:
    """The stream that holds all short streams, and the table of its small sectors."""
    data = b""
    table: list[int] = []
    for node in nodes:
        if node.kind == _STREAM and 0 < len(node.data) < _CUTOFF:
            node.start, node.size = len(table), len(node.data)
            count = -(-len(node.data) // _SMALL)
            table += [len(table) + at + 1 for at in range(count - 1)] + [_END]
            data += node.data.ljust(count * _SMALL, b"\0")
    return data, table


def _add(sectors: list[bytes], fat: list[int], data: bytes, filler: bytes = b"\0") -> int:
    """Append data, every second sector of a long stream far from the one before it, so that nothing lies in a row."""
    count = -(-len(data) // _SECTOR)
    if not count:
        return _END
    pieces = [data[at * _SECTOR : (at + 1) * _SECTOR].ljust(_SECTOR, filler) for at in range(count)]
    order = [*range(0, count, 2), *range(1, count, 2)]
    base = len(sectors)
    where = {piece: base + place for place, piece in enumerate(order)}
    sectors.extend(pieces[piece] for piece in order)
    following = {where[at]: where[at + 1] if at + 1 < count else _END for at in range(count)}
    fat.extend(following[base + place] for place in range(count))
    return where[0]


def _entry(node: _Node) -> bytes:
    name = node.name.encode("utf-16-le") + b"\0\0"
    head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), node.kind, 1)
    links = struct.pack("<III", node.left, node.right, node.child)
    return head + links + bytes(36) + struct.pack("<IQ", node.start, node.size)


def _whole(sectors: list[bytes], fat: list[int], directory: int, small: tuple[int, int]) -> bytes:
    count = 1
    while (len(fat) + count) * 4 > count * _SECTOR:
        count += 1
    assert count <= 109, "the writer knows no further tables of tables"
    places = list(range(len(sectors), len(sectors) + count))
    table = fat + [_FAT] * count
    table += [_FREE] * (count * _SECTOR // 4 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, count, directory, 0, _CUTOFF, *small, _END, 0)
    head += struct.pack("<109I", *places, *[_FREE] * (109 - count))
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)
