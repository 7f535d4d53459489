"""The files of a validation: PDF and JSON in a folder, and the latest one kept for the reports of this workstation."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence
from forensicdesk.reporting.validated import KEPT, validation_pdf
from forensicdesk.whole import write_whole

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


@dataclass(frozen=True, slots=True)
class WrittenValidation:
    """Where the files are: (path, SHA-256) of each, and the kept copy of the JSON file."""

    files: tuple[tuple[Path, str], ...]
    kept: Path


def check_place(out: Path) -> None:
    """See that a validation can be written here.

    Raises:
        UsageError: `out` is something else than a folder.
    """
    if out.exists() and not out.is_dir():
        msg = sentence("{out} is no folder; give a folder to write the validation to.", out=out)
        raise UsageError(msg)


def write_validation(document: dict[str, Any], out: Path, lists: Path) -> WrittenValidation:
    """Write a validation into a folder, and keep it as the latest of this installation.

    Args:
        document: see `document.validation_document`.
        out: the folder; made if it is not there.
        lists: the folder of the workstation's hash lists.

    Raises:
        EnvironmentProblem: it cannot be written.
    """
    said = (json.dumps(document, ensure_ascii=True, indent=1) + "\n").encode()
    contents = (validation_pdf(document, hashlib.sha256(said).hexdigest()), said)
    kept = lists / KEPT
    files = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        lists.mkdir(parents=True, exist_ok=True)
        for path, content in zip(_names(out, document["id"]), contents, strict=True):
            write_whole(path, content)
            files.append((path, hashlib.sha256(content).hexdigest()))
        write_whole(kept, said)
    except OSError as error:
        msg = sentence(
            "The validation could not be written ({error}); check the folder, space and permission.", error=error
        )
        raise EnvironmentProblem(msg) from error
    return WrittenValidation(tuple(files), kept)


def _names(out: Path, made: str) -> tuple[Path, Path]:
    return out / f"{made}.pdf", out / f"{made}.json"
