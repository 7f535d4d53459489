"""The report as a workbook (Office Open XML): every cell is text or a number, never a formula.

Written here with the standard library alone: a workbook is a few XML files in a zip archive. Times in the archive are
fixed, so equal models give equal bytes. Text goes in as inline strings, which no program evaluates.
"""

from __future__ import annotations

import re
import zipfile
from itertools import chain, islice
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from reports.csv_ import COLUMNS, cells_of
from reports.escaping import printable
from reports.items import KINDS, strongest_kind
from reports.left_out import sentence
from reports.model import LEDGER_COLUMNS, Variant
from reports.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from reports.media import Media
    from reports.model import ReportModel
    from reports.wording import Wording

Cell = str | int | float | None
Row = tuple[Cell, ...]

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
"""Limits of the format: rows of a sheet, characters of a cell."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_NUMBERS = frozenset({"item", "parent", "size", "width", "height", "duration_s", "pdq_quality", "match_count"})
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CUT = "… (cut)"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write_xlsx(model: ReportModel, media: Media, out: BinaryIO) -> None:
    """The workbook: account, results in numbers, lists, and (but for statistics) every picture and film."""
    names: list[str] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, head, rows in _sheets(model, media):
            for part, page in enumerate(_pages(rows), start=1):
                names.append(name if part == 1 else f"{name} {part}")
                _sheet(archive, len(names), head, page)
        for path, content in _frame(model, names):
            with archive.open(_entry(path), "w") as file:
                file.write((_HEAD + content).encode())


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry


def _pages(rows: Iterable[Row]) -> Iterator[Iterable[Row]]:
    """The rows in portions that fit a sheet below its head; one at least."""
    rest = iter(rows)
    page: Iterable[Row] = islice(rest, MOST_ROWS - 1)
    while True:
        yield page
        first = next(rest, None)
        if first is None:
            return
        page = chain((first,), islice(rest, MOST_ROWS - 2))


# --- what stands in it ------------------------------------------------------------------------------------------------


def _sheets(model: ReportModel, media: Media) -> Iterator[tuple[str, Row, Iterable[Row]]]:
    words = wording(model.language)
    yield words("report"), (words("report"), ""), _about(model, words)
    columns = (words("ledger.exhibit"), *(words(f"ledger.{name}") for name in LEDGER_COLUMNS))
    ledger = ((row.label, *(getattr(row, name) for name in LEDGER_COLUMNS)) for row in model.ledger)
    yield words("ledger"), columns, ledger
    yield words("xlsx.numbers"), (words("xlsx.what"), "", words("summary.decided.items")), _numbers(model, words)
    head = (words("lists.name"), words("lists.version.word"), words("lists.role"), words("lists.sha256"))
    lists = (
        (used.name, used.version, words.known("role", used.role), used.sha256, used.matches) for used in model.lists
    )
    yield words("xlsx.lists"), (*head, words("lists.matches")), lists
    titles = (words("items.number"), words("items.kind"), words("items.exhibit"), words("item.type"))
    yield words("xlsx.items"), titles, _items(model, words)
    if model.variant is not Variant.STATISTICS:
        yield words("xlsx.media"), COLUMNS, (_media_row(cells) for cells in media_cells(model, media))


def media_cells(model: ReportModel, media: Media) -> Iterator[tuple[str, ...]]:
    """The cells of every picture and film, as the CSV form has them but without its apostrophes."""
    return (tuple(map(str, cells_of(model, line))) for line in media())


def _media_row(cells: tuple[str, ...]) -> Row:
    return tuple(_number(cell) if name in _NUMBERS else cell for name, cell in zip(COLUMNS, cells, strict=False))


def _number(cell: str) -> Cell:
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell


def _about(model: ReportModel, words: Wording) -> Iterator[Row]:
    yield words("front.number"), model.case.number
    yield words("front.examiner"), model.case.examiner
    yield from model.case.fields
    yield words("front.report_id"), model.report_id
    yield words("front.content"), model.content_sha256
    yield words("front.made_at"), model.made_at
    yield words("front.variant"), words(f"variant.{model.variant}")
    yield words("front.program"), model.program
    if model.left_out:
        yield words("left_out.title"), sentence(model.left_out, words)
    yield words("audit.head"), model.audit.sha256


def _numbers(model: ReportModel, words: Wording) -> Iterator[Row]:
    figures = model.figures
    for result in figures.results:
        for kind in (*KINDS, "none"):
            named = words("numbers.none") if kind == "none" else words(f"kind.{kind}")
            yield words("numbers.results"), f"{result.exhibit}: {named}", getattr(result, kind)
    for exhibit, counts in figures.by_category:
        for name, count in zip(figures.categories, counts, strict=True):
            yield words("numbers.categories"), f"{exhibit}: {name}", count
    yield from ((words("numbers.time"), month, count) for month, count in figures.months)
    yield from ((words("numbers.cameras"), name, count) for name, count in figures.cameras)
    yield from ((words("numbers.distances"), str(one.bits), one.matches) for one in figures.distances if one.matches)


def _items(model: ReportModel, words: Wording) -> Iterator[Row]:
    for item in model.items:
        yield item.number, words(f"kind.{strongest_kind(item)}"), item.exhibit, item.media_type


# --- how it is written ------------------------------------------------------------------------------------------------


def _sheet(archive: zipfile.ZipFile, number: int, head: Row, rows: Iterable[Row]) -> None:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    widths = "".join(f'<col min="{at}" max="{at}" width="18" customWidth="1"/>' for at in range(1, len(head) + 1))
    with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as file:
        view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        start = f'{_HEAD}<worksheet xmlns="{_MAIN}">{view}<cols>{widths}</cols><sheetData>'
        file.write((start + _row(head, style=1)).encode())
        for row in rows:
            file.write(_row(row).encode())
        file.write(b"</sheetData></worksheet>")


def _row(cells: Row, style: int = 0) -> str:
    return f"<row>{''.join(_cell(cell, style) for cell in cells)}</row>"


def _cell(value: Cell, style: int) -> str:
    styled = f' s="{style}"' if style else ""
    if value is None or value == "":
        return f"<c{styled}/>"
    if not isinstance(value, str):
        return f"<c{styled}><v>{value}</v></c>"
    return f'<c{styled} t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>'


def _text(value: str) -> str:
    """Text for XML: nothing unseen, and nothing that a reader of the format takes for a character's number."""
    shown = printable(value)
    if len(shown) > MOST_CHARACTERS:
        shown = shown[: MOST_CHARACTERS - len(_CUT)] + _CUT
    return escape(_ESCAPED.sub("_x005F_", shown))


