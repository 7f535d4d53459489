"""The record of a session: how it is begun and ended, and what signs it. `Session` is the only class made of it."""

from __future__ import annotations

import platform
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from forensicdesk.case.thumbnails import LOCKED
from forensicdesk.errors import CaseError, ForensicDeskError
from forensicdesk.pipeline.checkpoints import sign_checkpoint
from forensicdesk.pipeline.verify import verify_case
from forensicdesk.session.acting import Acting
from forensicdesk.signing.keys import fingerprint

if TYPE_CHECKING:
    import threading
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from forensicdesk.case.seal import Seal
    from forensicdesk.events import Listener
    from forensicdesk.model import Problem
    from forensicdesk.signing.finish import Finish
    from forensicdesk.signing.keys import UnitKey


def opening_detail(account: str, seal: Seal | None, now: datetime) -> tuple[tuple[str, str], ...]:
    """What goes on record when a case is opened for writing: who, where, the clock's zone, and how it was found."""
    return (
        ("account", account),
        ("workstation", platform.node() or "unknown"),
        ("system", f"{platform.system()} {platform.release()}, Python {platform.python_version()}"),
        ("zone", now.astimezone().strftime("UTC%z")),
        ("found", "as it was sealed" if seal else "without a seal"),
    )


class Record(Acting):
    """The audit log of one open case, and its end."""

    def case_id(self) -> str:
        """What tells this case from every other: the SHA-256 of the first line of its log."""
        return self._store.audit.case_id()

    @property
    def locked(self) -> bool:
        """Whether the thumbnails are encrypted and their passphrase was not given yet; there are no pictures then."""
        return self._store.thumbnails.locked

    def unlock(self, passphrase: str) -> None:
        """Open encrypted thumbnails.

        Raises:
            UsageError: the passphrase is wrong.
        """
        self._store.thumbnails.unlock(passphrase)

    def veil(self, passphrase: str) -> None:
        """Keep the thumbnails of this new case encrypted.

        Raises:
            UsageError: the passphrase is too short, or the case has thumbnails already.
        """
        self._require_writable()
        with self._acting:
            self._store.thumbnails.veil(passphrase)
            self._record("thumbnails encrypted")

    def _require_unlocked(self) -> None:
        self._require_writable()
        if self.locked:
            raise CaseError(LOCKED)

    def note_blurring(self, *, blurred: bool) -> None:
        """Put on record that somebody made the screen show pictures as they are, or blurred again.

        A case that was opened for reading only keeps no record of it.

        Raises:
            EnvironmentProblem: the disk or its rights refuse.
        """
        if self._store.writer is not None:
            with self._deciding:
                self._record("pictures blurred" if blurred else "pictures shown unblurred")

    def verify(
        self, listener: Listener, *, stop: threading.Event | None = None, passwords: tuple[str, ...] = ()
    ) -> tuple[Problem, ...]:
        """Check audit chain, databases and every file of the evidence again; gives the differences found.

        Raises:
            Interrupted: `stop` was set.
        """
        with self._acting, self._deciding:
            problems = verify_case(self._store, listener, stop=stop, passwords=passwords)
            if self._store.writer is not None:
                self._record("case verified", ("problems", str(len(problems))))
            return problems

    def checkpoint(self, key: UnitKey) -> Path:
        """Sign the head of the audit log with the unit's key; gives the statement that was written into the case.

        Raises:
            EnvironmentProblem: the disk or its rights refuse.
        """
        self._require_writable()
        with self._acting, self._deciding:
            return self._sign_head(key)

    def _sign_head(self, key: UnitKey) -> Path:
        path, detail = sign_checkpoint(self._store, key, self._clock())
        self._record("checkpoint signed", *detail)
        return path

    def _record_signing(self, finish: Finish, report_id: str) -> None:
        """Put on record what a report was signed and stamped with; with a key, the log's head is signed, too."""
        said = [("report", report_id)]
        if finish.key is not None:
            said.append(("manifest signed with key", fingerprint(finish.key.public)))
        if finish.certificate is not None:
            said.append(("PDF signed with certificate", finish.certificate.sha256))
        if finish.stamper is not None:
            said.append(("time stamp asked of", finish.stamper.url))
        if len(said) > 1:
            self._record("report signed", *said)
        if finish.key is not None:
            self._sign_head(finish.key)

    def close(self) -> None:
        """Release the case, sealed if it was open for writing; a second call does nothing.

        Raises:
            EnvironmentProblem: the end could not be put on record; the case is released all the same.
        """
        try:
            if self._store.writer is not None:
                self._record("case closed")
            self._store.close_sealed(lambda why: self._record("case not sealed", ("reason", why)))
        finally:
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
            return
        with suppress(ForensicDeskError):  # what is told is the first trouble; a case without a seal says so itself
            self.close()
