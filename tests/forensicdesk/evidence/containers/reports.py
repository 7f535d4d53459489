"""Reports of extractions, descriptions and cases, made on the spot."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<project id="9" reportVersion="5.3.0.0" xmlns="http://pa.cellebrite.com/report/2.0">'
)


def node(
    path: str, local: str | None, deleted: str = "Intact", md5: str = "", sha256: str = "", number: int = 1
) -> str:
    """One `file` node as a report has it."""
    stored = f'<item name="Local Path"><![CDATA[{local}]]></item>' if local is not None else ""
    return (
        f'<file path="{escape(path)}" size="12" id="id-{number}" deleted="{deleted}">'
        '<accessInfo><timestamp name="CreationTime">2024-05-06T05:08:09.000+00:00</timestamp></accessInfo>'
        f'<metadata section="File">{stored}<item name="SHA256"><![CDATA[{sha256}]]></item>'
        f'<item name="MD5"><![CDATA[{md5}]]></item></metadata></file>'
    )


def report(nodes: Iterable[str], after: str = "") -> str:
    """A whole report."""
    return f"{HEAD}<taggedFiles>{''.join(nodes)}</taggedFiles>{after}</project>"


def with_files(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A folder with these files in it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
