"""Time stamps (RFC 3161): asked for, and the certificate of whoever signed them held against a root of the unit."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence
from forensicdesk.signing.hanko import result_of  # puts its stand-in in place, before pyHanko is loaded

# isort: split
from asn1crypto import cms, tsp, x509
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.signing.stamping import Stamper

DIGEST = "sha256"
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class StampCheck:
    """What is known of the certificate that signed a time stamp.

    Attributes:
        name: whom it names.
        time: the time stamped, ISO 8601 in UTC.
        root: the root that it leads to, "" where none was given.
        trouble: why it does not hold, "" if it does.
    """

    name: str = ""
    time: str = ""
    root: str = ""
    trouble: str = ""

    def sentence(self, where: str) -> str:
        """What a check says of a stamp that holds."""
        checked = (
            sentence(
                "its certificate leads to the given root {root}, is made for time stamps, and was valid then",
                root=self.root,
            )
            if self.root
            else sentence("whose certificate was not checked against a root")
        )
        return sentence(
            "The time stamp in {where} states {time} and is signed by {name}, {checked}.",
            where=where,
            time=self.time,
            name=self.name,
            checked=checked,
        )


class Asking(TimeStamper):
    """pyHanko's view of the child that asks the authority; each answer is held against what was asked, and the root."""

    def __init__(self, stamper: Stamper) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._stamper = stamper

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The answer to a request.

        Raises:
            EnvironmentProblem: it is about something else, or its certificate does not lead to the unit's root.
        """
        answer = tsp.TimeStampResp.load(self._stamper.ask(req.dump()))
        token = answer["time_stamp_token"]["content"]
        said = token["encap_content_info"]["content"].parsed["message_imprint"]
        if said.dump() != req["message_imprint"].dump():
            msg = sentence("The time-stamp authority stamped something else than it was asked to; check it.")
            raise EnvironmentProblem(msg)
        if self._stamper.roots:
            found = await _checked(token, self._stamper.roots)
            if found.trouble:
                msg = sentence(
                    "The time stamp of {url} was not taken: {trouble}. Check authority and root.",
                    url=self._stamper.url,
                    trouble=found.trouble,
                )
                raise EnvironmentProblem(msg)
        return answer


def authority_of(stamper: Stamper) -> StampCheck:
    """Who signs the authority's time stamps, asked with a stamp over random bytes.

    Raises:
        EnvironmentProblem: it does not answer as it should, or its certificate does not lead to the unit's root.
    """
    found = check_token(cms.ContentInfo.load(stamp_bytes(os.urandom(32), stamper))["content"], stamper.roots)
    if found.trouble:
        msg = sentence(
            "The time-stamp authority {url} gave no usable time stamp: {trouble}. Check it.",
            url=stamper.url,
            trouble=found.trouble,
        )
        raise EnvironmentProblem(msg)
    return found


def stamp_bytes(content: bytes, stamper: Stamper) -> bytes:
    """A time-stamp token over these bytes, in DER, as `openssl ts -verify -token_in` reads it.

    Raises:
        EnvironmentProblem: the time-stamp authority does not answer as it should.
    """
    digest = hashlib.sha256(content).digest()
    try:
        token = result_of(Asking(stamper).async_timestamp(digest, DIGEST))
    except (OSError, ValueError, TypeError, KeyError) as error:
        msg = sentence("The time-stamp authority gave no usable time stamp ({error}); check it.", error=error)
        raise EnvironmentProblem(msg) from error
    return bytes(token.dump())


def stamped_digest(token: bytes) -> bytes | None:
    """The SHA-256 that a time-stamp token is about; None if these bytes are no token over a SHA-256."""
    try:
        content = cms.ContentInfo.load(token, strict=True)["content"]
        imprint = content["encap_content_info"]["content"].parsed["message_imprint"]
        algorithm, digest = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return bytes(digest) if algorithm == DIGEST else None


def check_stamp(token: bytes, roots: Sequence[bytes]) -> StampCheck:
    """What there is to say of the certificate behind a token in DER."""
    try:
        return check_token(cms.ContentInfo.load(token, strict=True)["content"], roots)
    except _UNREADABLE as error:
        return StampCheck(trouble=sentence("it cannot be read ({error})", error=error))


def check_token(token: cms.SignedData, roots: Sequence[bytes]) -> StampCheck:
    """The same of a token that was read."""
    return result_of(_checked(token, roots))


async def _checked(token: cms.SignedData, roots: Sequence[bytes]) -> StampCheck:
    """Signature, chain to a root, purpose of the certificate, and its validity at the time that was stamped."""
    try:
        stated = token["encap_content_info"]["content"].parsed
        moment, imprint = stated["gen_time"].native, stated["message_imprint"]["hashed_message"].native
        anchors = [x509.Certificate.load(root) for root in roots]
        context = ValidationContext(trust_roots=anchors, allow_fetching=False, moment=moment)
        status = await validate_tst_signed_data(token, context, lambda _algorithm: imprint)
        certificate = status["signing_cert"]
        name = str(certificate.subject.human_friendly)
    except _UNREADABLE as error:
        return StampCheck(trouble=sentence("it cannot be checked ({error})", error=error))
    said = StampCheck(name, moment.isoformat().replace("+00:00", "Z"))
    if not (status["intact"] and status["valid"]):
        return StampCheck(name, said.time, trouble=sentence("its signature does not belong to it"))
    if not anchors:
        return said
    path = status.get("validation_path")
    if path is None or status.get("trust_problem_indic") is not None:
        why = sentence(
            "the certificate of {name} does not lead to the given root, or was none for time stamps at that time",
            name=name,
        )
        return StampCheck(name, said.time, trouble=why)
    return StampCheck(name, said.time, root=str(path.trust_anchor.certificate.subject.human_friendly))
