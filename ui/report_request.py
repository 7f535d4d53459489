"""What is asked for when a report is written, and the writing of it; called beside the event loop."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from forensicdesk.session import (
    Added,
    Finish,
    open_certificate,
    open_key,
    open_token,
    read_templates,
    replaced_report,
    utc_now,
)

if TYPE_CHECKING:
    import threading
    from pathlib import Path

    from forensicdesk.session import LaidOut, Session, WrittenReport


@dataclass(frozen=True, slots=True)
class OnToken:
    """A certificate on a token: the library of its maker, the labels of token and key, and the PIN."""

    module: Path
    token: str
    key: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Signing:
    """What a unit signs with: files with their passphrases, or a token; None where nothing is signed with them."""

    key: Path | None = None
    key_passphrase: str = field(default="", repr=False)
    certificate: Path | None = None
    certificate_passphrase: str = field(default="", repr=False)
    on_token: OnToken | None = None


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Where to write which report.

    Attributes:
        folder: where to.
        formats, variant, language: as `Session.report` takes them.
        template: a folder with the unit's letterhead, parties and sections; None for none.
        amends, reason: the report file that is replaced, or its SHA-256, and why; "" for a first report.
        accepted: why a report is made although evidence is not what was acquired.
        certificate_draft: add the draft of a certificate.
        with_media: copy pictures and films beside the VICS form.
        signing: what it is signed with.
        fields: parts of items and plots to show; () for all.
    """

    folder: Path
    formats: tuple[str, ...]
    variant: str
    language: str
    template: Path | None = None
    amends: str = ""
    reason: str = ""
    accepted: str = ""
    certificate_draft: bool = False
    with_media: bool = False
    signing: Signing = Signing()
    fields: tuple[str, ...] = ()


def write_report(session: Session, asked: ReportRequest) -> tuple[WrittenReport, ...]:
    """Write it.

    Raises:
        UsageError: as `Session.report`; a template, key, certificate or the replaced report cannot be used.
    """
    added = replace(_added(session, asked), with_media=asked.with_media, finish=_finish(asked.signing))
    return session.report(
        asked.folder,
        asked.formats,
        variant=asked.variant,
        language=asked.language,
        accept_mismatch=asked.accepted,
        added=added,
    )


def preview_report(session: Session, asked: ReportRequest) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What it would say, without what the unit adds.

    Raises:
        UsageError: as `Session.preview_report`.
    """
    return session.preview_report(variant=asked.variant, language=asked.language, fields=asked.fields)


def lay_out_report(session: Session, asked: ReportRequest, stop: threading.Event) -> LaidOut:
    """Its PDF with what the unit adds, not signed; of many items the first.

    Raises:
        UsageError: as `Session.report_pages`; a template or the replaced report cannot be used.
        Interrupted: `stop` was set.
    """
    added = _added(session, asked).accepting(asked.accepted)
    return session.report_pages(variant=asked.variant, language=asked.language, added=added, stop=stop)


def _added(session: Session, asked: ReportRequest) -> Added:
    return Added(
        unit=read_templates([asked.template] if asked.template else []),
        amends=replaced_report(session.folder, asked.amends, asked.reason) if asked.amends else None,
        certificate=asked.certificate_draft,
        fields=asked.fields,
    )


def _finish(signing: Signing) -> Finish | None:
    """Key and certificate, opened; None where neither is named."""
    if signing.key is None and signing.certificate is None and signing.on_token is None:
        return None
    key = open_key(signing.key, signing.key_passphrase) if signing.key else None
    secret = signing.certificate_passphrase
    certificate = open_certificate(signing.certificate, secret, utc_now()) if signing.certificate else None
    named = signing.on_token
    on_token = open_token(named.module, named.token, named.key, named.pin, utc_now()) if named else None
    return Finish(key=key, certificate=certificate or on_token)
