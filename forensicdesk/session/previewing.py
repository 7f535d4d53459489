"""What a report would say, before it is written. `Session` is the only class made of it."""

from __future__ import annotations

from forensicdesk.reporting.added import Added
from forensicdesk.reporting.building import build_model
from forensicdesk.reporting.outline import outline_of
from forensicdesk.session.acting import Acting
from forensicdesk.workers.measure import measured_confinement


class Previewing(Acting):
    """Reports that are only looked at."""

    def preview_report(
        self, *, variant: str = "court", language: str = "en", fields: tuple[str, ...] = ()
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The sections of a report as (title, lines); nothing is written and nothing goes on record.

        Pictures are left out, whatever the variant; of a long section the first lines are given.

        Raises:
            UsageError: unknown variant, language or field.
        """
        with self._acting, self._deciding:
            barrier = measured_confinement().barrier
            model = build_model(
                self._store,
                variant=variant,
                language=language,
                made_at=self._clock(),
                barrier=barrier,
                added=Added(fields=fields),
            )
        return outline_of(model)
