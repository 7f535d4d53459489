"""The published shape of the JSON report, derived from the values of the model themselves.

`docs/schemas/report.schema.json` is this, written out; a test keeps the two equal.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Sequence
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from reports.json_ import FORMAT
from reports.model import ReportModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""An identifier, which nobody opens."""

_PLAIN: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    types.NoneType: {"type": "null"},
    bytes: {"type": "string", "contentEncoding": "base64"},
}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a whole document."""
    known: dict[str, Any] = {}
    report = _of(ReportModel, known)
    return {
        "$schema": DIALECT,
        "title": "ForensicDesk report",
        "type": "object",
        "properties": {"format": {"const": FORMAT}, "report": report},
        "required": ["format", "report"],
        "additionalProperties": False,
        "$defs": dict(sorted(known.items())),
    }


def schema_text() -> str:
    """The schema as its file has it."""
    return json.dumps(schema(), indent=1, sort_keys=True) + "\n"


def _of(kind: Any, known: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - type hints are dynamic
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _object(kind, known)
    if get_origin(kind) is Sequence:
        return _array((*get_args(kind), ...), known)
    if get_origin(kind) is tuple:
        return _array(get_args(kind), known)
    if get_origin(kind) in {Union, types.UnionType}:
        return {"anyOf": [_of(one, known) for one in get_args(kind)]}
    if issubclass(kind, Enum):
        return {"enum": [one.value for one in kind]}
    return _PLAIN[kind]


def _object(kind: type, known: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in known:
        known[kind.__name__] = {}
        hints = get_type_hints(kind)
        names = [entry.name for entry in dataclasses.fields(kind)]
        known[kind.__name__] = {
            "description": (kind.__doc__ or "").partition("\n")[0],
            "type": "object",
            "properties": {name: _of(hints[name], known) for name in names},
            "required": names,
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _array(inner: tuple[Any, ...], known: dict[str, Any]) -> dict[str, Any]:
    if len(inner) == 2 and inner[1] is Ellipsis:  # noqa: PLR2004 - tuple[x, ...]
        return {"type": "array", "items": _of(inner[0], known)}
    parts = [_of(one, known) for one in inner]
    return {"type": "array", "prefixItems": parts, "items": False, "minItems": len(parts)}
