"""Is this installation sound: known-answer tests, libraries, the proof of being offline."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk import __version__
from forensicdesk.installed import inventory
from forensicdesk.language import sentence
from forensicdesk.offline import IN_FORCE, forbid_network, network_state
from forensicdesk.seccomp import machine_name
from forensicdesk.workers.measure import Barrier, measured_confinement
from hashing.engine import check_known_answers, known_answer_count, libraries

if TYPE_CHECKING:
    from forensicdesk.installed import Inventory


@dataclass(frozen=True, slots=True)
class Check:
    """One check and how it came out."""

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What the doctor says.

    Attributes:
        libraries: (name, version, licence) of what decodes and hashes, with what it brings along.
        children: what a child process found it may do.
        installed: every library this program stands on.
    """

    program: str
    checks: tuple[Check, ...]
    offline: tuple[tuple[str, str], ...]
    children: tuple[tuple[str, str], ...]
    libraries: tuple[tuple[str, str, str], ...]
    installed: Inventory

    @property
    def sound(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)


def examine_installation(wrong: tuple[str, ...] | None = None) -> Findings:
    """Run every check of this installation. From here on this process has no network, where the system allows that.

    Args:
        wrong: what `check_known_answers` gave a moment ago; None computes them here.
    """
    enforced = forbid_network()
    state = network_state()
    children = measured_confinement()
    installed = inventory()
    system = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return Findings(
        program=f"ForensicDesk {__version__}, {system}",
        checks=(
            _known_answers(check_known_answers() if wrong is None else wrong),
            _sockets(enforced, dict(state)),
            _children(children.barrier),
            _qt_network(),
            _libraries(installed),
        ),
        offline=((sentence("enforced"), enforced), *state),
        children=children.facts,
        libraries=libraries(),
        installed=installed,
    )


def _known_answers(failures: tuple[str, ...]) -> Check:
    count = known_answer_count()
    detail = (
        " ".join(failures) if failures else sentence("{count} of {count} give the values they must give", count=count)
    )
    return Check(sentence("known answers"), not failures, detail)


def _sockets(enforced: str, state: dict[str, str]) -> Check:
    """On Linux a socket must be refused; elsewhere the check can only say that nothing enforces it."""
    tried = state[sentence("internet socket")]
    refused = enforced == IN_FORCE and tried.startswith("refused")
    if platform.system() == "Linux":
        return Check(sentence("internet socket"), refused, sentence("asked for one: {what}", what=tried))
    return Check(sentence("internet socket"), passed=True, detail=enforced)


def _children(barrier: Barrier) -> Check:
    """Where there is a filter it must be in force; elsewhere the check can only say what holds the children."""
    detail = {
        Barrier.FILTER: sentence(
            "writing to files, starting programs and opening sockets: tried by a child, and refused"
        ),
        Barrier.LIMITS: sentence("limits of time, memory and file size are in force; no filter of system calls is"),
        Barrier.NONE: sentence("nothing but the limit of time is in force"),
    }[barrier]
    return Check(sentence("child processes"), barrier is Barrier.FILTER or not machine_name(), detail)


def _qt_network() -> Check:
    loaded = sorted(name for name in sys.modules if name.startswith("PySide6.QtNetwork"))
    detail = f"loaded: {', '.join(loaded)}" if loaded else sentence("no Qt network module is loaded")
    return Check(sentence("Qt network module"), not loaded, detail)


def _libraries(installed: Inventory) -> Check:
    """Whether everything is there in the version that this program was tested with."""
    detail = " ".join(installed.faults) or sentence(
        "all {count} are there in the versions that are needed", count=len(installed.libraries)
    )
    return Check(sentence("libraries"), not installed.faults, detail)
