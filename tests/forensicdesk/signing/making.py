"""Keys and certificates made for a test, and a time-stamp authority that answers on this machine alone."""

from __future__ import annotations

import multiprocessing
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from forensicdesk.signing import pdf  # puts its stand-in in place of aiohttp, before pyHanko is loaded below

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

PASSPHRASE = "correct horse"  # noqa: S105 - of keys that a test makes
TODAY = datetime.now(UTC)  # noqa: TID251 - certificates are valid around the real time


def certificate(*, stamping: bool = False, ends: datetime | None = None) -> tuple[RSAPrivateKey, x509.Certificate]:
    """A key and a certificate that signs itself."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Unit of a test")])
    last = ends or TODAY + timedelta(days=30)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(last - timedelta(days=60))
        .not_valid_after(last)
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
    )
    if stamping:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return key, builder.sign(key, SHA256())


def root(name: str) -> tuple[RSAPrivateKey, x509.Certificate]:
    """A key and a certificate of an authority that signs certificates."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = _builder(subject, subject, key, TODAY + timedelta(days=300), days=900)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    may = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    return key, builder.add_extension(may, critical=True).sign(key, SHA256())


def issued(
    root_key: RSAPrivateKey,
    by: x509.Certificate,
    name: str,
    *,
    usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING,
    ends: datetime | None = None,
) -> tuple[RSAPrivateKey, x509.Certificate]:
    """A key and its certificate by a root."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = _builder(subject, by.subject, key, ends or TODAY + timedelta(days=30), days=60)
    builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return key, builder.sign(root_key, SHA256())


def _builder(
    subject: x509.Name, issuer: x509.Name, key: RSAPrivateKey, last: datetime, *, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(last - timedelta(days=days))
        .not_valid_after(last)
    )


def p12(*, ends: datetime | None = None, passphrase: str = PASSPHRASE) -> bytes:
    """A PKCS#12 file with a key and its certificate."""
    key, made = certificate(ends=ends)
    return pkcs12.serialize_key_and_certificates(b"unit", key, made, None, BestAvailableEncryption(passphrase.encode()))


@contextmanager
def authority(mood: str = "well") -> Iterator[str]:
    """A time-stamp authority in a process of its own; gives its URL.

    Args:
        mood: "well", or how it misbehaves: "other" stamps something else, "long" answers too much, "refuse" says 500.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, mood), daemon=True)
    process.start()
    try:
        assert ours.poll(30)
        yield f"http://127.0.0.1:{ours.recv()}/tsa"
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Connection, mood: str) -> None:
    from http.server import BaseHTTPRequestHandler, HTTPServer

    from asn1crypto import keys, tsp
    from asn1crypto import x509 as asn1_x509
    from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

    assert pdf.FIELD
    key, made = certificate(stamping=True)
    loaded = asn1_x509.Certificate.load(made.public_bytes(Encoding.DER))
    private = keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    stamper = DummyTimeStamper(loaded, private)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            if mood == "other":
                asked["message_imprint"]["hashed_message"] = bytes(32)
            body = stamper.request_tsa_response(asked).dump()
            if mood == "long":
                body = bytes(2 << 20)
            self.send_response(500 if mood == "refuse" else 200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    pipe.send(server.server_port)
    server.serve_forever()
