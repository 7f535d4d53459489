"""A validation as one JSON document: what is written, kept, and printed with --json."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forensicdesk.validating.interval import SOURCE

if TYPE_CHECKING:
    from forensicdesk.validating.interval import Rate
    from forensicdesk.validating.values import AtThreshold, Method, Sample, Validation

VERSION = 1


def validation_document(done: Validation) -> dict[str, Any]:
    """The whole of it; equal validations give equal documents."""
    return {
        "forensicdesk_validation": VERSION,
        "id": done.id,
        "made_at": done.made_at.isoformat(timespec="seconds"),
        "program": done.program,
        "build": done.build,
        "intervals": SOURCE,
        "known_answers": {"count": done.known, "wrong": list(done.wrong)},
        "checks": [{"name": name, "passed": passed, "detail": detail} for name, passed, detail in done.checks],
        "summary": [_summary(sample, method) for sample in done.samples for method in sample.methods],
        "samples": [_sample(one) for one in done.samples],
        "settings": dict(done.settings),
        "libraries": [
            {"name": name, "version": version, "licence": licence} for name, version, licence in done.libraries
        ],
    }


def _summary(sample: Sample, method: Method) -> dict[str, Any]:
    row = method.in_force
    return {"sample": sample.name, "method": method.id, **_row(row)}


def _sample(sample: Sample) -> dict[str, Any]:
    return {
        "name": sample.name,
        "originals": sample.originals,
        "copies": sample.copies,
        "offered": sample.offered,
        "left_out": dict(sample.left_out),
        "gated": sample.gated,
        "close": [{"first": one, "second": other, "distance": bits} for one, other, bits in sample.close],
        "methods": [
            {
                "id": method.id,
                "name": method.name,
                "thresholds": [{**_row(row), "in_force": row.in_force} for row in method.thresholds],
                "by_transformation": [
                    {"kind": kind, "transformation": name, "detected": _rate(found)}
                    for kind, name, found in method.by_edit
                ],
            }
            for method in sample.methods
        ],
    }


def _row(row: AtThreshold) -> dict[str, Any]:
    return {"threshold": row.threshold, "detected": _rate(row.detected), "false": _rate(row.false)}


def _rate(found: Rate) -> dict[str, Any]:
    return {"hits": found.hits, "tries": found.tries, "low": round(found.low, 6), "high": round(found.high, 6)}
