"""Whatever bytes a file holds, importing it gives a list or a ListError."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.errors import ListError
from forensicdesk.lists.library import Library
from forensicdesk.model import Role
from tests.forensicdesk.lists.conftest import NOW

HEX = st.sampled_from([32, 40, 64, 16, 128]).flatmap(
    lambda size: st.text("0123456789abcdefABCDEF", min_size=size, max_size=size)
)
CELL = st.one_of(HEX, st.text(max_size=12), st.sampled_from(["md5", "sha-1", "pdq", "quality", "100", "0.5", '"', "#"]))
LINE = st.builds(
    lambda cells, mark: mark.join(cells), st.lists(CELL, max_size=5), st.sampled_from([",", ";", "\t", " ", "  ", " *"])
)
LISTS = st.builds(
    lambda lines, end, encoding: end.join(lines).encode(encoding, "surrogatepass"),
    st.lists(LINE, max_size=12),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be"]),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), HEX, st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                ["MD5", "SHA1", "value", "Media", "AlternativeHashes", "HashName", "MediaFiles", "0", "hash"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=15,
)
DOCUMENTS = st.builds(
    lambda value, cut: json.dumps({"@odata.context": "DataModels/2.0.xml#Cases", "value": value})[
        : cut or None
    ].encode(),
    JSON,
    st.integers(-6, 0),
)


def import_bytes(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(content)
        library = Library(Path(folder) / "lists")
        for hash_type in (None, "pdq"):
            with contextlib.suppress(ListError):
                used = library.import_file(path, role=Role.NOTABLE, name=f"n{hash_type}", now=NOW, hash_type=hash_type)
                assert sum(count for _, count in used.entries) > 0
                assert library.check(used.id) == ()
                for kind in ("md5", "sha1", "sha256"):
                    list(library.exact(used.id, kind, [bytes(16)]))
                library.hashes(used.id, "pdq")
                list(library.films(used.id))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_give_a_list_or_a_list_error(content: bytes) -> None:
    import_bytes(content)


@settings(max_examples=150, deadline=None)
@given(LISTS)
def test_random_lines_give_a_list_or_a_list_error(content: bytes) -> None:
    import_bytes(content)


@settings(max_examples=120, deadline=None)
@given(DOCUMENTS)
def test_random_json_gives_a_list_or_a_list_error(content: bytes) -> None:
    import_bytes(content)
