"""Whole files of every binary and packed kind, with bytes changed or cut off: a list or a sentence, nothing else."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.errors import ListError
from forensicdesk.lists.library import Library
from tests.forensicdesk.lists.conftest import NOW
from tests.forensicdesk.lists.databases import IPED, KDB, RDS_FULL, RDS_MINIMAL, database, digests, rds_row
from tests.forensicdesk.lists.test_nsrl_delta import delete, insert, script
from tests.forensicdesk.lists.test_nsrl_text import NEW, OLD, new, old
from tests.forensicdesk.lists.test_packed import LIST, zipped
from tests.forensicdesk.lists.test_tool_files import MD5, encase, tmk


def written(text: str, table: str, values: tuple[object, ...]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return database(Path(folder) / "x", text, [(table, values)]).read_bytes()


@cache
def samples() -> dict[str, bytes]:
    md5, sha1, sha256 = digests("a")
    minimal = written(RDS_MINIMAL, "FILE", rds_row("a"))
    return {
        "rds minimal": minimal,
        "rds full": written(RDS_FULL, "METADATA", (1, 1, "a", "", 5, "0", md5.hex(), sha1.hex(), sha256.hex())),
        "kdb": written(KDB, "hashes", (1, md5, None, None)),
        "iped": written(IPED, "HASHES", (1, md5, sha1, sha256, None, None)),
        "encase": encase(MD5),
        "tmk": tmk(),
        "NSRLFile, new": (NEW + new("a") + new("b")).encode(),
        "NSRLFile, old": (OLD + old("a") + old("b")).encode(),
        "delta": script(insert(rds_row("a")), delete(rds_row("b"))).encode(),
        "zip": zipped(a_txt=LIST),
        "zip of a database": zipped(a_db=minimal, b_txt=b"hello\n"),
        "gzip": gzip.compress(LIST),
        "gzip of a database": gzip.compress(minimal),
        "bzip2": bz2.compress(LIST),
        "xz": lzma.compress(LIST),
    }


NAMES = sorted(samples())


def import_bytes(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(content)
        library = Library(Path(folder) / "lists")
        try:
            used = library.import_file(path, role=None, now=NOW)
        except ListError as error:
            assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
            assert library.lists() == ()
        else:
            assert library.check(used.id) == ()


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_changed_bytes_give_a_list_or_a_list_error(data: st.DataObject) -> None:
    content = bytearray(samples()[data.draw(st.sampled_from(NAMES))])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    import_bytes(bytes(content))


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(NAMES), st.floats(0, 1), st.binary(max_size=20))
def test_files_that_are_cut_off_give_a_list_or_a_list_error(name: str, share: float, tail: bytes) -> None:
    content = samples()[name]
    import_bytes(content[: int(share * len(content))] + tail)
