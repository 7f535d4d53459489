"""How the command line says what came of the digests stated at acquisition."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from forensicdesk.account import CheckResult
from forensicdesk.cli.output import visible
from forensicdesk.evidence.files import display
from forensicdesk.evidence.files import to_json as location_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.account import Acquired

_WORDS = {
    CheckResult.OK: "equal",
    CheckResult.DIFFERS: "DIFFERS: this is not what was acquired",
    CheckResult.SKIPPED: "not checked",
    CheckResult.UNREADABLE: "could not be read",
}


def acquired_document(one: Acquired) -> dict[str, Any]:
    """One digest as JSON."""
    return {
        "location": location_json(one.location),
        "algorithm": one.algorithm,
        "stated": one.stated.hex(),
        "computed": one.computed.hex() if one.computed else None,
        "said_by": one.said_by,
        "result": one.result.value,
        "reason": one.reason,
        "checked_at": one.checked_at,
    }


def print_acquired(found: Sequence[Acquired]) -> None:
    """How many digests agree, and each that does not; those that differ in red."""
    equal = Counter(one.result for one in found)[CheckResult.OK]
    if equal:
        click.echo(f"  {equal:,} digest(s) stated at acquisition: equal")
    for one in found:
        if one.result is CheckResult.OK:
            continue
        text = f"  {one.algorithm} of {display(one.location)}, stated by {one.said_by}: {_WORDS[one.result]}"
        text = visible(f"{text} ({one.reason})" if one.reason else text)
        click.secho(text, fg="red" if one.result is CheckResult.DIFFERS else "yellow")
