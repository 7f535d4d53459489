"""Is an exhibit still what it was when it was added? Asked before work goes on that reads it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.evidence.files import open_file, printable
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import Source


def check_unchanged(store: CaseStore, source: Source) -> None:
    """Refuse to go on with an exhibit that is gone or has changed, naming the file of it.

    Looked at are the file or segments that it consists of, or, of a folder, the files that hold others. That any other
    file of a folder has changed is remarked on by its own analysis.

    Raises:
        EnvironmentProblem: it is gone, a segment is missing, or length or time of change is not what it was.
    """
    for name, size, modified_ns in _expected(store, source):
        now = _state(source.path, name)
        if now is None:
            what = sentence("its file {name} is missing", name=printable(name))
        elif now[0] != size:
            what = sentence(
                "its file {name} had {size} bytes then and has {now} now", name=printable(name), size=size, now=now[0]
            )
        elif now[1] != modified_ns:
            what = sentence("its file {name} has another time of change than then", name=printable(name))
        else:
            continue
        msg = sentence(
            "The exhibit {label} is not what it was when it was added: {what}. Connect or restore it as "
            "it was and run the same command; or add what is there now as a further exhibit. It is "
            "expected at {path}.",
            label=source.label,
            what=what,
            path=source.path,
        )
        raise EnvironmentProblem(msg)


def _expected(store: CaseStore, source: Source) -> Iterator[tuple[bytes, int, int]]:
    """Path below the exhibit, or name beside it, with size and time of change."""
    yield from store.reader.provenance.parts(source.id)
    if source.kind == "folder":
        for location, size, modified_ns in store.reader.provenance.containers_of(source.id):
            if modified_ns is not None:
                yield location.steps[0].path, size, modified_ns


def _state(root: Path, name: bytes) -> tuple[int, int] | None:
    """Size and time of change of a file now; None if it is not there."""
    try:
        if root.is_dir():
            with open_file(os.fsencode(root), name) as file:
                info = os.fstat(file.fileno())
        else:
            info = (root.parent / os.fsdecode(name)).stat()
    except OSError:
        return None
    return info.st_size, info.st_mtime_ns
