"""Every format is recognised by its content and read with the right digests."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import ListError
from forensicdesk.lists.readers.gnu import unescape

if TYPE_CHECKING:
    from forensicdesk.lists.library import Library
    from forensicdesk.model import HashList
    from tests.forensicdesk.lists.conftest import Take

MD5 = [hashlib.md5(bytes([at]), usedforsecurity=False).hexdigest() for at in range(9)]
SHA1 = [hashlib.sha1(bytes([at]), usedforsecurity=False).hexdigest() for at in range(9)]
SHA256 = [hashlib.sha256(bytes([at])).hexdigest() for at in range(9)]
PDQ = [hashlib.sha256(b"pdq" + bytes([at])).hexdigest() for at in range(9)]
EMPTY_MD5 = "d41d8cd98f00b204e9800998ecf8427e"


def counted(used: HashList) -> dict[str, int]:
    return {kind: count for kind, count in used.entries if count}


@pytest.mark.parametrize(
    ("content", "format_name", "expected"),
    [
        (f"{MD5[0]}  a.jpg\n{MD5[1]} *b.jpg\n", "gnu-sum", {"md5": 2}),
        (f"{SHA1[0]}  a\n\\{SHA1[1]}  new\\nline\n", "gnu-sum", {"sha1": 2}),
        (f"{SHA256[0]}  a\n", "gnu-sum", {"sha256": 1}),
        (f"MD5 (a (b).jpg) = {MD5[0]}\nSHA256 (x) = {SHA256[0]}\n", "bsd-digest", {"md5": 1, "sha256": 1}),
        (f"# a comment\n\n{MD5[0].upper()}\r\n{SHA1[0]}\r\n", "plain-text", {"md5": 1, "sha1": 1}),
        (f"MD5\r\n{MD5[0]}\r\n{MD5[1]}\r\n", "plain-text", {"md5": 2}),
        (f"SHA-256\n{SHA256[0]}\n", "plain-text", {"sha256": 1}),
        (f"PDQ\n{PDQ[0]}\n", "plain-text", {"pdq": 1}),
        (f"# PDQ values of the unit\n{PDQ[0]}\n", "plain-text", {"pdq": 1}),
        (f"# made with sha256deep, SHA-256\n{SHA256[0]}\n", "plain-text", {"sha256": 1}),
        (f"{PDQ[0]},100,a, b.jpg\n{PDQ[1]},49,b.jpg\n", "pdq-text", {"pdq": 2, "pdq_below_quality_50": 1}),
        (f"{PDQ[0]},100\n", "pdq-text", {"pdq": 1}),
        (f"pdq {PDQ[0]}\nvideo_md5 {MD5[0]}\n", "threatexchange", {"pdq": 1, "md5": 1}),
        (f"Name;MD5 Hash;SHA-256;Category\r\na;{MD5[0]};{SHA256[0]};3\r\n", "csv", {"md5": 1, "sha256": 1}),
        (f"md5|sha_1\n{MD5[0]}|{SHA1[0]}\n", "csv", {"md5": 1, "sha1": 1}),
        (f"{MD5[0]},x\n{MD5[1]},y\n", "csv", {"md5": 2}),
        (f"name\thash\na\t{SHA1[0]}\n", "csv", {"sha1": 1}),
        (f"hash,quality,name\n{PDQ[0]},77,a\n", "csv", {"pdq": 1}),
        (f"type,value\nHASH_PDQ,{PDQ[0]}\nHASH_SHA256,{SHA256[0]}\n", "csv", {"pdq": 1, "sha256": 1}),
        (f"Prüfsumme;Datei\n{MD5[0]};a\n{MD5[1]};b\n", "csv", {"md5": 2}),
        (f'hash,comment\n{MD5[0]},"one\ntwo"\n{MD5[1]},x\n', "csv", {"md5": 2}),
        (f"film,pdq,quality,timestamp\nf,{PDQ[0]},90,0.0\ng,{PDQ[1]},90,1.0\n", "csv", {"vpdq": 2, "vpdq_frames": 2}),
        (f"0,100,{PDQ[0]},0.000\n1,100,{PDQ[1]},1.000\n", "vpdq-text", {"vpdq": 1, "vpdq_frames": 2}),
        (f"{PDQ[0]},100,0.000\n{PDQ[1]},100,1.000\n", "vpdq-text", {"vpdq": 1, "vpdq_frames": 2}),
        (json.dumps([f"{PDQ[0]},100,0.000"]), "vpdq-json", {"vpdq": 1, "vpdq_frames": 1}),
        (
            json.dumps({"0": {"quality": 100, "hash": PDQ[0], "timestamp": 0.0}}),
            "vpdq-json",
            {"vpdq": 1, "vpdq_frames": 1},
        ),
        (f"%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## x\n5,{MD5[0]},{SHA256[0]},a, b\n", "hashdeep",
         {"md5": 1, "sha256": 1}),
    ],
)  # fmt: skip
def test_a_format_is_recognised_by_its_content(
    take: Take, content: str, format_name: str, expected: dict[str, int]
) -> None:
    used = take(content, file_name="misleading.sha512")
    assert (used.format, counted(used), used.refusals) == (format_name, expected, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_do_not_matter(take: Take, encoding: str, end: str) -> None:
    used = take(end.join(["Name;MD5", f"ä.jpg;{MD5[0]}", f"b;{MD5[1]}"]).encode(encoding))
    assert counted(used) == {"md5": 2}


def test_names_escaped_by_md5sum_are_restored(take: Take, library: Library) -> None:
    used = take(f"\\{MD5[0]}  a\\nb\\\\c\\r\n")
    (found,) = library.exact(used.id, "md5", [bytes.fromhex(MD5[0])])
    assert found[1].name == "a\nb\\c\r"
    assert unescape("a\\tb") == "a\\tb"


@pytest.mark.parametrize(
    "content",
    [
        "".join(f"{value}\n" for value in PDQ),
        f"hash,comment,category\n{SHA256[0]},x,1\n",
        f"{SHA256[0]},x\n{SHA256[1]},y\n",
        f"md5,value\n{MD5[0]},\n".replace("md5", "hash") + f"{SHA256[0]},\n",
    ],
)
def test_64_digits_without_a_word_are_taken_in_both_senses(take: Take, content: str) -> None:
    taken = counted(take(content, file_name="my-pdq-list.txt"))

    assert taken["sha256"] == taken["pdq"] > 0


@pytest.mark.parametrize("hash_type", ["sha256", "pdq"])
def test_a_type_says_what_64_digits_are(take: Take, hash_type: str) -> None:
    assert counted(take("".join(f"{value}\n" for value in PDQ), hash_type=hash_type)) == {hash_type: len(PDQ)}


def test_a_type_that_contradicts_the_file_is_refused(take: Take) -> None:
    with pytest.raises(ListError, match="leave --type out"):
        take(f"PDQ\n{PDQ[0]}\n", hash_type="sha256")
    with pytest.raises(ListError, match="leave --type out"):
        take(f"{PDQ[0]},100,a\n", hash_type="sha256")


def test_64_digits_that_come_later_in_a_list_of_md5_are_taken_in_both_senses(take: Take) -> None:
    used = take("".join(f"{value}\n" for value in MD5 * 60) + f"{SHA256[0]}\n")
    assert counted(used) == {"md5": len(MD5), "sha256": 1, "pdq": 1}
    assert used.refused == 0


def test_64_digits_in_a_list_that_calls_itself_md5_are_refused(take: Take) -> None:
    used = take(f"MD5\n{MD5[0]}\n{SHA256[0]}\n")
    assert used.refused == 1


def test_refused_lines_are_counted_with_number_and_reason(take: Take) -> None:
    used = take(f"{MD5[0]}\n{EMPTY_MD5}\nnonsense\n\n# comment\n{MD5[1][:-1]}\n{'a' * 128}\n{MD5[2]}\n{MD5[0]}\n")
    assert counted(used) == {"md5": 2}
    assert used.duplicates == 1
    assert [position for position, _ in used.refusals] == [2, 3, 6, 7]
    assert used.refusals[0][1] == "digest of the empty file"
    assert "nonsense" in used.refusals[1][1]
    assert "SHA-512" in used.refusals[3][1]


def test_only_the_first_thousand_refusals_are_kept_and_all_are_counted(take: Take) -> None:
    used = take(f"{MD5[0]}\n" * 300 + f"{EMPTY_MD5}\n" * 1200)
    assert (used.refused, len(used.refusals), used.duplicates) == (1200, 1000, 299)


@pytest.mark.parametrize(
    "content",
    [
        EMPTY_MD5,
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  empty",
        f"pdq {'0' * 64}",
        f"{'0' * 64},100,black.jpg",
        f"md5,sha1\n{EMPTY_MD5},{SHA1[0]}",
        f'{{"@odata.context":"DataModels/2.0.xml/US/$metadata#Media","value":[{{"MD5":"{EMPTY_MD5.upper()}"}}]}}',
        f"0,100,{'0' * 64},0.0",
    ],
)
def test_digests_of_nothing_are_never_entries(take: Take, library: Library, content: str) -> None:
    with pytest.raises(ListError, match="no usable entry: 1 refused"):
        take(content)
    assert library.lists() == ()


def test_a_damaged_value_in_a_row_costs_that_value_only(take: Take, library: Library) -> None:
    used = take(f"md5,sha1,pdq,quality\n{MD5[0]},{SHA1[0][:-2]},{'0' * 64},80\n{MD5[1]},N/A,,\n")
    assert counted(used) == {"md5": 2}
    assert used.refused == 1
    assert "kept with its MD5" in used.refusals[0][1]
    assert len(list(library.exact(used.id, "md5", [bytes.fromhex(MD5[0])]))) == 1


def test_a_quote_that_is_never_closed_swallows_no_rows(take: Take) -> None:
    rows = [f'{MD5[0]},"open', *(f"{value},x" for value in MD5[1:])]
    assert counted(take("\n".join(rows))) == {"md5": 9}


def test_columns_that_are_not_understood_are_kept(take: Take, library: Library) -> None:
    used = take(f"MD5,Agency,Category,Comment\n{MD5[0]},Unit 7,2,seen twice\n")
    (found,) = library.exact(used.id, "md5", [bytes.fromhex(MD5[0])])
    assert json.loads(found[1].extra) == {"Agency": "Unit 7", "Category": "2", "Comment": "seen twice"}
    assert (found[1].label, found[1].entry) == ("category 2", "line 2")


def test_frames_of_films_keep_order_time_and_quality(take: Take, library: Library) -> None:
    used = take(f"video;frame;pdq;quality;timestamp\na;0;{PDQ[0]};90;0.5\nb;0;{PDQ[1]};40;\na;1;{PDQ[2]};;1:02.5\n")
    first, second = library.films(used.id)
    assert (first.name, first.values.shape, first.qualities.tolist()) == ("a", (2, 32), [90, -1])
    assert first.times.tolist() == [0.5, 62.5]
    assert first.values[1].tobytes().hex() == PDQ[2]
    assert (second.name, second.qualities.tolist()) == ("b", [40])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02\x03" * 100, "binary data"),
        (b"SQLite format 3\x00" + b"\x00" * 80, "damaged SQLite database"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b"Dear colleague,\nplease find attached\n", "of no known kind"),
        (b'{"a": 1}', "JSON, but of none of the layouts"),
        (b"98893570108d24f8\n0c5d744f34f4ee13\n", "does not say which hash they are"),
        (b"# nothing but comments\n\n", "of no known kind"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(
    take: Take, library: Library, content: bytes, reason: str
) -> None:
    with pytest.raises(ListError, match=reason) as caught:
        take(content)
    assert "list.txt" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert library.lists() == ()


def test_a_very_long_line_is_refused_and_the_rest_is_read(take: Take) -> None:
    used = take(f"{MD5[0]}\n{'a' * 3_000_000}\n{MD5[1]}\n")
    assert counted(used) == {"md5": 2}
    assert used.refusals[0][0] == 2
