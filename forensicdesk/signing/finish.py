"""What a report folder is finished with: the unit's signature over its manifest, signed PDF files, time stamps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.signing import manifest
from forensicdesk.signing.keys import public_pem

if TYPE_CHECKING:
    from typing import BinaryIO

    from forensicdesk.signing.certificate import Certificate
    from forensicdesk.signing.keys import UnitKey
    from forensicdesk.signing.manifest import Entries
    from forensicdesk.signing.pkcs11token import TokenCertificate
    from forensicdesk.signing.stamping import Stamper


@dataclass(frozen=True, slots=True)
class Finish:
    """Everything is optional; a person asks for each by name.

    Attributes:
        case: identifier of the case; "" for a report without one.
        key: the unit's key, for the manifest.
        certificate: for PDF files and the manifest; in a file, or on a token.
        stamper: the unit's own time-stamp authority.
    """

    case: str = ""
    key: UnitKey | None = None
    certificate: Certificate | TokenCertificate | None = None
    stamper: Stamper | None = None

    def sign_rendered(self, format_name: str, file: BinaryIO) -> None:
        """Sign a rendered report where it lies, if it is a PDF file and there is a certificate.

        Raises:
            EnvironmentProblem: the time-stamp authority does not answer as it should.
        """
        if format_name != "pdf" or self.certificate is None:
            return
        from forensicdesk.signing.pdf import sign_pdf  # half a second to load, and most reports need it not

        sign_pdf(file, self.certificate, self.stamper)

    def proofs(self, made_at: str, audit: tuple[int, str], files: Entries) -> dict[str, bytes]:
        """Manifest, signature, time stamp and public key by their names, as far as they are asked for.

        Raises:
            EnvironmentProblem: the time-stamp authority does not answer as it should.
        """
        clock = manifest.OF_AUTHORITY if self.stamper else manifest.OF_WORKSTATION
        public = self.key.public if self.key else None
        content = manifest.make(self.case, made_at, audit, files, public, clock)
        proofs = {manifest.MANIFEST: content}
        if self.key is not None:
            proofs[manifest.SIGNATURE] = self.key.sign(content)
            proofs[manifest.PUBLIC_KEY] = public_pem(self.key.public)
        if self.certificate is not None:
            from forensicdesk.signing.pdf import sign_detached

            proofs[manifest.DETACHED] = sign_detached(content, self.certificate, self.stamper)
        if self.stamper is not None:
            from forensicdesk.signing.stamps import stamp_bytes

            proofs[manifest.STAMP] = stamp_bytes(content, self.stamper)
        return proofs
