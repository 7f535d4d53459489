"""Large plain lists: blocks say what lines say, side files hold what rows would, and nothing is lost on the way."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.errors import ListError
from forensicdesk.lists import importing
from forensicdesk.lists.readers import pdq_blocks, pdq_text, plain, plain_blocks
from forensicdesk.lists.readers.content import Content
from forensicdesk.lists.readers.pieces import Block, read_pieces
from forensicdesk.lists.readers.sample import SAMPLE_BYTES, take_sample
from forensicdesk.lists.readers.text import MAX_LINE, open_text
from forensicdesk.lists.records import ReadOptions, Record
from forensicdesk.lists.sortedfile import SortedFile
from forensicdesk.lists.sorting import SideFiles
from forensicdesk.model import Role
from tests.forensicdesk.lists.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from forensicdesk.lists.library import Library
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed
    from forensicdesk.lists.values import Entry
    from tests.forensicdesk.lists.conftest import Take

EMPTY_MD5 = hashlib.md5(b"", usedforsecurity=False).hexdigest()
EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()


def md5(at: int) -> str:
    return hashlib.md5(b"%d" % at, usedforsecurity=False).hexdigest()


def sha1(at: int) -> str:
    return hashlib.sha1(b"%d" % at, usedforsecurity=False).hexdigest()


def sha256(at: int) -> str:
    return hashlib.sha256(b"%d" % at).hexdigest()


def lines_of(path: Path, options: ReadOptions, module: Any = plain) -> list[Parsed]:  # noqa: ANN401 - a reader
    content, sample = Content(path), sample_of(path)
    with content.open() as stream, open_text(stream, sample.encoding) as lines:
        return list(module.read(lines, sample, options))


def blocks_of(
    path: Path,
    options: ReadOptions,
    sizes: tuple[int, int],
    module: Any = plain_blocks,  # noqa: ANN401 - a reader
) -> tuple[list[Parsed], int]:
    """The same as single records, and how many came in blocks."""
    content, sample = Content(path), sample_of(path)
    found: list[Parsed] = []
    blocked = 0
    for one in read_pieces(content, sample, options, module.way(sample, options), sizes):
        if isinstance(one, Block):
            blocked += len(one.values.rows)
            found += records_of(one)
        else:
            found.append(one)
    return found, blocked


def records_of(block: Block) -> list[Record]:
    values = block.values
    names = [b""] * len(values.rows)
    if values.name_lengths is not None:
        ends = np.cumsum(values.name_lengths).tolist()
        names = [values.names[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    qualities = [None] * len(values.rows) if values.qualities is None else values.qualities.tolist()
    return [
        Record(block.position + at, name=names[at].decode(), quality=qualities[at], **{values.kind: row.tobytes()})
        for at, row in enumerate(values.rows)
    ]


def sample_of(path: Path) -> Sample:
    head = path.read_bytes()
    return take_sample(path.name, head[:SAMPLE_BYTES], whole=len(head) <= SAMPLE_BYTES)


ODD = st.sampled_from(
    [
        *("", "# a comment", "nonsense", "MD5", EMPTY_MD5, "ab" * 32, "g" * 32, "é" * 9),
        *(EMPTY_SHA256, "00" * 32, "00" * 16),
        *('"' + "ab" * 16 + '"', " " + "cd" * 16, "12" * 16 + "\r", "\r" + "34" * 16),
        *("\x1c" + "56" * 16, "\ufeff" + "78" * 16),
    ]
)
ENDS = st.sampled_from(["\n", "\r\n"])
RUN = st.tuples(st.sampled_from([md5, sha1, sha256]), st.integers(0, 50), st.integers(1, 60), ENDS, st.booleans())


@settings(max_examples=150, deadline=None)
@given(
    title=st.sampled_from(["", "MD5\n", "# pdq\nSHA-1\r\n", "hash\n", "\ufeffmd5\n", "sha256\n", "PDQ\r\n"]),
    parts=st.lists(st.one_of(RUN, st.tuples(ODD, st.sampled_from(["\n", "\r\n", "\r"]))), max_size=20),
    broken=st.binary(max_size=6),
    last=st.booleans(),
    piece=st.integers(40, 3000),
    smallest=st.integers(1, 400),
)
def test_blocks_say_what_lines_say(
    title: str, parts: list[tuple[Any, ...]], broken: bytes, last: bool, piece: int, smallest: int
) -> None:
    start_of, count = (sha256, 1_010) if title.strip() in {"sha256", "PDQ"} else (md5, 2_000)
    text = title + "".join(f"{start_of(at)}\n" for at in range(count))
    for part in parts:
        if len(part) == 2:
            text += "".join(part)
            continue
        make, start, count, end, upper = part
        made = "".join(make(at) + end for at in range(start, start + count))
        text += made.upper() if upper else made
    data = text.encode() + broken + b"\n" + md5(1).encode() + (b"\n" if last else b"")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.txt"
        path.write_bytes(data)
        for asked in (None, "sha256", "pdq"):
            if asked not in {None, title.strip().lower()} and title.strip() in {"sha256", "PDQ"}:
                continue
            options = ReadOptions("list", asked)
            found, _ = blocks_of(path, options, (piece, smallest))
            assert found == lines_of(path, options)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("make", "asked"), [(md5, None), (sha1, None), (sha256, "sha256"), (sha256, "pdq")])
def test_regular_lines_come_as_blocks(tmp_path: Path, end: str, make: Callable[[int], str], asked: str | None) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes("".join(make(at) + end for at in range(5_000)).encode())
    found, blocked = blocks_of(path, ReadOptions("list", asked), (1 << 20, 1 << 14))
    assert blocked > 2_500
    assert found == lines_of(path, ReadOptions("list", asked))


def test_values_in_two_senses_come_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("".join(sha256(at) + "\n" for at in range(5_000)), encoding="ascii")
    found, blocked = blocks_of(path, ReadOptions("list"), (1 << 20, 1 << 14))
    assert blocked == 0
    assert found == lines_of(path, ReadOptions("list"))


@pytest.mark.parametrize(
    "odd", ["x" * (MAX_LINE + 5) + "\n", "x" * MAX_LINE + "\n", "\r".join(map(md5, range(50_000))) + "\r"]
)
def test_endless_lines_and_old_line_ends_are_read_as_ever(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "list.txt"
    path.write_text("".join(md5(at) + "\n" for at in range(3_000)) + odd + md5(7), encoding="ascii", newline="")
    assert blocks_of(path, ReadOptions("list"), (50_000, 1_000))[0] == lines_of(path, ReadOptions("list"))


PDQ_ODD = st.sampled_from(
    [
        *("", "# a comment", "nonsense", sha256(1), f"{sha256(1)},", f"{sha256(1)},101", f"{sha256(1)},1000,a"),
        *(f"{sha256(1)},5 ,a", f" {sha256(1)},5,a", f"{sha256(1)},5, a", f"{sha256(1)},5,a ", f"{sha256(1)},5,\x1ca"),
        *(f"{sha256(1)},5,ä.jpg", f"{sha256(1)},5,\ra", f"{sha256(1)};5;a", f"{'00' * 32},5,a", f"{'g' * 64},5"),
        *(f"{sha256(1)},,a", f"{sha256(1)},x", f"{sha256(1)[:-1]},5,aa", f"{sha256(1)},-1,a", f"{sha256(1)},5a"),
    ]
)
PDQ_LINE = st.tuples(
    st.integers(0, 300), st.integers(0, 100), st.sampled_from(["", ",", ",a.jpg", ",b c,d.jpg", ",~", ',"x"']), ENDS
)
PDQ_PART = st.one_of(
    st.lists(PDQ_LINE, min_size=1, max_size=40), st.tuples(PDQ_ODD, st.sampled_from(["\n", "\r\n", "\r"]))
)


@settings(max_examples=150, deadline=None)
@given(
    parts=st.lists(PDQ_PART, max_size=20),
    broken=st.binary(max_size=6),
    last=st.booleans(),
    sizes=st.tuples(st.integers(40, 3000), st.integers(1, 400)),
)
def test_blocks_of_pdq_with_quality_and_name_say_what_lines_say(
    parts: list[Any], broken: bytes, last: bool, sizes: tuple[int, int]
) -> None:
    text = "".join(f"{sha256(at)},{at % 101},{at}.jpg\n" for at in range(900))
    for part in parts:
        if isinstance(part, tuple):
            text += "".join(part)
            continue
        text += "".join(f"{sha256(at)},{quality}{name}{end}" for at, quality, name, end in part)
    data = text.encode() + broken + b"\n" + f"{sha256(1)},7".encode() + (b"\n" if last else b"")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.txt"
        path.write_bytes(data)
        found, _ = blocks_of(path, ReadOptions("list"), sizes, pdq_blocks)
        assert found == lines_of(path, ReadOptions("list"), pdq_text)


@pytest.mark.parametrize("name", ["", ",", ",photographs/a b.jpg"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_regular_pdq_with_quality_come_as_blocks(tmp_path: Path, name: str, end: str) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes("".join(f"{sha256(at)},{at % 101}{name}{end}" for at in range(5_000)).encode())
    found, blocked = blocks_of(path, ReadOptions("list"), (1 << 20, 1 << 14), pdq_blocks)
    assert blocked > 2_500
    assert found == lines_of(path, ReadOptions("list"), pdq_text)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40), st.integers(0, 3)), min_size=1, max_size=300),
    st.integers(1, 1_000),
    st.sampled_from([("md5", 16), ("sha1", 20), ("sha256", 32)]),
)
def test_side_files_find_what_a_dictionary_finds(
    made: list[tuple[int, int, int]], chunk: int, kind_and_width: tuple[str, int]
) -> None:
    kind, width = kind_and_width
    digests = [key.to_bytes(8, "big") + bytes(width - 9) + bytes([rest]) for key, rest, _ in made]
    positions = list(itertools.accumulate(gap + 1 for _, _, gap in made))
    first: dict[bytes, int] = {}
    for number, digest in enumerate(digests, 1):
        first.setdefault(digest, number)
    with tempfile.TemporaryDirectory() as folder:
        side = SideFiles(Path(folder) / "importing-x.tmp", chunk)
        for start in range(0, len(made), 37):
            part = digests[start : start + 37]
            rows = np.frombuffer(b"".join(part), dtype=np.uint8).reshape(len(part), width)
            lines = np.array(positions[start : start + 37], dtype=np.int64)
            side.add(kind, np.arange(start + 1, start + 1 + len(part), dtype=np.int64), lines, rows)
        assert side.finish() == len(digests) - len(first)
        stored = SortedFile(side.path(kind), kind)
        assert stored.in_order()
        absent = [bytes([255]) * width, (3).to_bytes(8, "big") + bytes([1]) * (width - 8), b"", bytes(48)]
        expected = [(digest, number, f"line {positions[number - 1]}") for digest, number in sorted(first.items())]
        found = [(digest, one.number, one.entry) for digest, one in stored.exact([*digests, *absent])]
        assert found == expected
        by_number = sorted((number, digest) for digest, number in first.items())
        assert [(one.number, getattr(one, kind)) for one in stored.entries(range(len(digests) + 9))] == by_number
        every = stored.hashes()
        assert [(int(at), row.tobytes()) for at, row in zip(every.numbers, every.values, strict=True)] == by_number
        assert {path.name for path in Path(folder).iterdir()} == {side.path(kind).name}


def everything(library: Library, list_id: str, asked: Sequence[bytes]) -> list[list[Entry]]:
    kinds = [[entry for _, entry in library.exact(list_id, kind, asked)] for kind in ("md5", "sha1", "sha256")]
    return [*kinds, list(library.entries(list_id, range(9_000)))]


def test_a_list_says_the_same_whether_sorted_or_in_rows(
    take: Take, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [md5(at) for at in range(3_000)] + [sha1(at) for at in range(40)] + ["", "nonsense", "ab" * 32, EMPTY_MD5]
    text = "\n".join([*lines, *(md5(at).upper() for at in range(2_990, 4_000))])
    rows = take(text, name="rows")
    monkeypatch.setattr(importing, "SORTED_FROM", 0)
    used = take(text, name="sorted")
    assert {path.name for path in library.folder.glob("*.sorted")} == {
        f"{used.id}.md5.sorted",
        f"{used.id}.sha1.sorted",
    }
    for key in ("entries", "refused", "refusals", "duplicates", "withdrawn"):
        assert getattr(used, key) == getattr(rows, key)
    assert used.duplicates == 10
    asked = [bytes.fromhex(line) for line in {*lines, md5(3_500), md5(99_999)} if line not in {"", "nonsense"}]
    assert everything(library, used.id, asked) == everything(library, rows.id, asked)
    for kind in ("md5", "sha1", "sha256", "pdq"):
        one, other = library.hashes(used.id, kind), library.hashes(rows.id, kind)
        assert all(
            np.array_equal(getattr(one, name), getattr(other, name)) for name in ("numbers", "values", "qualities")
        )
    for name, content in (("packed", gzip.compress(text.encode())), ("wide", text.encode("utf-16"))):
        again = take(content, name=name)
        assert (again.entries, again.duplicates, again.refusals) == (used.entries, used.duplicates, used.refusals)
        assert everything(library, again.id, asked) == everything(library, rows.id, asked)
        library.remove(name)
    assert library.check("sorted") == ()
    assert library.check("rows") == ()
    assert library.remove("sorted") == used
    assert not list(library.folder.glob("*.sorted"))
    assert library.lists() == (rows,)


@pytest.mark.parametrize("kind", ["sha256", "pdq"])
def test_a_list_of_64_digits_says_the_same_whether_sorted_or_in_rows(
    take: Take, library: Library, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    lines = [sha256(at) for at in range(3_000)] + ["", "nonsense", md5(1), EMPTY_SHA256, "00" * 32, sha1(2)]
    text = "\n".join([*lines, *(sha256(at).upper() for at in range(2_990, 4_000)), "00" * 32])
    rows = take(text, name="rows", hash_type=kind)
    monkeypatch.setattr(importing, "SORTED_FROM", 0)
    used = take(text, name="sorted", hash_type=kind)
    assert {path.name for path in library.folder.glob("*.sorted")} == {
        f"{used.id}.{one}.sorted" for one in ("md5", "sha1", kind)
    }
    for key in ("entries", "refused", "refusals", "duplicates", "withdrawn", "check"):
        if (key, kind) != ("check", "pdq"):  # the sample is of other rows, as they are in another order
            assert getattr(used, key) == getattr(rows, key)
    assert used.duplicates == {"sha256": 11, "pdq": 10}[kind]  # a PDQ of zeros is refused, not kept once
    asked = [bytes.fromhex(line) for line in {*lines, sha256(3_500), sha256(99_999)} if line not in {"", "nonsense"}]
    assert everything(library, used.id, asked) == everything(library, rows.id, asked)
    for one in ("md5", "sha1", "sha256", "pdq"):
        ours, theirs = library.hashes(used.id, one), library.hashes(rows.id, one)
        assert all(
            np.array_equal(getattr(ours, name), getattr(theirs, name)) for name in ("numbers", "values", "qualities")
        )
    assert list(library.walk(used.id)) == list(library.walk(rows.id))
    assert library.check("sorted") == library.check("rows") == ()


def test_pdq_with_quality_and_name_say_the_same_whether_aside_or_in_rows(
    take: Take, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"{sha256(at)},{at % 101}" + ("" if at % 3 else f",{at} ä.jpg") for at in range(3_000)]
    odd = [f"{sha256(7)},7,another name", f"{sha256(7)},8,another quality", "nonsense", "", f"{'00' * 32},5,a"]
    text = "\n".join([*lines, *odd, *lines[:50], f"{sha256(9_999)},100,last\x00.jpg"])
    rows = take(text, name="rows")
    monkeypatch.setattr(importing, "SORTED_FROM", 0)
    used = take(text, name="aside")
    assert used.format == "pdq-text"
    asides = {f"{used.id}.{one}.sorted" for one in ("pdq", "names")}
    assert {path.name for path in library.folder.glob("*.sorted")} == asides
    for key in ("entries", "refused", "refusals", "duplicates"):
        assert getattr(used, key) == getattr(rows, key)
    assert used.duplicates == 51
    assert list(library.walk(used.id)) == list(library.walk(rows.id))
    names = [entry.name for entry in library.entries(used.id, [1, 2, 7, 3_002])]
    assert names == ["0 ä.jpg", "", "6 ä.jpg", "another quality"]
    ours, theirs = library.hashes(used.id, "pdq"), library.hashes(rows.id, "pdq")
    for name in ("numbers", "values", "qualities"):
        assert np.array_equal(getattr(ours, name), getattr(theirs, name))
    assert library.check("aside") == library.check("rows") == ()
    path = library.folder / f"{used.id}.names.sorted"
    good = path.read_bytes()
    path.write_bytes(good[:-1] + b"x")
    assert library.check("aside")
    path.write_bytes(good[:-1])
    with pytest.raises(ListError, match=r"names\.sorted is not as it was written; remove the list"):
        list(library.entries(used.id, [1]))
    library.remove("aside")
    assert not list(library.folder.glob("*.sorted"))


def test_values_in_two_senses_stay_rows(take: Take, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "SORTED_FROM", 0)
    used = take("\n".join([*(sha256(at) for at in range(3_000)), *(md5(at) for at in range(50))]))
    assert [path.name for path in library.folder.glob("*.sorted")] == [f"{used.id}.md5.sorted"]
    assert dict(used.entries) == {"md5": 50, "sha1": 0, "sha256": 3_000, "pdq": 3_000, "vpdq": 0, "vpdq_frames": 0}
    (entry,) = (entry for _, entry in library.exact(used.id, "sha256", [bytes.fromhex(sha256(7))]))
    assert (entry.number, entry.pdq) == (8, entry.sha256)
    assert library.check(used.id) == ()


@pytest.mark.parametrize("harm", ["swap", "bit", "cut", "gone", "about"])
def test_a_changed_side_file_is_noticed(
    take: Take, library: Library, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    monkeypatch.setattr(importing, "SORTED_FROM", 0)
    used = take("\n".join(md5(at) for at in range(500)))
    path = library.folder / f"{used.id}.md5.sorted"
    data = bytearray(path.read_bytes())
    if harm == "swap":
        data[48:64] = data[56:64] + data[48:56]
    elif harm == "bit":
        data[-1] ^= 1
    elif harm == "cut":
        del data[-1:]
    path.write_bytes(data)
    if harm == "gone":
        path.unlink()
    if harm == "about":
        with sqlite3.connect(library.folder / f"{used.id}.fdlist") as connection:
            connection.execute("DELETE FROM about WHERE key = 'sorted_md5'")
        connection.close()
    assert library.check(used.id)
    if harm in {"cut", "gone"}:
        with pytest.raises(ListError, match="import it again"):
            list(library.exact(used.id, "md5", [bytes(16)]))


@pytest.mark.parametrize(("kind", "count", "width"), [("md5", 400_000, 16), ("pdq", 80_000, 32)])
def test_an_import_that_is_killed_leaves_the_library_as_it_was(
    library: Library, tmp_path: Path, kind: str, count: int, width: int
) -> None:
    first, big = tmp_path / "first.txt", tmp_path / "big.txt"
    first.write_text("\n".join(md5(at) for at in range(10)), encoding="ascii")
    digests = np.random.default_rng(1).integers(0, 256, (count, width), dtype=np.uint8)
    big.write_bytes(b"\n".join([kind.encode(), *(row.tobytes().hex().encode() for row in digests)]))
    used = library.import_file(first, role=Role.NOTABLE, now=NOW)
    program = (
        "import sys; from datetime import datetime, timezone; from pathlib import Path\n"
        "from forensicdesk.lists.library import Library\n"
        "while True:\n"
        "    now = datetime.now(timezone.utc)\n"
        "    one = Library(Path(sys.argv[1])).import_file(Path(sys.argv[2]), role=None, now=now)\n"
        "    print(one.id, flush=True)\n"
        "    Library(Path(sys.argv[1])).remove(one.id)\n"
    )
    for wait in (0.0, 0.05, 0.2, 0.4):
        with subprocess.Popen(
            [sys.executable, "-c", program, str(library.folder), str(big)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline()
            time.sleep(wait)
            process.kill()
            process.stdout.read()
        there = library.lists()
        assert used in there
        assert all(not library.check(one.id) for one in there)
        assert len(there) <= 2
    again = library.import_file(big, role=Role.NOTABLE, now=NOW)
    assert library.check(again.id) == ()
    assert dict(again.entries)[kind] == len(digests)
    # The last process may have been killed when its list was whole: with no role, that is another list.
    big_ones = {one.id for one in library.lists()} - {used.id}
    sides = [*library.folder.glob("*.sorted"), *library.folder.glob("*.near")]
    assert again.id in big_ones
    assert len(sides) == {"md5": 1, "pdq": 2}[kind] * len(big_ones)
    assert {path.name.split(".")[0] for path in sides} == big_ones


def test_side_files_without_their_list_are_cleared(take: Take, library: Library) -> None:
    take(md5(0))
    left = library.folder / "0123456789abcdef.md5.sorted"
    left.write_bytes(b"what an import left that ended before its list was there")
    used = take(md5(1))
    assert not left.exists()
    assert library.find("list") == used
