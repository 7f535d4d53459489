"""A token of software with a key and its certificate, for tests; SoftHSM stands in for a card."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.forensicdesk.signing.making import certificate

if TYPE_CHECKING:
    from datetime import datetime

MODULE = next(
    (
        path
        for path in (Path("/usr/lib/softhsm/libsofthsm2.so"), Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"))
        if path.is_file()
    ),
    None,
)
PIN, LABEL, KEY = "73919864201", "unit-token", "unit-key"

_PUT = """
import sys
import pkcs11
from asn1crypto import x509
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate
module, label, pin, name, key, cert = sys.argv[1:]
with pkcs11.lib(module).get_token(token_label=label).open(rw=True, user_pin=pin) as session:
    private = decode_rsa_private_key(open(key, "rb").read())
    session.create_object(private | {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: name,
        pkcs11.Attribute.ID: b"1", pkcs11.Attribute.SIGN: True})
    found = decode_x509_certificate(open(cert, "rb").read())
    session.create_object(found | {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "of " + name,
        pkcs11.Attribute.ID: b"1"})
"""


def make_token(folder: Path, *, ends: datetime | None = None) -> None:
    """Make a token in a folder, and have SoftHSM use it in this process and those it starts."""
    assert MODULE is not None
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(config)
    tool = shutil.which("softhsm2-util")
    assert tool is not None
    made = ("--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "56789")
    subprocess.run([tool, *made], check=True, capture_output=True)
    key, cert = certificate(ends=ends)
    (folder / "key").write_bytes(key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    (folder / "cert").write_bytes(cert.public_bytes(Encoding.DER))
    put = (str(MODULE), LABEL, PIN, KEY, str(folder / "key"), str(folder / "cert"))
    # In a process of its own: a process that has loaded the module knows the tokens it found then.
    subprocess.run([sys.executable, "-c", _PUT, *put], check=True)
