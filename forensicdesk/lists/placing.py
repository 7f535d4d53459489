"""Putting the files of a finished list into the library's folder, and clearing those whose list is not there."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence
from forensicdesk.lists.listfile import SUFFIX
from forensicdesk.lists.nearfile import near_path
from forensicdesk.lists.sidefile import side_path

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.lists.nearfile import NearTables
    from forensicdesk.lists.sorting import SideFiles

_LEFT_OVER_S = 86_400


def place(temporary: Path, side: SideFiles, near: NearTables, final: Path) -> None:
    """Give the files of a list their names. Side files come first: the list is there when the file that names them is.

    Raises:
        EnvironmentProblem: the folder cannot be written.
    """
    folder = final.parent
    try:
        clear_sides(folder)
        for kind in side.counts:
            _flush(side.path(kind))
            side.path(kind).replace(side_path(final, kind))
        if near.kept:
            for file in (*near.folder.iterdir(), near.folder):
                _flush(file)
            near.folder.replace(near_path(final))
        _flush(folder)
        _flush(temporary)
        temporary.replace(final)
        _flush(folder)
    except OSError as error:
        msg = sentence("The list cannot be stored in {folder}: {strerror}.", folder=folder, strerror=error.strerror)
        raise EnvironmentProblem(msg) from error


def clear_sides(folder: Path) -> None:
    """Remove side files and near tables whose list is not there: it was removed, or its import ended in between."""
    for left in (*folder.glob("*.sorted"), *folder.glob("*.near")):
        if not (folder / f"{left.name.split('.')[0]}{SUFFIX}").exists():
            with suppress(PermissionError):  # on Windows, another program still has it open; the next import tries
                _remove(left)


def clear_left_over(folder: Path, now_s: float) -> None:
    """Remove what interrupted imports left a day ago; `now_s` is in seconds since 1970."""
    for left in folder.glob("importing-*.tmp"):
        if now_s - left.stat().st_mtime > _LEFT_OVER_S:
            _remove(left)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Make sure that a file, or a folder's entries, are on the disk; folders cannot be flushed on every platform."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
