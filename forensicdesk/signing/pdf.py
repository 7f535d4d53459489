"""Signatures inside PDF files (PAdES), and time stamps (RFC 3161), by pyHanko.

pyHanko asks for aiohttp, a library for networks, although signing needs none. An empty stand-in takes its place, so
that no such library is loaded; nothing here fetches anything.
"""

from __future__ import annotations

import hashlib
import logging
import sys
import types
from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem, UsageError


class _Empty(types.ModuleType):
    """A module whose every name is an empty class; pyHanko inherits from some of aiohttp's."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


sys.modules["aiohttp"] = _Empty("aiohttp")

from asn1crypto import cms, tsp  # noqa: E402 - after the stand-in
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: E402
from pyhanko.pdf_utils.misc import PdfError  # noqa: E402
from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: E402
from pyhanko.sign import fields, signers  # noqa: E402
from pyhanko.sign.signers import pdf_signer  # noqa: E402
from pyhanko.sign.timestamps.api import TimeStamper  # noqa: E402
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature  # noqa: E402
from pyhanko_certvalidator import ValidationContext  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from datetime import tzinfo

    from forensicdesk.signing.certificate import Certificate
    from forensicdesk.signing.stamping import Stamper


class _InUtc:
    """What pyHanko asks for the zone of the workstation; signatures say their time in UTC, and some zones fail it."""

    @staticmethod
    def get_localzone() -> tzinfo:
        return UTC


vars(pdf_signer)["tzlocal"] = _InUtc
del sys.modules["aiohttp"]
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).propagate = False  # what it finds is said by the functions below
    logging.getLogger(_library).addHandler(logging.NullHandler())

FIELD = "UnitSignature"
DIGEST = "sha256"


class _Asking(TimeStamper):
    """pyHanko's view of the child that asks the authority; each answer is held against what was asked."""

    def __init__(self, stamper: Stamper) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._stamper = stamper

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        answer = tsp.TimeStampResp.load(self._stamper.ask(req.dump()))
        said = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed["message_imprint"]
        if said.dump() != req["message_imprint"].dump():
            msg = "The time-stamp authority stamped something else than it was asked to; check it."
            raise EnvironmentProblem(msg)
        return answer


def sign_pdf(content: bytes, certificate: Certificate, stamper: Stamper | None) -> bytes:
    """A PDF file with an invisible signature of the unit added at its end; what was there stays byte for byte.

    Raises:
        UsageError: the certificate cannot sign.
        EnvironmentProblem: the time-stamp authority does not answer as it should.
    """
    signer = signers.SimpleSigner.load_pkcs12_data(
        certificate.content, other_certs=[], passphrase=certificate.passphrase
    )
    if signer is None:
        msg = f"The certificate of {certificate.subject} cannot sign a PDF file; supply one with an RSA or EC key."
        raise UsageError(msg)
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
        reason="Integrity of this report",
    )
    asking = _Asking(stamper) if stamper else None
    try:
        signed = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(content)), about, signer=signer, timestamper=asking)
    except (PdfError, ValueError, OSError) as error:
        msg = f"The PDF file could not be signed ({error}); check certificate and time-stamp authority."
        raise EnvironmentProblem(msg) from error
    return bytes(signed.getvalue())


def stamp_bytes(content: bytes, stamper: Stamper) -> bytes:
    """A time-stamp token over these bytes, in DER, as `openssl ts -verify -token_in` reads it.

    Raises:
        EnvironmentProblem: the time-stamp authority does not answer as it should.
    """
    digest = hashlib.sha256(content).digest()
    try:
        token = _result(_Asking(stamper).async_timestamp(digest, DIGEST))
    except (OSError, ValueError, TypeError, KeyError) as error:
        msg = f"The time-stamp authority gave no usable time stamp ({error}); check it."
        raise EnvironmentProblem(msg) from error
    return bytes(token.dump())


def _result(asking: Coroutine[None, None, cms.ContentInfo]) -> cms.ContentInfo:
    """What a coroutine gives that never waits: `_Asking` asks and has its answer in one go."""
    try:
        asking.send(None)
    except StopIteration as end:
        return end.value
    asking.close()
    msg = "the time stamp was waited for"
    raise ValueError(msg)


def stamped_digest(token: bytes) -> bytes | None:
    """The SHA-256 that a time-stamp token is about; None if these bytes are no token over a SHA-256."""
    try:
        content = cms.ContentInfo.load(token, strict=True)["content"]
        imprint = content["encap_content_info"]["content"].parsed["message_imprint"]
        algorithm, digest = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return bytes(digest) if algorithm == DIGEST else None


def trouble_with_pdf(content: bytes) -> str:
    """What is wrong with the signatures in a PDF file; "" if it has none, or all hold over the whole file."""
    try:
        signatures = PdfFileReader(BytesIO(content)).embedded_signatures
        for signature in signatures:
            context = ValidationContext(trust_roots=[], allow_fetching=False)
            status = validate_pdf_signature(signature, context)
            if not (status.intact and status.valid):
                return "the signature in the PDF file does not belong to its bytes"
            if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
                return "something was added to the PDF file after it was signed"
            stamp = status.timestamp_validity
            if stamp is not None and not (stamp.intact and stamp.valid):
                return "the time stamp in the PDF file does not belong to its signature"
    except (PdfError, ValueError, TypeError, KeyError, OSError) as error:
        return f"the signature in the PDF file cannot be checked ({error})"
    return ""
