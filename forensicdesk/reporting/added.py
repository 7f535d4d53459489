"""What a report says that does not stand in the case: the unit's words, a validation, the report it replaces."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reports.escaping import printable
from reports.unit import Authority, UnitText

if TYPE_CHECKING:
    from forensicdesk.signing.finish import Finish
    from reports.unit import Amends, ValidationStatus


@dataclass(frozen=True, slots=True)
class Added:
    """What is added to the case's own content.

    Attributes:
        unit: from a template folder.
        validation: a validation to quote; None quotes the latest of this installation, where one is on record.
        amends: the report that is replaced; None for a first one.
        certificate: a draft of a certificate is wanted.
        accepted: the reason stated for a report on evidence that is not what was acquired.
        with_media: media files are to be copied beside the report.
        finish: what the folder is signed and stamped with; None signs nothing.
        authority: who stamps the folder with the time.
        fields: the parts of items and the plots that are shown; () shows what the template says.
    """

    unit: UnitText = field(default_factory=UnitText)
    validation: ValidationStatus | None = None
    amends: Amends | None = None
    certificate: bool = False
    accepted: str = ""
    with_media: bool = False
    finish: Finish | None = None
    fields: tuple[str, ...] = ()
    authority: Authority | None = None

    def accepting(self, reason: str) -> Added:
        """The same with the reason for reporting on evidence that is not what was acquired; "" for none."""
        return replace(self, accepted=reason)

    def naming_authority(self) -> Added:
        """The same with who stamps the report, asked of the authority itself where one is to be asked.

        Raises:
            EnvironmentProblem: it does not answer as it should, or its certificate does not lead to the unit's root.
        """
        if self.finish is None or self.finish.stamper is None:
            return self
        from forensicdesk.signing.stamps import authority_of  # half a second to load, and few reports need it

        found = authority_of(self.finish.stamper)
        return replace(self, authority=Authority(printable(found.name), printable(found.root)))


NOTHING_ADDED = Added()
