"""NCMEC's XML is streamed with its deletions; damaged and hostile documents are refused whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forensicdesk.errors import ListError

if TYPE_CHECKING:
    from forensicdesk.lists.library import Library
    from tests.forensicdesk.lists.conftest import Take

NAMESPACE = "https://hashsharing.ncmec.org/hashsharing/v2"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def md5(at: int) -> str:
    return hashlib.md5(str(at).encode(), usedforsecurity=False).hexdigest()


def image(at: int, more: str = "", kind: str = "image") -> str:
    return (
        f'<{kind}><member id="7">Member A</member><timestamp>2025-01-01T00:00:00Z</timestamp><id>id{at}</id>'
        f"<classification>A{at % 2 + 1}</classification>"
        f"<fingerprints><md5>{md5(at)}</md5>{more}</fingerprints></{kind}>"
    )


def answer(images: str, videos: str = "", head: str = HEAD) -> str:
    return (
        f'{head}<queryResult xmlns="{NAMESPACE}">'
        f'<images count="1" maxTimestamp="2025-01-02T00:00:00Z">{images}</images>'
        f'<videos maxTimestamp="2025-01-03T00:00:00Z">{videos}</videos><paging><next>/x</next></paging></queryResult>'
    )


def test_images_and_videos_are_entries_with_everything_said_of_them(take: Take, library: Library) -> None:
    more = f"<sha1>{'ab' * 20}</sha1><pdq>{'cd' * 32}</pdq><pdna>{'1,' * 143}2</pdna><netclean>opaque</netclean>"
    used = take(answer(image(1, more), image(2, kind="video")))
    assert {kind: count for kind, count in used.entries if count} == {"md5": 2, "sha1": 1, "pdq": 1, "photodna": 1}
    assert (used.format, used.issued_at, used.refused) == ("ncmec-xml", "2025-01-03T00:00:00Z", 0)
    first, second = library.entries(used.id, [1, 2])
    assert (first.entry, first.label) == ("id1", "A2")
    assert first.more == (("photodna", bytes([1] * 143 + [2])),)
    assert json.loads(first.extra) == {
        "entry": "image",
        "member@id": "7",
        "member": "Member A",
        "timestamp": "2025-01-01T00:00:00Z",
        "fingerprints/netclean": "opaque",
    }
    assert json.loads(second.extra)["entry"] == "video"


def test_what_the_issuer_deleted_is_no_entry(take: Take, library: Library) -> None:
    gone = "<deletedImage><id>id1</id></deletedImage><deletedImage><timestamp>x</timestamp></deletedImage>"
    used = take(
        answer(image(1) + gone + image(2), "<deletedVideo><id>id3</id></deletedVideo>" + image(3, kind="video"))
    )
    assert dict(used.entries)["md5"] == 1
    assert used.withdrawn == 2
    assert used.refusals == ((3, "a deletion without the id of what is deleted"),)
    assert [entry.entry for entry in library.entries(used.id, [1, 2, 3])] == ["id2"]


def test_wrong_values_and_foreign_elements_are_refused_one_by_one(take: Take) -> None:
    empty = image(4).replace(md5(4), hashlib.md5(b"", usedforsecurity=False).hexdigest())
    wrong = image(2, "<sha1>xyz</sha1><pdna>AAAA</pdna>")
    used = take(answer(image(1) + wrong + "<sound/>" + empty + "<image><id>5</id></image>"))
    assert dict(used.entries)["md5"] == 2
    assert [position for position, _ in used.refusals] == [2, 3, 4, 5]
    assert "xyz" in used.refusals[0][1]
    assert used.refusals[0][1].endswith("(the entry is kept with its MD5)")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_are_read(take: Take, encoding: str) -> None:
    assert dict(take(answer(image(1), head="\n").strip().encode(encoding)).entries)["md5"] == 1


@pytest.mark.parametrize("cut", [0.3, 0.5, 0.9, 0.999])
def test_a_truncated_document_imports_nothing_and_says_where_it_broke(take: Take, library: Library, cut: float) -> None:
    whole = answer("\n".join(image(at) for at in range(2000)))
    with pytest.raises(ListError, match=r"list\.txt is damaged or cut off: .* at line [\d,]+, column [\d,]+, after"):
        take(whole[: int(len(whole) * cut)])
    assert library.lists() == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (answer(image(1), head='<!DOCTYPE queryResult [<!ENTITY a "aaa">]>'), "declares a document type"),
        (answer(image(1), head='<!DOCTYPE queryResult SYSTEM "file:///secret">'), "declares a document type"),
        (answer(image(1, "<x>&unknown;</x>")), "undefined entity"),
        (answer("<image>" + "<a>" * 80 + "</a>" * 80 + "</image>"), "nested too deeply"),
        (answer(image(1, f"<x>{'y' * 1_100_000}</x>")), "a single record has more than"),
        (answer(f"<image x='{'y' * 17_000_000}"), "a single mark or text has more than"),
        (answer(image(1)) + "<more/>", "junk after document element"),
        (answer(image(1), head='<?xml version="1.0" encoding="x-none"?>'), "encoding"),
        ("<html><body><queryResult>" + md5(1), "XML or HTML"),
        (f'<?xml version="1.0"?><list><md5>{md5(1)}</md5></list>', "XML or HTML"),
        (answer(""), "holds no usable entry"),
    ],
)
def test_what_is_hostile_or_another_document_is_one_sentence(take: Take, library: Library, text: str, why: str) -> None:
    with pytest.raises(ListError, match=why):
        take(text)
    assert library.lists() == ()


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [image(1), image(2), "<image>", "</image>", "<deletedImage><id>id1</id></deletedImage>", "&a;"]
        ),
        st.sampled_from(["<![CDATA[", "]]>", "<!--", "-->", "<id>", "</id>", "</queryResult>", "<a:b c='d'/>"]),
        st.text(max_size=10),
    ),
    max_size=6,
).map("".join)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PIECES, PIECES, st.integers(-40, 0))
def test_any_xml_gives_a_list_or_a_list_error(take: Take, images: str, videos: str, cut: int) -> None:
    with contextlib.suppress(ListError):
        used = take(answer(images, videos)[: cut or None].encode("utf-8", "surrogatepass"))
        assert sum(count for _, count in used.entries) > 0
