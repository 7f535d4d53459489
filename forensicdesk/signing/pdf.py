"""Signatures inside PDF files (PAdES), and the detached one beside a manifest (CMS), by pyHanko."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence
from forensicdesk.signing.hanko import result_of, waited_for  # puts its stand-in in place, before pyHanko is loaded
from forensicdesk.signing.stamps import DIGEST, Asking, StampCheck, check_token

# isort: split
from asn1crypto import cms
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms, extract_tst_data_iter
from pyhanko_certvalidator import ValidationContext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from pyhanko.sign.signers import Signer

    from forensicdesk.signing.certificate import Certificate
    from forensicdesk.signing.pkcs11token import TokenCertificate
    from forensicdesk.signing.stamping import Stamper

FIELD = "UnitSignature"


def sign_pdf(file: BinaryIO, certificate: Certificate | TokenCertificate, stamper: Stamper | None) -> None:
    """Add an invisible signature of the unit at the end of a PDF file; what was there stays byte for byte.

    Args:
        file: the whole PDF, open for reading and writing; it is never in memory as a whole.
        certificate: what it is signed with.
        stamper: gives the time stamp in the signature; None leaves it out.

    Raises:
        UsageError: the certificate cannot sign.
        EnvironmentProblem: the token or the time-stamp authority does not answer as it should.
    """
    signer = _signer(certificate)
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
        reason="Integrity of this report",
    )
    asking = Asking(stamper) if stamper else None
    try:
        signers.sign_pdf(IncrementalPdfFileWriter(file), about, signer=signer, timestamper=asking, in_place=True)
    except _failures(certificate) as error:
        msg = sentence(
            "The PDF file could not be signed ({error}); check certificate, token and time-stamp authority.",
            error=error,
        )
        raise EnvironmentProblem(msg) from error


def sign_detached(content: bytes, certificate: Certificate | TokenCertificate, stamper: Stamper | None) -> bytes:
    """A detached signature over these bytes (CMS, in DER), as `openssl cms -verify -binary -content` checks it.

    Raises:
        UsageError: the certificate cannot sign.
        EnvironmentProblem: the token or the time-stamp authority does not answer as it should.
    """
    signer, asking = _signer(certificate), Asking(stamper) if stamper else None
    try:
        signed = waited_for(signer.async_sign_general_data(content, DIGEST, detached=True, timestamper=asking))
    except _failures(certificate) as error:
        msg = sentence(
            "The manifest could not be signed ({error}); check certificate, token and time-stamp authority.",
            error=error,
        )
        raise EnvironmentProblem(msg) from error
    return bytes(signed.dump())


def _failures(certificate: Certificate | TokenCertificate) -> tuple[type[Exception], ...]:
    return (PdfError, ValueError, OSError, *certificate.errors)


def _signer(certificate: Certificate | TokenCertificate) -> Signer:
    signer = certificate.signer()
    if signer is None:
        msg = sentence(
            "The certificate of {subject} cannot sign; supply one with an RSA or EC key.", subject=certificate.subject
        )
        raise UsageError(msg)
    return signer


def trouble_with_detached(content: bytes, signature: bytes) -> tuple[str, str]:
    """What is wrong with a detached signature, "" if nothing is; and whom its certificate names."""
    try:
        signed = cms.ContentInfo.load(signature, strict=True)["content"]
        context = ValidationContext(trust_roots=[], allow_fetching=False)
        status = result_of(async_validate_detached_cms(content, signed, context))
    except DAMAGES as error:
        return sentence("the signature of the certificate cannot be checked ({error})", error=error), ""
    name = str(status.signing_cert.subject.human_friendly)
    if not (status.intact and status.valid):
        return sentence("the signature of the certificate does not belong to these bytes"), name
    return "", name


DAMAGES = (
    PdfError,
    zlib.error,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    NotImplementedError,
    RecursionError,
    OSError,
)
"""What pyHanko raises over files with changed bytes."""


def trouble_with_pdf(file: BinaryIO) -> str:
    """What is wrong with the signatures in a PDF file; "" if it has none, or all hold over the whole file."""
    try:
        signatures = PdfFileReader(file).embedded_signatures
        for signature in signatures:
            context = ValidationContext(trust_roots=[], allow_fetching=False)
            status = validate_pdf_signature(signature, context)
            if not (status.intact and status.valid):
                return sentence("the signature in the PDF file does not belong to its bytes")
            if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
                return sentence("something was added to the PDF file after it was signed")
            stamp = status.timestamp_validity
            if stamp is not None and not (stamp.intact and stamp.valid):
                return sentence("the time stamp in the PDF file does not belong to its signature")
    except DAMAGES as error:
        return sentence("the signature in the PDF file cannot be checked ({error})", error=error)
    return ""


def stamps_of_pdf(file: BinaryIO, roots: Sequence[bytes]) -> tuple[StampCheck, ...]:
    """What there is to say of the certificates of the time stamps in a PDF file whose signatures hold."""
    try:
        signatures = PdfFileReader(file).embedded_signatures
        tokens = [token for one in signatures for token in extract_tst_data_iter(one.signer_info, signed=False)]
        return tuple(check_token(token, roots) for token in tokens)
    except DAMAGES as error:
        return (StampCheck(trouble=sentence("the time stamp in the PDF file cannot be read ({error})", error=error)),)
