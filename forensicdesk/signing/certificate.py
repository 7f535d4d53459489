"""The certificate that a unit supplies for signing PDF files: a PKCS#12 file with its private key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.signing.keys import read_small

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pyhanko.sign.signers import Signer


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that was opened.

    Attributes:
        subject: whom it names.
        sha256: its fingerprint, in hex.
        content: the PKCS#12 file.
        passphrase: what opens it.
        errors: what signing may raise beside the errors of Python.
    """

    subject: str
    sha256: str
    content: bytes = field(repr=False)
    passphrase: bytes = field(repr=False)
    errors: tuple[type[Exception], ...] = ()

    def signer(self) -> Signer | None:
        """What signs with it, None if its key cannot."""
        import forensicdesk.signing.hanko  # noqa: F401 - before pyHanko

        # isort: split
        from pyhanko.sign.signers import SimpleSigner

        found: Signer | None = SimpleSigner.load_pkcs12_data(self.content, other_certs=[], passphrase=self.passphrase)
        return found


def open_certificate(path: Path, passphrase: str, now: datetime) -> Certificate:
    """The certificate and key in a PKCS#12 file.

    Raises:
        UsageError: the file holds none, the passphrase is wrong, or the certificate is not valid at this time.
        EnvironmentProblem: the file cannot be read.
    """
    # Late imports: every command imports this module, few sign.
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    content, secret = read_small(path, "certificate"), passphrase.encode("utf-8")
    try:
        found = load_pkcs12(content, secret)
    except ValueError as error:
        msg = sentence(
            "The certificate {path} cannot be opened: the passphrase is wrong, or the file is no PKCS#12 file.",
            path=path,
        )
        raise UsageError(msg) from error
    if found.key is None or found.cert is None:
        msg = sentence(
            "The file {path} holds no certificate with its private key; export both into one PKCS#12 file.", path=path
        )
        raise UsageError(msg)
    certificate = found.cert.certificate
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        msg = sentence(
            "The certificate {path} is valid from {begins:%Y-%m-%d} to {ends:%Y-%m-%d}, not today; supply another.",
            path=path,
            begins=begins,
            ends=ends,
        )
        raise UsageError(msg)
    return Certificate(certificate.subject.rfc4514_string(), certificate.fingerprint(SHA256()).hex(), content, secret)
