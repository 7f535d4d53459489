"""The unit's key: encrypted at rest, never replaced, and readable by OpenSSL."""

from __future__ import annotations

import stat
import subprocess
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.signing import statements
from forensicdesk.signing.keys import fingerprint, is_signed, new_key_files, open_key, public_pem, read_public
from tests.forensicdesk.signing.making import PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.signing.keys import UnitKey


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    private = tmp_path_factory.mktemp("key") / "unit.key"
    return private, new_key_files(private, PASSPHRASE)


@pytest.fixture(scope="module")
def key(files: tuple[Path, Path]) -> UnitKey:
    return open_key(files[0], PASSPHRASE)


def test_a_key_is_encrypted_and_for_its_owner_only(files: tuple[Path, Path]) -> None:
    assert b"ENCRYPTED PRIVATE KEY" in files[0].read_bytes()
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600, 0o600]


def test_what_it_signs_is_checked_with_its_public_half_here_and_by_openssl(
    files: tuple[Path, Path], key: UnitKey, tmp_path: Path
) -> None:
    content, signature = tmp_path / "content", tmp_path / "content.sig"
    content.write_bytes(b"a statement")
    signature.write_bytes(key.sign(b"a statement"))

    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(files[1]), "-rawin", "-in", str(content)]
    done = subprocess.run([*command, "-sigfile", str(signature)], capture_output=True, text=True, check=False)

    assert is_signed(b"a statement", signature.read_bytes(), read_public(files[1]))
    assert (done.returncode, done.stdout.strip()) == (0, "Signature Verified Successfully")


@settings(deadline=None)
@given(place=st.integers(0, 63), bit=st.integers(0, 7))
def test_a_signature_with_one_bit_changed_holds_no_more(key: UnitKey, place: int, bit: int) -> None:
    signature = bytearray(key.sign(b"a statement"))
    signature[place] ^= 1 << bit

    assert not is_signed(b"a statement", bytes(signature), key.public)


def test_a_wrong_passphrase_a_short_one_and_a_key_that_is_there_are_refused(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="the passphrase is wrong"):
        open_key(files[0], "another")
    with pytest.raises(UsageError, match="at least 8 characters"):
        new_key_files(tmp_path / "short.key", "short")
    with pytest.raises(UsageError, match="a key is never replaced"):
        new_key_files(files[0], PASSPHRASE)
    assert not (tmp_path / "short.key").exists()


def test_what_is_no_key_is_refused_with_one_sentence(files: tuple[Path, Path], tmp_path: Path) -> None:
    plain = tmp_path / "plain.key"
    raw = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    plain.write_bytes(raw)
    (tmp_path / "long").write_bytes(bytes(1 << 17))

    with pytest.raises(UsageError, match="not protected by a passphrase"):
        open_key(plain, PASSPHRASE)
    with pytest.raises(UsageError, match="There is no key at"):
        open_key(tmp_path / "missing", PASSPHRASE)
    with pytest.raises(UsageError, match="too long"):
        open_key(tmp_path / "long", PASSPHRASE)
    with pytest.raises(UsageError, match="holds no public key"):
        read_public(files[0])
    with pytest.raises(EnvironmentProblem, match="cannot be read"):
        open_key(tmp_path, PASSPHRASE)


def test_a_signed_statement_says_what_is_wrong_with_it(key: UnitKey) -> None:
    content = statements.encode({"kind": "test", statements.KEY: key.public.hex()})
    signature, other = key.sign(content), bytes(32)

    assert statements.trouble_with(content, signature, None) == ""
    assert statements.trouble_with(content, signature, key.public) == ""
    assert "another key" in statements.trouble_with(content, signature, other)
    assert "missing" in statements.trouble_with(content, None, None)
    assert "altered" in statements.trouble_with(content.replace(b"test", b"tost"), signature, None)
    assert "one valid form" in statements.trouble_with(content + b" ", signature, None)
    assert "names no public key" in statements.trouble_with(statements.encode({"kind": "test"}), signature, None)
    assert fingerprint(key.public) != fingerprint(other)
    assert b"BEGIN PUBLIC KEY" in public_pem(key.public)
