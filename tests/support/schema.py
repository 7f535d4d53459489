"""Checks a document against the part of JSON Schema that docs/schemas uses; an unknown keyword is an error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.architecture.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

_KNOWN = {"type", "required", "properties", "items", "additionalProperties", "anyOf", "$ref"}
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
Schema = dict[str, Any]


def output_schema() -> Schema:
    """What docs/schemas/output.json says."""
    found: Schema = json.loads((ROOT / "docs" / "schemas" / "output.json").read_bytes())
    return found


def faults(document: object, schema: Schema, whole: Schema, where: str = "$") -> Iterator[str]:
    """Where a document is not as the schema says."""
    assert set(schema) <= _KNOWN, schema
    if "$ref" in schema:
        yield from faults(document, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, where)
        return
    if "anyOf" in schema and all(list(faults(document, one, whole, where)) for one in schema["anyOf"]):
        yield f"{where}: none of several forms"
    wanted = schema.get("type", [])
    names = [wanted] if isinstance(wanted, str) else wanted
    if names and not any(_is(document, name) for name in names):
        yield f"{where}: {json.dumps(document)[:60]} is not {names}"
    if isinstance(document, dict):
        yield from _object_faults(document, schema, whole, where)
    if isinstance(document, list) and "items" in schema:
        for number, one in enumerate(document):
            yield from faults(one, schema["items"], whole, f"{where}[{number}]")


def _object_faults(document: dict[str, Any], schema: Schema, whole: Schema, where: str) -> Iterator[str]:
    for key in schema.get("required", []):
        if key not in document:
            yield f"{where}: {key} is missing"
    for key, value in document.items():
        inner = schema.get("properties", {}).get(key, schema.get("additionalProperties", {}))
        yield from faults(value, inner, whole, f"{where}.{key}")


def _is(document: object, name: str) -> bool:
    if isinstance(document, bool):
        return name == "boolean"
    return isinstance(document, _TYPES[name])
