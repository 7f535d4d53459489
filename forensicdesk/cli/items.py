"""`items`: one JSON object a line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.documents import chance_document, item_document
from forensicdesk.cli.options import CASE
from forensicdesk.cli.output import emit_json_line
from forensicdesk.errors import UsageError
from forensicdesk.model import ItemFilter, MatchKind, Origin, State
from forensicdesk.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from forensicdesk.model import HashList

_SHA256_BYTES = 32
_YES_NO = {"yes": True, "no": False}
_OF_ANY_STATE = frozenset({"embedded", "inside", "container", "origin", "duplicate", "digest"})


@click.command()
@CASE
@click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="KEY=VALUE",
    help="state=analysed|failed|unsupported|excluded|encrypted|not_media|pending|any, match=exact|near|video|any|none, "
    "list=NAME, source=NUMBER, media=picture|film, sha256=HEX, embedded=yes|no, inside=ITEM, container=yes|no, "
    "origin=live|deleted|carved, duplicate=yes|no, digest=differs|agrees, stack=NUMBER, category=CODE|none, tag=TEXT; "
    "repeatable, joined by 'and'.",
)
@click.option("--json", "as_json", is_flag=True, help="The default and only form; accepted for symmetry.")
def items(case: Path, conditions: tuple[str, ...], *, as_json: bool) -> None:  # noqa: ARG001 - see its help
    """Print the pictures and films of a case, one JSON object a line.

    Files that are no media are shown with --where state=not_media.
    """
    with Session.open(case, writable=False) as session:
        used = {known.id: known for known in session.lists_used()}
        chance_of = session.chances()
        for item in session.items(parse_conditions(conditions, tuple(used.values()))):
            document = item_document(item, used)
            for shown, match in zip(document["matches"], item.matches, strict=True):
                shown["chance"] = chance_document(chance_of(match))
            emit_json_line(document)


def parse_conditions(conditions: tuple[str, ...], lists: tuple[HashList, ...]) -> ItemFilter:
    """`KEY=VALUE` texts as one filter.

    What a condition on the ledger's properties counts can be of any state; other conditions are on pictures and films.

    Raises:
        UsageError: unknown key or value.
    """
    keys = {text.partition("=")[0] for text in conditions}
    where = ItemFilter(states=tuple(State)) if keys & _OF_ANY_STATE else ItemFilter()
    for text in conditions:
        key, equals, value = text.partition("=")
        if not equals or key not in _READERS:
            msg = f"'{text}' is no condition; write KEY=VALUE with one of the keys {', '.join(_READERS)}."
            raise UsageError(msg)
        try:
            where = _READERS[key](where, value, lists)
        except (ValueError, KeyError):
            msg = f"'{value}' is no value for '{key}'; see: forensicdesk items --help"
            raise UsageError(msg) from None
    return where


def _state(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    return replace(where, states=tuple(State) if value == "any" else (State(value),))


def _match(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    if value in {"any", "none"}:
        return replace(where, matched=value == "any")
    return replace(where, match_kind=MatchKind(value))


def _list(where: ItemFilter, value: str, lists: tuple[HashList, ...]) -> ItemFilter:
    named = [known for known in lists if value in {known.id, known.name, f"{known.name}@{known.version}"}]
    if not named:
        raise ValueError(value)
    return replace(where, list_id=named[-1].id)


def _source(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    return replace(where, source_id=int(value))


def _media(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    if value not in {"picture", "film"}:
        raise ValueError(value)
    return replace(where, media=value)


def _embedded(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    return replace(where, embedded=_YES_NO[value])


def _inside(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    return replace(where, inside=int(value))


def _container(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    return replace(where, container=_YES_NO[value])


def _origin(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    return replace(where, origin=Origin(value))


def _duplicate(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    return replace(where, duplicate=_YES_NO[value])


def _digest(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    return replace(where, differs={"differs": True, "agrees": False}[value])


def _stack(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    return replace(where, stack=int(value))


def _category(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    return replace(where, category="" if value == "none" else value)


def _tag(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    return replace(where, tag=value)


def _sha256(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    digest = bytes.fromhex(value)
    if len(digest) != _SHA256_BYTES:
        raise ValueError(value)
    return replace(where, sha256=digest)


_READERS: dict[str, Callable[[ItemFilter, str, tuple[HashList, ...]], ItemFilter]] = {
    "state": _state,
    "match": _match,
    "list": _list,
    "source": _source,
    "media": _media,
    "sha256": _sha256,
    "embedded": _embedded,
    "inside": _inside,
    "container": _container,
    "origin": _origin,
    "duplicate": _duplicate,
    "digest": _digest,
    "stack": _stack,
    "category": _category,
    "tag": _tag,
}
