"""Looking into a list file: what it is packed in, which of its members is the list, and what format that has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.errors import ListError
from forensicdesk.language import said, sentence
from forensicdesk.lists.readers.content import Content, members, packing_of
from forensicdesk.lists.readers.sample import SAMPLE_BYTES, SQLITE_MAGIC, NoListError, Sample, take_sample
from forensicdesk.lists.readers.sqlite import tables_of
from forensicdesk.lists.readers.table import choose

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.lists.readers.table import AnyFormat

    Found = tuple[Content, Sample, AnyFormat]

MAX_MEMBERS = 100
"""An archive with more files than this is not searched for a list."""


def look_into(path: Path, wanted: str | None = None) -> Found:
    """The content of a list file, its beginning, and its format.

    Args:
        path: the file; it may be packed with zip, gzip, bzip2 or xz.
        wanted: the format's name, where a person said it.

    Raises:
        UsageError: no format has this name.
        ListError: the file is empty, damaged, of an unknown kind, or an archive with no list or with several.
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        packing = packing_of(stream.read(8))
    if packing != "zip":
        return _examined(Content(path, packing), wanted)
    names = members(path)
    if len(names) > MAX_MEMBERS:
        msg = sentence(
            "{name} holds {names:,} files; unpack it and import the list in it.", name=path.name, names=len(names)
        )
        raise ListError(msg)
    if len(names) == 1:
        return _examined(Content(path, packing, names[0]), wanted)
    return _only_list(path, names, wanted)


def _only_list(path: Path, names: tuple[str, ...], wanted: str | None) -> Found:
    """The one member that is a list; files that belong to a release around its list do not count."""
    lists: list[Found] = []
    reasons: list[str] = []
    for name in names:
        try:
            lists.append(_examined(Content(path, "zip", name), wanted))
        except NoListError as error:
            reasons.append(said(error))
    leading = [found for found in lists if found[2].leads]
    lists = leading or lists
    if len(lists) == 1:
        return lists[0]
    if not lists:
        why = f": {reasons[0]}" if reasons else "."
        msg = sentence("{name} is an archive in which no file is a hash list{why}", name=path.name, why=why)
        raise ListError(msg)
    shown = ", ".join(content.member for content, _, _ in lists[:10])
    msg = sentence(
        "{name} holds {lists} lists ({shown}); unpack it and import each under its own name.",
        name=path.name,
        lists=len(lists),
        shown=shown,
    )
    raise ListError(msg)


def _examined(content: Content, wanted: str | None) -> Found:
    with content.open() as stream:
        head = stream.read(SAMPLE_BYTES)
        whole = not stream.read(1)
    sample = take_sample(content.name, head, whole=whole)
    if head.startswith(SQLITE_MAGIC):
        sample = Sample(sample.file_name, "", "", (), (), head, tables_of(content))
    return content, sample, choose(sample, wanted)
