"""How the command line says what came of the digests stated at acquisition."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from forensicdesk.account import CheckResult
from forensicdesk.cli.output import visible
from forensicdesk.evidence.files import display
from forensicdesk.evidence.files import to_json as location_json
from forensicdesk.language import _, retold, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.account import Acquired

_WORDS = {
    CheckResult.OK: "equal",
    CheckResult.DIFFERS: _("DIFFERS: this is not what was acquired"),
    CheckResult.SKIPPED: _("not checked"),
    CheckResult.UNREADABLE: _("could not be read"),
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
        click.echo(tell("  {equal:,} digest(s) stated at acquisition: equal", equal=equal))
    for one in found:
        if one.result is CheckResult.OK:
            continue
        text = tell(
            "  {algorithm} of {location}, stated by {said_by}: {words}",
            algorithm=one.algorithm,
            location=display(one.location),
            said_by=one.said_by,
            words=_WORDS[one.result],
        )
        text = visible(f"{text} ({retold(one.reason)})" if one.reason else text)
        click.secho(text, fg="red" if one.result is CheckResult.DIFFERS else "yellow")
