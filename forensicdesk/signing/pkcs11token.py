"""A certificate of the unit whose key never leaves a token: a smart card or a security module, by PKCS#11.

The module is a library of the token's maker, which the unit names; it is loaded into this program. The PIN is given to
it once and kept nowhere. A wrong one is not tried again, because tokens count such tries and lock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cryptography.x509 import Certificate
    from pyhanko.sign.signers import Signer

_MISSING = sentence(
    "Tokens are read by the library python-pkcs11, which is not installed here; install it with "
    "requirements/token.lock, or sign with --certificate."
)


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """A certificate on a token that was opened.

    Attributes:
        subject: whom it names.
        sha256: its fingerprint, in hex.
        key: label of its key.
        content: the certificate, in DER.
        session: the opened token.
        errors: what signing may raise beside the errors of Python.
    """

    subject: str
    sha256: str
    key: str
    content: bytes = field(repr=False)
    session: Any = field(repr=False)
    errors: tuple[type[Exception], ...] = field(repr=False)

    def signer(self) -> Signer | None:
        """What signs with it."""
        # Imported here: pyHanko takes half a second to load, and its part for tokens needs what may not be installed.
        import forensicdesk.signing.hanko  # noqa: F401 - before pyHanko

        # isort: split
        from asn1crypto import x509
        from pyhanko.sign.pkcs11 import PKCS11Signer

        return PKCS11Signer(self.session, signing_cert=x509.Certificate.load(self.content), key_label=self.key)


def open_token(module: Path, token: str, key: str, pin: str, now: datetime) -> TokenCertificate:
    """The certificate and key on a token.

    Args:
        module: the library of the token's maker.
        token: label of the token.
        key: label of the key; its certificate has the same label, or the same ID.
        pin: the user's PIN.
        now: a certificate has to be valid at this time.

    Raises:
        UsageError: there is no such module, token, key or certificate, the PIN is wrong, or the certificate not valid.
        EnvironmentProblem: the library for tokens is not installed, or the token does not answer as it should.
    """
    try:
        import pkcs11
    except ImportError as error:
        raise EnvironmentProblem(_MISSING) from error
    session = _opened(pkcs11, module, token, pin)
    try:
        found = load_der_x509_certificate(_certificate(pkcs11, session, token, key))
        _check_validity(found, token, now)
    except (UsageError, ValueError, pkcs11.PKCS11Error) as error:
        session.close()
        if isinstance(error, UsageError):
            raise
        raise EnvironmentProblem(_silent(token, error)) from error
    return TokenCertificate(
        subject=found.subject.rfc4514_string(),
        sha256=found.fingerprint(SHA256()).hex(),
        key=key,
        content=found.public_bytes(Encoding.DER),
        session=session,
        errors=(pkcs11.PKCS11Error, RuntimeError),
    )


def _check_validity(found: Certificate, token: str, now: datetime) -> None:
    if not found.not_valid_before_utc <= now <= found.not_valid_after_utc:
        begins, ends = found.not_valid_before_utc, found.not_valid_after_utc
        msg = sentence(
            "The certificate on the token {token} is valid from {begins:%Y-%m-%d} to {ends:%Y-%m-%d}, not today.",
            token=token,
            begins=begins,
            ends=ends,
        )
        raise UsageError(msg)


def _opened(pkcs11: Any, module: Path, token: str, pin: str) -> Any:  # noqa: ANN401 - a library that may be missing
    """A session of the user on the token."""
    path = module.expanduser().absolute()
    if not path.is_file():
        msg = sentence("There is no PKCS#11 module at {module}; check the path.", module=module)
        raise UsageError(msg)
    try:
        library = pkcs11.lib(str(path))
    except (pkcs11.PKCS11Error, RuntimeError) as error:
        msg = sentence(
            "{module} cannot be loaded as a PKCS#11 module; name the library of the token's maker for this system.",
            module=module,
        )
        raise UsageError(msg) from error
    wrong = sentence("the token counts wrong tries and may lock; it was tried once")
    try:
        return library.get_token(token_label=token).open(user_pin=pin)
    except pkcs11.NoSuchToken as error:
        msg = sentence(
            "There is no token {token!r} at the module {module}; put it in, or check its label.",
            token=token,
            module=module,
        )
        raise UsageError(msg) from error
    except pkcs11.MultipleTokensReturned as error:
        msg = sentence("Several tokens are called {token!r}; leave only the right one in.", token=token)
        raise UsageError(msg) from error
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid) as error:
        msg = sentence("The PIN of the token {token} is wrong ({wrong}).", token=token, wrong=wrong)
        raise UsageError(msg) from error
    except pkcs11.PinLocked as error:
        msg = sentence(
            "The PIN of the token {token} is locked after too many wrong tries; unlock it with the maker's program.",
            token=token,
        )
        raise UsageError(msg) from error
    except pkcs11.PKCS11Error as error:
        raise EnvironmentProblem(_silent(token, error)) from error


def _certificate(pkcs11: Any, session: Any, token: str, key: str) -> bytes:  # noqa: ANN401 - as above
    """The certificate that belongs to a key, in DER."""
    kinds, attribute = pkcs11.ObjectClass, pkcs11.Attribute
    keys = list(session.get_objects({attribute.CLASS: kinds.PRIVATE_KEY, attribute.LABEL: key}))
    if len(keys) != 1:
        many = sentence("{count} keys", count=len(keys)) if keys else sentence("no key")
        msg = sentence(
            "The token {token} has {many} with the label {key!r}; check --pkcs11-key.", token=token, many=many, key=key
        )
        raise UsageError(msg)
    for asked in ({attribute.LABEL: key}, {attribute.ID: keys[0][attribute.ID]}):
        found = list(session.get_objects({attribute.CLASS: kinds.CERTIFICATE} | asked))
        if len(found) == 1:
            return bytes(found[0][attribute.VALUE])
    msg = sentence(
        "The token {token} has no certificate that belongs to the key {key!r}; put one there.", token=token, key=key
    )
    raise UsageError(msg)


def _silent(token: str, error: Exception) -> str:
    return sentence(
        "The token {token} does not answer as it should ({error}); check it and try again.",
        token=token,
        error=type(error).__name__,
    )
