"""The lab's certificates: whom a process of the cluster trusts, and what it shows itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.errors import UsageError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Certificates:
    """Three files in PEM form.

    Attributes:
        ca: certificate of the lab's authority; who shows none that it issued is refused.
        certificate: what this process shows.
        key: the private key of that certificate, not encrypted.
    """

    ca: Path
    certificate: Path
    key: Path


def check_certificates(ca: Path | None, certificate: Path | None, key: Path | None) -> Certificates:
    """All three, present and readable.

    Raises:
        UsageError: one was not given, or cannot be read.
    """
    if ca is None or certificate is None or key is None:
        msg = sentence(
            "A cluster is reached with the lab's certificates only; give --cluster-ca, --cluster-cert and "
            "--cluster-key, each a file in PEM form."
        )
        raise UsageError(msg)
    for path in (ca, certificate, key):
        try:
            content = path.read_bytes()
        except OSError as error:
            msg = sentence(
                "The file {path} cannot be read ({error}); check the path and the right to read it.",
                path=path,
                error=error.strerror,
            )
            raise UsageError(msg) from error
        if b"-----BEGIN " not in content:
            msg = sentence(
                "{path} is no file in PEM form; give the certificate or key as text that starts with -----BEGIN.",
                path=path,
            )
            raise UsageError(msg)
    return Certificates(ca, certificate, key)
