"""StopNCII's records are entries unless they were taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from forensicdesk.errors import ListError

if TYPE_CHECKING:
    from forensicdesk.lists.library import Library
    from tests.forensicdesk.lists.conftest import Take

PDQ, MD5 = "ab" * 32, "cd" * 16


def answer(*records: Any) -> str:  # noqa: ANN401 - any JSON
    return json.dumps({"count": len(records), "nextPageToken": "t", "hashRecords": records, "hasMoreRecords": False})


def record(signal: str, value: str, status: str = "Active", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {"signalType": signal, "hashValue": value, "hashStatus": status, **more}


def test_each_signal_is_an_entry_with_everything_said_of_it(take: Take, library: Library) -> None:
    used = take(
        answer(
            record("ImagePDQ", PDQ, caseNumbers={"1": "Active"}, CSPFeedbacks=[]),
            record("VideoMD5", MD5.upper()),
            record("ImageMD5", "ef" * 16, lastModtimestamp=1),
        )
    )
    assert (used.format, used.refused) == ("stopncii-json", 0)
    assert {kind: count for kind, count in used.entries if count} == {"pdq": 1, "md5": 2}
    first, second = library.entries(used.id, [1, 2])
    assert first.entry == f"ImagePDQ {PDQ}"
    assert json.loads(first.extra) == {
        "signalType": "ImagePDQ",
        "hashStatus": "Active",
        "caseNumbers": {"1": "Active"},
        "CSPFeedbacks": [],
    }
    assert second.md5 == bytes.fromhex(MD5)


@pytest.mark.parametrize("status", ["Withdrawn", "Deleted", "withdrawn"])
def test_what_was_taken_back_is_no_entry_wherever_it_stands(take: Take, library: Library, status: str) -> None:
    used = take(
        answer(
            record("ImagePDQ", PDQ),
            record("VideoMD5", MD5, status),
            record("ImagePDQ", PDQ.upper(), status),
            record("ImageMD5", MD5),
        )
    )
    assert used.withdrawn == 1
    assert [entry.entry for entry in library.entries(used.id, [1, 2])] == [f"ImageMD5 {MD5}"]


def test_other_signals_and_wrong_values_are_refused_with_the_reason(take: Take) -> None:
    used = take(answer(record("ImagePDQ", PDQ), record("VideoTMK", "AAAA"), 7, record("ImagePDQ", MD5), {}))
    assert [position for position, _ in used.refusals] == [2, 3, 4, 5]
    assert used.refusals[0][1] == "the signal type VideoTMK is not used"
    assert used.refusals[2][1].startswith("not 64 hexadecimal digits as PDQ has")


@pytest.mark.parametrize("cut", [-1, -30, -60])
def test_a_truncated_document_is_refused_whole(take: Take, library: Library, cut: int) -> None:
    with pytest.raises(
        ListError, match=r"is damaged or cut off: the file ends too early, at character \d+, after [01] "
    ):
        take(answer(record("ImagePDQ", PDQ))[:cut])
    assert library.lists() == ()
