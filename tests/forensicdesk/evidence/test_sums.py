"""What side files state is read in every form that tools write, and nothing else is taken for a digest."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.evidence.sums import Sum, is_collection, read_sums, subject_of

MD5 = hashlib.md5(b"x", usedforsecurity=False).hexdigest()
SHA256 = hashlib.sha256(b"x").hexdigest()


@pytest.mark.parametrize(
    ("text", "path", "algorithm"),
    [
        (f"{MD5}  image.dd\n", b"image.dd", "md5"),
        (f"{MD5} *image.dd\r\n", b"image.dd", "md5"),
        (f"{SHA256.upper()}  a folder/with spaces.jpg", b"a folder/with spaces.jpg", "sha256"),
        (f"\\{MD5}  line\\nbreak\\\\.jpg\n", b"line\nbreak\\.jpg", "md5"),
        (f"MD5 (image (1).dd) = {MD5}\n", b"image (1).dd", "md5"),
        (f"SHA256 (image.dd) = {SHA256}\n", b"image.dd", "sha256"),
        (f"SHA2-256(image.dd)= {SHA256}\n", None, ""),
        (f"\n{MD5}\n", b"", "md5"),
        (f"\ufeff{MD5}\n", b"", "md5"),
        ("no digest here\n", None, ""),
        (f"{MD5[:-1]}  image.dd\n", None, ""),
        (f"{MD5}image.dd\n", None, ""),
    ],
)
def test_a_line_is_read(text: str, path: bytes | None, algorithm: str) -> None:
    expected = () if path is None else (Sum(path, algorithm, bytes.fromhex(MD5 if algorithm == "md5" else SHA256)),)

    assert read_sums(text.encode()) == expected
    assert read_sums(b"\xff\xfe" + text.removeprefix("\ufeff").encode("utf-16-le")) == expected


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=40), st.binary(max_size=20)), max_size=20))
def test_what_is_written_as_md5sum_does_is_read_back(files: list[tuple[bytes, bytes]]) -> None:
    lines, expected = [], []
    for name, content in files:
        path = b"x" + name + b"x"  # md5sum's own lines are told from spaces around them
        digest = hashlib.md5(content, usedforsecurity=False)
        escaped = path.replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\r", b"\\r")
        lead = b"\\" if escaped != path else b""
        lines.append(lead + digest.hexdigest().encode() + b"  " + escaped + b"\n")
        expected.append(Sum(path, "md5", digest.digest()))

    assert read_sums(b"".join(lines)) == tuple(dict.fromkeys(expected))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_to_an_end(content: bytes) -> None:
    assert all(len(one.value) in {16, 20, 32, 64} for one in read_sums(content))


def test_names_say_what_a_file_is_about() -> None:
    assert subject_of(b"image.E01.md5") == b"image.E01"
    assert subject_of(b"image.dd.SHA256") == b"image.dd"
    assert subject_of(b"image.dd") == b""
    assert is_collection(b"SHA256SUMS")
    assert is_collection(b"md5sums.txt")
    assert not is_collection(b"sums.txt")
