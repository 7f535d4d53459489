"""Copies of the pictures and films beside a restricted report, for the program that reads its VICS file."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.model import ItemFilter
from forensicdesk.reporting.media import media_of
from forensicdesk.reporting.writing import explained, write_reports
from forensicdesk.workers.copying import CannotReadError, copying
from forensicdesk.workers.limits import Limits
from reports.escaping import printable
from reports.model import Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import ItemRecord
    from forensicdesk.reporting.writing import WrittenReport
    from forensicdesk.signing.finish import Finish
    from forensicdesk.workers.copying import Copier
    from reports.model import ReportModel

_SUFFIX = re.compile(rb"\.([A-Za-z0-9]{1,5})$")
NAMES_COPIES = "vics"
"""The form that names the copies, and says of which content there is none."""

CHANGED = "its bytes are no longer those that were analysed"


@dataclass(slots=True)
class Copies:
    """What was copied.

    Attributes:
        names: file name by the SHA-256 of the content.
        sums: SHA-256 by file name.
        trouble: why a content was not copied, by its SHA-256.
    """

    names: dict[str, str] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)
    trouble: dict[str, str] = field(default_factory=dict)


def write_with_media(
    store: CaseStore,
    model: ReportModel,
    out: Path,
    formats: Sequence[str],
    finish: Finish | None = None,
    *,
    with_media: bool,
) -> tuple[WrittenReport, ...]:
    """Write the reports as `write_reports` does, with copies of the media files beside them where they are wanted.

    A content that cannot be copied, or whose bytes have changed, has no file, and its record says why.

    Raises:
        UsageError: copies are wanted of another variant than the restricted one, or without the VICS form.
        EnvironmentProblem: disk full, or permission refused.
    """
    copies = Copies()
    if with_media:
        if model.variant is not Variant.RESTRICTED or NAMES_COPIES not in formats:
            msg = sentence("Media files are copied beside the VICS form of the restricted variant only.")
            raise UsageError(msg)
        with explained(out), copying(Limits()) as copier:
            out.mkdir(mode=0o700, parents=True, exist_ok=True)
            copy_all(store.reader.items(ItemFilter()), out, copier, copies)
    written = write_reports(model, out, formats, media_of(store, copies.names, copies.trouble), finish, copies.sums)
    missing = len(copies.trouble)
    return tuple(replace(one, not_copied=missing) if one.format == NAMES_COPIES else one for one in written)


def copy_all(records: Iterable[ItemRecord], out: Path, copier: Copier, copies: Copies) -> None:
    """Copy each different content once, from the first of its items that can be read."""
    for record in records:
        digests = record.analysis.digests if record.analysis else None
        if digests is None or digests.sha256.hex() in copies.names:
            continue
        sha256 = digests.sha256.hex()
        name = f"media-{digests.md5.hex()}{_suffix(record)}"
        try:
            _copy(record, out / name, copier, sha256)
        except CannotReadError as error:
            copies.trouble[sha256] = printable(str(error))
        else:
            copies.names[sha256] = name
            copies.sums[name] = sha256
            copies.trouble.pop(sha256, None)


def _suffix(record: ItemRecord) -> str:
    found = _SUFFIX.search(record.location.steps[-1].path)
    return f".{found[1].decode().lower()}" if found else ".bin"


def _copy(record: ItemRecord, path: Path, copier: Copier, sha256: str) -> None:
    """One file, which appears under its name only if its bytes are those that were analysed."""
    handle, temporary = tempfile.mkstemp(prefix=".copying-", dir=path.parent)
    summed = hashlib.sha256()
    try:
        with os.fdopen(handle, "wb") as file:
            for block in copier.blocks(os.fsencode(record.source.path), record.location):
                summed.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        if summed.hexdigest() != sha256:
            raise CannotReadError(CHANGED)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
