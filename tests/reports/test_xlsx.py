"""The workbook: text and numbers, no formula, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest

from reports.csv_ import COLUMNS
from reports.media import MediaLine
from reports.model import Variant
from reports.xlsx import MOST_CHARACTERS
from tests.reports import samples

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def line(number: int, name: str) -> MediaLine:
    """One picture whose every text is `name`."""
    return MediaLine(
        number, None, name, (name,), (name.encode("utf-8", "replace"),), name, "analysed", "live", None, "image/png", 5,
        1, 1, None, "", "", "", notes=(name,),
    )  # fmt: skip


def parsed(part: bytes) -> ET.Element:
    """A part of a workbook that was made here."""
    return ET.fromstring(part)  # noqa: S314 - our own


def sheets(content: bytes) -> dict[str, list[list[str]]]:
    """The cells of every sheet as text, read by the parts that the workbook names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        links = parsed(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): f"xl/{link.get('Target')}" for link in links}
        book = parsed(archive.read("xl/workbook.xml"))
        found = {}
        for sheet in book.iter(f"{SPACE}sheet"):
            rows = parsed(archive.read(targets[sheet.get(RELATED)])).iter(f"{SPACE}row")
            found[str(sheet.get("name"))] = [["".join(cell.itertext()) for cell in row] for row in rows]
        return found


def test_every_sheet_is_there_and_lists_what_the_model_says() -> None:
    model = samples.usual()
    found = sheets(samples.rendered(model, "xlsx", lambda: iter([line(3, "a.png"), line(9, "b.png")])))

    assert list(found) == ["Report", "Ledger", "Numbers", "Lists", "Items with a match", "All pictures and films"]
    assert [row[0] for row in found["Items with a match"][1:]] == ["3", "7", "5", "9"]
    assert found["All pictures and films"][0] == list(COLUMNS)
    assert [row[1] for row in found["All pictures and films"][1:]] == ["3", "9"]
    assert [model.content_sha256] == [row[1] for row in found["Report"] if row[0] == "Content (SHA-256)"]


@pytest.mark.parametrize(("language", "role"), [("en", "notable"), ("es", "de interés"), ("pt", "de interesse")])
def test_roles_of_lists_are_said_in_the_language_of_the_report(language: str, role: str) -> None:
    model = samples.usual(language=language)
    found = sheets(samples.rendered(model, "xlsx", lambda: iter(())))

    roles = {row[2] for rows in found.values() for row in rows[1:] if row[:1] == [model.lists[0].name]}
    assert role in roles
    assert language == "en" or "notable" not in roles


@pytest.mark.parametrize("text", [*samples.HOSTILE[:6], "=1+1", "+cmd|' /C calc'!A0", "@x", "_x0041_", "x" * 40_000])
def test_text_of_evidence_stays_text(text: str) -> None:
    content = samples.rendered(samples.hostile(), "xlsx", lambda: iter([line(1, text)]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    for name, part in parts.items():
        root = parsed(part)
        if "worksheets" in name:
            assert not list(root.iter(f"{SPACE}f"))
            assert {cell.get("t") for cell in root.iter(f"{SPACE}c")} <= {None, "inlineStr"}
            assert all(len(cell.text or "") <= MOST_CHARACTERS for cell in root.iter(f"{SPACE}t"))
    cells = sheets(content)["All pictures and films"][1]
    if text.isprintable() and len(text) < MOST_CHARACTERS and "_x0041_" not in text:
        assert cells[6] == text
    assert "_x005F_x0041_" in cells[6] or text != "_x0041_"


def test_equal_models_give_equal_bytes_whatever_the_clock() -> None:
    made = samples.rendered(samples.usual(), "xlsx", lambda: iter([line(1, "a")]))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    assert made == samples.rendered(samples.usual(), "xlsx", lambda: iter([line(1, "a")]))


def test_more_rows_than_a_sheet_has_go_on_in_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.xlsx.MOST_ROWS", 40)
    found = sheets(samples.rendered(samples.usual(), "xlsx", lambda: (line(number, "a") for number in range(90))))
    pages = [rows for name, rows in found.items() if name.startswith("All pictures")]

    assert [len(rows) - 1 for rows in pages] == [39, 39, 12]
    assert [row[1] for rows in pages for row in rows[1:]] == [str(number) for number in range(90)]


def test_the_statistics_list_no_file() -> None:
    found = sheets(samples.rendered(samples.usual(Variant.STATISTICS), "xlsx", lambda: iter([line(1, "secret.png")])))

    assert "secret.png" not in str(found)
