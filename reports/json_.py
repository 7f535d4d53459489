"""The model as canonical JSON, and back: sorted keys, no spaces, ASCII only, pictures as base64 where allowed."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
import types
from collections.abc import Sequence
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from reports.each_item import with_items
from reports.escaping import code_point
from reports.items import allowed_picture
from reports.model import ReportModel
from reports.packed import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from reports.model import ReportItem

FORMAT = "forensicdesk-report/1"
"""Names the shape of the document, so that a reader knows what to expect."""


_SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no JSON reader gives back reliably; they are written by number."""


class ReportJsonError(ValueError):
    """A document that is no report of this shape."""


def write_json(model: ReportModel, out: BinaryIO) -> None:
    """The whole model; equal models give equal bytes."""
    out.writelines(piece.encode("ascii") for piece in canonical_pieces({"format": FORMAT, "report": shown(model)}))
    out.write(b"\n")


def shown(model: ReportModel) -> ReportModel:
    """The model without any picture that its variant may not carry."""

    def allowed(item: ReportItem) -> ReportItem:
        picture = allowed_picture(item, model.variant)
        return item if picture is item.picture else dataclasses.replace(item, picture=picture, picture_type="")

    return with_items(model, allowed)


def content_id(model: ReportModel) -> str:
    """The report ID that belongs to a model's content: "FD-" and 16 hex digits of a SHA-256, in groups of four."""
    summed = hashlib.sha256()
    for piece in canonical_pieces(dataclasses.replace(shown(model), report_id=""), 1):
        summed.update(piece.encode("ascii"))
    digest = summed.hexdigest()[:16]
    return "FD-" + "-".join(digest[start : start + 4] for start in range(0, 16, 4))


def read_json(content: bytes) -> ReportModel:
    """The model of a rendered JSON report.

    Raises:
        ReportJsonError: if it is no report of this shape.
    """
    try:
        document = json.loads(content)
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            msg = f"This is no report in the shape {FORMAT!r}."
            raise ReportJsonError(msg)
        model = _value(document["report"], ReportModel)
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, ReportJsonError):
            raise
        msg = f"This is no complete report: {error}"
        raise ReportJsonError(msg) from error
    assert isinstance(model, ReportModel)  # noqa: S101 - narrows the type; `_value` built it
    return model


def plain(value: object) -> object:
    """A value of the model as dictionaries, lists, text, numbers and None."""
    kind: type = type(value)
    if kind is str:
        text = str(value)
        return text if text.isascii() else _SURROGATE.sub(lambda found: code_point(found[0]), text)
    if kind is tuple:
        return [plain(entry) for entry in value]  # type: ignore[attr-defined]
    if names := _names(kind):
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Lines):
        return [plain(entry) for entry in value]
    return value.value if isinstance(value, Enum) else value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a part of the model; none of any other type."""
    return tuple(entry.name for entry in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def canonical_pieces(document: object, depth: int = 0) -> Iterator[str]:
    """The canonical text of a value of the model, entry by entry.

    So the text is nowhere held as a whole, and others run meanwhile: the encoder lets nobody else run while it works.
    `depth` is 0 for a document that holds a model, 1 for a model.
    """
    if depth < _SPLIT_DEPTH and (entries := _entries(document)):
        lead = "{"
        for key in sorted(entries):
            yield f"{lead}{_dumped(key)}:"
            yield from canonical_pieces(entries[key], depth + 1)
            lead = ","
        yield "}"
    elif depth <= _SPLIT_DEPTH and isinstance(document, tuple | Lines) and document:
        lead = "["
        for entry in document:
            yield lead + _dumped(plain(entry))
            lead = ","
        yield "]"
    else:
        yield _dumped(plain(document))


def _entries(document: object) -> dict[str, object]:
    """The values of a dictionary or of a part of the model by their names; none of anything else."""
    if isinstance(document, dict):
        return document
    kind: type = type(document)
    return {name: getattr(document, name) for name in _names(kind)}


def _dumped(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


_SPLIT_DEPTH = 2
"""Document, report, and its lists."""


def _value(raw: Any, expected: Any) -> Any:  # noqa: ANN401 - JSON and type hints are dynamic
    if dataclasses.is_dataclass(expected) and isinstance(expected, type):
        hints = _hints(expected)
        return expected(
            **{entry.name: _value(raw[entry.name], hints[entry.name]) for entry in dataclasses.fields(expected)}
        )
    origin = get_origin(expected)
    if origin is Sequence:
        return _tuple(raw, (*get_args(expected), ...))
    if origin is tuple:
        return _tuple(raw, get_args(expected))
    if origin in (Union, types.UnionType):
        (inner,) = (entry for entry in get_args(expected) if entry is not type(None))
        return None if raw is None else _value(raw, inner)
    return _scalar(raw, expected)


@cache
def _hints(expected: type) -> dict[str, Any]:
    return get_type_hints(expected)


def _tuple(raw: object, inner: tuple[Any, ...]) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        msg = "a list was expected"
        raise TypeError(msg)
    if len(inner) == 2 and inner[1] is Ellipsis:  # noqa: PLR2004 - tuple[x, ...]
        return tuple(_value(entry, inner[0]) for entry in raw)
    return tuple(_value(entry, kind) for entry, kind in zip(raw, inner, strict=True))


def _scalar(raw: object, expected: type) -> object:
    if expected is bytes:
        return base64.b64decode(str(raw), validate=True)
    if issubclass(expected, Enum):
        return expected(raw)
    if expected is float and isinstance(raw, int) and not isinstance(raw, bool):
        return float(raw)
    if type(raw) is not expected:
        msg = f"{expected.__name__} was expected, {type(raw).__name__} stands there"
        raise TypeError(msg)
    return raw
