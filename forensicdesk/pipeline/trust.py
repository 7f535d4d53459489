"""What somebody who checks brings along from outside, and what a check has to say besides the differences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Trust:
    """What a check rests upon.

    Attributes:
        public_key: the unit's public key, got by another way; None takes what each statement names.
        checkpoint: a signed checkpoint of the log, or manifest of a report, that was kept outside the case.
        passwords: what encrypted containers may be opened with.
        stamp_roots: certificates in DER that those of time stamps have to lead to; () leaves them unchecked.
        said: the check adds what it looked at and what that proves, one sentence each.
    """

    public_key: bytes | None = None
    checkpoint: Path | None = None
    passwords: tuple[str, ...] = ()
    stamp_roots: tuple[bytes, ...] = ()
    said: list[str] = field(default_factory=list)
