"""The table of formats, the checksums beside them, and the files they become."""

from __future__ import annotations

import hashlib
import stat
from typing import TYPE_CHECKING

import pytest

from forensicdesk.whole import write_whole
from reports.model import Variant
from reports.render import FORMATS, RENDERERS, UnknownFormatError, render
from reports.showing import distinct, show_moment, show_time
from reports.sums import SumsError, merge_sums
from tests.reports import samples

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", FORMATS)
def test_a_rendered_report_carries_the_digest_of_its_bytes(name: str) -> None:
    report = render(samples.usual(), name)

    assert report.format == name
    assert report.file_name == f"report-court.{RENDERERS[name].suffix}"
    assert report.sha256 == hashlib.sha256(report.content).hexdigest()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("variant", [Variant.RESTRICTED, Variant.STATISTICS])
def test_equal_models_give_equal_bytes_in_every_format(name: str, variant: Variant) -> None:
    assert render(samples.usual(variant), name).content == render(samples.usual(variant), name).content


def test_an_unknown_format_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(UnknownFormatError, match="pdf, html, json"):
        render(samples.usual(), "docx")


def test_all_variants_have_the_same_items_numbers_and_words() -> None:
    texts = set()
    for variant in Variant:
        model = samples.usual(variant)
        texts.add(tuple((item.number, item.sha256, item.matches) for item in model.items))

    assert len(texts) == 1


def test_the_list_of_checksums_keeps_the_sums_of_files_that_were_not_written_now() -> None:
    one, two, three = ("1" * 64, "2" * 64, "3" * 64)
    existing = f"{one}  report-court.pdf\n{two} *report-court.html\n".encode()

    merged = merge_sums(existing, {"report-court.pdf": three, "report-court.json": one})

    assert merged.decode() == f"{two}  report-court.html\n{one}  report-court.json\n{three}  report-court.pdf\n"
    assert merge_sums(merged, {}) == merged


@pytest.mark.parametrize("content", [b"\xff\xfe", b"hello\n", b"12  x\n", b"\n"])
def test_a_list_of_another_kind_is_not_touched(content: bytes) -> None:
    with pytest.raises(SumsError):
        merge_sums(content, {})


def test_a_file_is_written_whole_for_its_owner_only_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    write_whole(path, b"old")
    write_whole(path, b"new")

    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").mkdir()

    with pytest.raises(OSError, match=r"report\.pdf"):
        write_whole(tmp_path / "report.pdf", b"content")

    assert [entry.name for entry in tmp_path.iterdir()] == ["report.pdf"]


def test_times_and_names_are_shown_as_people_read_them() -> None:
    assert [show_time(seconds) for seconds in (0, 9.99, 62, 3602)] == ["0:00", "0:09", "1:02", "1:00:02"]
    assert show_moment(1_700_000_000_123_456_789) == "2023-11-14T22:13:20+00:00"
    assert show_moment(10**30) == f"{10**30} ns after 1970-01-01"
    assert distinct({1: "phone", 2: "disk", 3: "phone"}) == {1: "phone (#1)", 2: "disk", 3: "phone (#3)"}
