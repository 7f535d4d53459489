"""Reports that are written, signed and put on record. `Session` is the only class made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forensicdesk.errors import UsageError
from forensicdesk.places import refuse_inside
from forensicdesk.reporting.added import NOTHING_ADDED
from forensicdesk.reporting.building import build_model
from forensicdesk.reporting.copies import write_with_media
from forensicdesk.session.exhibits import Exhibits
from forensicdesk.session.previewing import Previewing
from forensicdesk.session.record import Record
from forensicdesk.signing.finish import Finish
from forensicdesk.workers.measure import measured_confinement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from forensicdesk.reporting.added import Added
    from forensicdesk.reporting.writing import WrittenReport


class Reported(Previewing, Exhibits, Record):
    """Reports on a case."""

    def report(
        self,
        out: Path,
        formats: Sequence[str],
        *,
        variant: str = "court",
        language: str = "en",
        accept_mismatch: str = "",
        added: Added = NOTHING_ADDED,
    ) -> tuple[WrittenReport, ...]:
        """Write the report in each format into the folder `out`.

        Args:
            out: the folder; made if it is not there.
            formats: see `reports.render`.
            variant: which kind.
            language: of its text.
            accept_mismatch: a reason to report although evidence is not what was acquired; it goes on record and into
                the report.
            added: what does not stand in the case, and what the folder is signed with.

        Raises:
            UsageError: unknown format, variant or language, `out` lies inside an exhibit, or evidence is not what was
                acquired and no reason was given.
        """
        self._require_unlocked()
        target = out.expanduser().absolute()
        for source in self.sources():
            refuse_inside(target, source.path)
        reason = accept_mismatch.strip()
        differing = self.mismatches()
        if differing and not reason:
            raise UsageError(self.not_as_acquired())
        with self._acting, self._deciding:
            if differing:
                self._record("mismatch accepted", ("digests", str(len(differing))), ("reason", reason))
            barrier = measured_confinement().barrier
            model = build_model(
                self._store,
                variant=variant,
                language=language,
                made_at=self._clock(),
                barrier=barrier,
                added=added.naming_authority().accepting(reason if differing else ""),
            )
            last = replace(added.finish or Finish(), case=self.case_id())
            written = write_with_media(self._store, model, target, formats, last, with_media=added.with_media)
            for file in written:
                missing = [("media not copied", str(file.not_copied))] if file.not_copied else []
                self._record(
                    "report written",
                    ("report", model.report_id),
                    ("variant", variant),
                    ("language", language),
                    ("file", file.path.name),
                    ("sha256", file.sha256),
                    *missing,
                )
            self._record_signing(last, model.report_id)
            return written
