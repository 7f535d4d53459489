"""The published schema is the shape of the JSON that is written."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from reports.model import Variant
from reports.schema import schema, schema_text
from tests.reports import samples

PUBLISHED = Path(__file__).parents[2] / "docs" / "schemas" / "report.schema.json"
KINDS: dict[str, Any] = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}


def faults(value: Any, rule: dict[str, Any], where: str = "$") -> list[str]:  # noqa: ANN401 - any JSON
    """What a value breaks of the few keywords that our schema uses."""
    if "$ref" in rule:
        return faults(value, schema()["$defs"][rule["$ref"].rpartition("/")[2]], where)
    if "anyOf" in rule:
        return [] if any(not faults(value, one, where) for one in rule["anyOf"]) else [f"{where}: none of {rule}"]
    if "const" in rule or "enum" in rule:
        return [] if value in rule.get("enum", [rule.get("const")]) else [f"{where}: {value!r}"]
    if rule["type"] == "object":
        return _object(value, rule, where)
    if rule["type"] == "array":
        return _array(value, rule, where)
    fits = isinstance(value, KINDS[rule["type"]]) and (rule["type"] == "boolean" or not isinstance(value, bool))
    return [] if fits else [f"{where}: {value!r} is no {rule['type']}"]


def _object(value: Any, rule: dict[str, Any], where: str) -> list[str]:  # noqa: ANN401
    if not isinstance(value, dict) or set(value) != set(rule["required"]) or set(rule["properties"]) != set(value):
        return [f"{where}: other names"]
    return [fault for name in value for fault in faults(value[name], rule["properties"][name], f"{where}.{name}")]


def _array(value: Any, rule: dict[str, Any], where: str) -> list[str]:  # noqa: ANN401
    parts = rule.get("prefixItems")
    if not isinstance(value, list) or (parts and len(value) != len(parts)):
        return [f"{where}: no such list"]
    rules = parts or [rule["items"]] * len(value)
    pairs = enumerate(zip(value, rules, strict=True))
    return [fault for at, (one, inner) in pairs for fault in faults(one, inner, f"{where}[{at}]")]


def test_the_published_schema_is_the_one_of_the_model() -> None:
    assert PUBLISHED.read_text("utf-8") == schema_text()


@pytest.mark.parametrize(
    "model", [*(samples.usual(variant) for variant in Variant), samples.hostile(), samples.empty()]
)
def test_every_json_report_has_the_published_shape(model: Any) -> None:  # noqa: ANN401
    assert faults(json.loads(samples.rendered(model, "json")), schema()) == []


def test_the_schema_refuses_what_is_no_report() -> None:
    document = json.loads(samples.rendered(samples.usual(), "json"))
    broken = copy.deepcopy(document)
    broken["report"]["items"][0]["number"] = "3"
    more = copy.deepcopy(document) | {"further": 1}

    assert faults(broken, schema()) == ["$.report.items[0].number: '3' is no integer"]
    assert faults(more, schema()) == ["$: other names"]
