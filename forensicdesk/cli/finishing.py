"""The options for what a report is finished with: the unit's key, a certificate in a file or on a token, stamps."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

from forensicdesk.cli.options import PATH
from forensicdesk.cli.signing import PASSPHRASE_FILE, read_passphrase
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.session import Finish, open_certificate, open_key, started, utc_now
from forensicdesk.signing.pkcs11token import open_token
from forensicdesk.signing.roots import read_roots

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from forensicdesk.signing.certificate import Certificate
    from forensicdesk.signing.pkcs11token import TokenCertificate
    from forensicdesk.signing.stamping import Stamper

TIMESTAMP_CA = click.option(
    "--timestamp-ca", type=PATH, help="Root to which the certificate of the time-stamp authority has to lead."
)
_OPTIONS = (
    click.option("--sign-key", type=PATH, help="Sign the manifest with this key of the unit, and the audit log."),
    PASSPHRASE_FILE,
    click.option("--certificate", type=PATH, help="Sign PDF files and manifest with this certificate, a PKCS#12 file."),
    click.option("--certificate-passphrase-file", type=PATH, help="As --passphrase-file, for the certificate."),
    click.option(
        "--pkcs11",
        type=PATH,
        metavar="MODULE",
        help="Sign them with a certificate on a token: the PKCS#11 library of its maker.",
    ),
    click.option("--token", default="", metavar="LABEL", help="Label of the token."),
    click.option("--pkcs11-key", default="", metavar="LABEL", help="Label of the key on the token."),
    click.option(
        "--pkcs11-pin-file", type=PATH, help="File whose first line is the token's PIN [asked on the terminal]."
    ),
    click.option(
        "--timestamp-url",
        help="Ask this time-stamp authority of the unit's own network, such as http://10.0.0.5:318/tsa; "
        "the only network connection the program ever makes.",
    ),
    TIMESTAMP_CA,
)


def finish_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options; it gets what they name, opened before any work is done, as `finish`."""

    @functools.wraps(command)
    def with_finish(
        *,
        sign_key: Path | None,
        passphrase_file: Path | None,
        certificate: Path | None,
        certificate_passphrase_file: Path | None,
        pkcs11: Path | None,
        token: str,
        pkcs11_key: str,
        pkcs11_pin_file: Path | None,
        timestamp_url: str | None,
        timestamp_ca: Path | None,
        **others: Any,  # noqa: ANN401 - options of the command
    ) -> int:
        if certificate is not None and pkcs11 is not None:
            msg = sentence("A certificate was named in a file and on a token; sign with one of them.")
            raise UsageError(msg)
        key = open_key(sign_key, read_passphrase(passphrase_file, str(sign_key))) if sign_key else None
        stamper = _stamper(timestamp_url, timestamp_ca)
        on_token = _on_token(pkcs11, token, pkcs11_key, pkcs11_pin_file)
        chosen = on_token or _in_file(certificate, certificate_passphrase_file)
        return command(finish=Finish(key=key, certificate=chosen, stamper=stamper), **others)

    for option in reversed(_OPTIONS):
        with_finish = option(with_finish)
    return with_finish


def _in_file(path: Path | None, passphrase_file: Path | None) -> Certificate | None:
    if path is None:
        return None
    secret = read_passphrase(passphrase_file, str(path), "--certificate-passphrase-file")
    return open_certificate(path, secret, utc_now())


def _on_token(module: Path | None, token: str, key: str, pin_file: Path | None) -> TokenCertificate | None:
    if module is None:
        if token or key or pin_file is not None:
            msg = sentence("A token was named without its PKCS#11 module; name the maker's library with --pkcs11.")
            raise UsageError(msg)
        return None
    if not token or not key:
        msg = sentence("Name the token and its key by their labels, with --token and --pkcs11-key.")
        raise UsageError(msg)
    pin = read_passphrase(pin_file, sentence("the token {token} (its PIN)", token=token), "--pkcs11-pin-file")
    return open_token(module, token, key, pin, utc_now())


def _stamper(url: str | None, root: Path | None) -> Stamper | None:
    """The child that asks the authority, with the root that it is held against."""
    if url is None:
        if root is not None:
            msg = sentence("A root was named without a time-stamp authority; name that with --timestamp-url.")
            raise UsageError(msg)
        return None
    stamper = started()
    if stamper is None or stamper.url != url:
        msg = sentence(
            "The time-stamp authority has to be named where the program is started, once, as --timestamp-url URL."
        )
        raise UsageError(msg)
    stamper.roots = read_roots(root) if root is not None else ()
    return stamper
