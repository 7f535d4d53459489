"""What the desktop is started with: a case, and a store to which connections are opened while there is a network.

The barrier against networks goes up before the first window and stays; a server of the lab is reached by connections
that were opened before it. See docs/adr/0014.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.errors import ForensicDeskError
from forensicdesk.language import shown
from forensicdesk.session import named_store, open_early
from ui.tasks import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Started:
    """How the desktop begins.

    Attributes:
        case: the case to open, None for none.
        store: the address that new cases are offered, "" for their own folder.
        trouble: why the server cannot be used, None where it can, or none is named.
    """

    case: Path | None
    store: str
    trouble: Trouble | None = None


def reach(arguments: Sequence[str]) -> Started:
    """Connect to what the arguments behind the program's name ask for; called before the barrier goes up."""
    parser = argparse.ArgumentParser("forensicdesk-desktop", add_help=False, allow_abbrev=False)
    parser.add_argument("--store", default="")
    parser.add_argument("case", nargs="?", type=Path)
    known, _rest = parser.parse_known_args(arguments)
    try:
        open_early(arguments)
    except ForensicDeskError as error:
        return Started(known.case, known.store, Trouble(shown(error), error=error))
    return Started(known.case, known.store or named_store(arguments))
