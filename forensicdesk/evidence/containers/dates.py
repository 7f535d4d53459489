"""Dates of containers as facts."""

from __future__ import annotations

from datetime import UTC, datetime

from hashing.values import DateFact


def utc_fact(kind: str, when_ns: int) -> DateFact | None:
    """A date given in nanoseconds since 1970 UTC, to the second; None if no calendar has it."""
    try:
        text = datetime.fromtimestamp(when_ns // 1_000_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return None
    return DateFact(kind, text, "Z")


def utc_facts(*times: tuple[str, int | None]) -> tuple[DateFact, ...]:
    """Those of several dates that are known."""
    facts = (None if when is None else utc_fact(kind, when) for kind, when in times)
    return tuple(fact for fact in facts if fact is not None)
