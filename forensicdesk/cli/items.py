"""`items`: one JSON object a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.documents import chance_document, item_document
from forensicdesk.cli.options import CASE
from forensicdesk.cli.output import emit_json_line
from forensicdesk.errors import UsageError
from forensicdesk.facets import DATES, NO, NONE, NUMBERS, YES, Among, Between, Column
from forensicdesk.language import sentence
from forensicdesk.model import ItemFilter, MatchKind, Origin, State
from forensicdesk.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from forensicdesk.facets import Condition
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
    "text=WORDS, type=MIME, camera=TEXT, gps=yes|no, issue=CODE, seen=EXAMINER, decided-by=EXAMINER; "
    "LOW..HIGH for size (bytes), pixels, duration (seconds), distance (bits), and, as dates such as 2024-12-31, for "
    "taken, exif-date, container-date, application-date, created, modified, accessed, changed; repeatable, joined by "
    "'and'. A comma means 'or', KEY!=VALUE "
    "'none of', and 'none' that there is none.",
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
    keys = {text.partition("=")[0].rstrip("!") for text in conditions}
    where = ItemFilter(states=tuple(State)) if keys & _OF_ANY_STATE else ItemFilter()
    for text in conditions:
        key, equals, value = text.partition("=")
        several = equals and ("," in value or key.endswith("!") or key in _ONLY_COLUMNS)
        if several and key.rstrip("!") in _COLUMNS:
            where = replace(where, conditions=(*where.conditions, parse_condition(key, value, lists)))
            continue
        if not equals or key not in _READERS:
            known = ", ".join(dict.fromkeys((*_READERS, *Column)))
            msg = sentence(
                "'{text}' is no condition; write KEY=VALUE with one of the keys {known}.", text=text, known=known
            )
            raise UsageError(msg)
        try:
            where = _READERS[key](where, value, lists)
        except (ValueError, KeyError):
            msg = sentence("'{value}' is no value for '{key}'; see: forensicdesk items --help", value=value, key=key)
            raise UsageError(msg) from None
    return where


def parse_condition(key: str, value: str, lists: tuple[HashList, ...]) -> Condition:
    """A condition on a column: `key` is its name, with "!" at its end for none of the values.

    Raises:
        UsageError: the value is none for this column.
    """
    column = Column(key.rstrip("!"))
    try:
        if column in NUMBERS:
            low, dots, high = value.partition("..")
            return Between(column, _limit(column, low), _limit(column, high if dots else low, last=True))
        whole = column is Column.LIST and any(known.name == value for known in lists)
        values = tuple(_value(column, one, lists) for one in ([value] if whole else value.split(",")))
    except (ValueError, OverflowError):
        msg = sentence(
            "'{value}' is no value for '{column}'; see: forensicdesk items --help", value=value, column=column
        )
        raise UsageError(msg) from None
    return Among(column, values, excluded=key.endswith("!"))


def _value(column: Column, value: str, lists: tuple[HashList, ...]) -> str:
    if value in {"none", NONE}:
        return NONE
    if column is Column.LIST:
        return _list(ItemFilter(), value, lists).list_id or NONE
    fixed = {
        Column.MATCH: frozenset(MatchKind),
        Column.ORIGIN: frozenset(Origin),
        Column.STATE: frozenset(State),
        Column.MEDIA: frozenset({"picture", "film"}),
        Column.GPS: frozenset({YES, NO}),
    }
    if column in fixed and value not in fixed[column]:
        raise ValueError(value)
    return str(int(value)) if column is Column.SOURCE else value


def _limit(column: Column, text: str, *, last: bool = False) -> float | None:
    if not text:
        return None
    if column not in DATES:
        return float(text)
    moment = datetime.combine(date.fromisoformat(text), time.max if last else time.min, tzinfo=UTC)
    return float((moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1))


def _text(where: ItemFilter, value: str, _lists: tuple[HashList, ...]) -> ItemFilter:
    return replace(where, text=f"{where.text} {value}".strip())


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
    "text": _text,
}
_COLUMNS = frozenset(column.value for column in Column)
_ONLY_COLUMNS = _COLUMNS - _READERS.keys()
