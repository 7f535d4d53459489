"""What a report would say, before it is written. `Session` is the only class made of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from forensicdesk.reporting.added import Added
from forensicdesk.reporting.building import build_model
from forensicdesk.reporting.outline import outline_of
from forensicdesk.reporting.pages import lay_out
from forensicdesk.session.acting import Acting
from forensicdesk.workers.measure import measured_confinement

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from forensicdesk.reporting.pages import LaidOut

T = TypeVar("T")


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
        return self._looked_at(variant, language, Added(fields=fields), outline_of)

    def report_pages(self, *, variant: str, language: str, added: Added, stop: threading.Event) -> LaidOut:
        """The PDF that would be written, but for signatures; nothing is written and nothing goes on record.

        Of many items the first are laid out; the answer says so.

        Raises:
            UsageError: unknown variant, language or field.
            Interrupted: `stop` was set.
        """
        return self._looked_at(variant, language, added, partial(lay_out, stop=stop))

    def _looked_at(self, variant: str, language: str, added: Added, give: Callable[..., T]) -> T:
        """What `give` makes of the report's model."""
        with self._acting, self._deciding:
            model = build_model(
                self._store,
                variant=variant,
                language=language,
                made_at=self._clock(),
                barrier=measured_confinement().barrier,
                added=added,
            )
        return give(model)