def _frame(model: ReportModel, names: list[str]) -> Iterator[tuple[str, str]]:
    """The files that hold the sheets together."""
    numbers = range(1, len(names) + 1)
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    parts = {f"/xl/worksheets/sheet{number}.xml": sheet for number in numbers} | _PARTS
    overrides = "".join(f'<Override PartName="{path}" ContentType="{kind}"/>' for path, kind in parts.items())
    yield "[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types">{_DEFAULTS}{overrides}</Types>'
    main = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    core_type = f"{_PACKAGE}/relationships/metadata/core-properties"
    core = f'<Relationship Id="rId2" Type="{core_type}" Target="docProps/core.xml"/>'
    yield "_rels/.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{main}{core}</Relationships>'
    sheets = "".join(
        f'<sheet name="{escape(name[:31], {chr(34): ""})}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    yield "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'
    links = [f'Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"' for number in numbers]
    links.append(f'Id="rId{len(names) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"')
    related = "".join(f"<Relationship {link}/>" for link in links)
    yield "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>'
    yield "xl/styles.xml", f'<styleSheet xmlns="{_MAIN}">{_STYLES}</styleSheet>'
    about = f"<dc:title>{_text(model.report_id)}</dc:title><dc:creator>{_text(model.program)}</dc:creator>"
    spaces = f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    yield "docProps/core.xml", f"<cp:coreProperties {spaces}>{about}</cp:coreProperties>"


_PARTS = {
    "/xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "/xl/styles.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_DEFAULTS = (
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
)
_STYLES = (
    '<fonts count="2"><font><sz val="10"/><name val="Calibri"/></font>'
    '<font><b/><sz val="10"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs>'
)
