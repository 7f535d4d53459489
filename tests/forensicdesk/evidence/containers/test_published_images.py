"""Images that others made hold what is known to be in them; see data/README.md."""

from __future__ import annotations

import hashlib
import lzma
import os
import re
from pathlib import Path

import pytest

from forensicdesk.evidence.containers.base import ContainerError, Entry, Wanted
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import Location, State, Step
from hashing.values import DateFact, IssueCode
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed, location
from tests.forensicdesk.evidence.containers.walking import walk

DATA = Path(__file__).parent / "data"
PASSWORD = "apfs-TEST"  # noqa: S105 - stands in data/README.md
FILES = {
    "passwords.txt": "39cb097008d17660abd0539891a672af",
    "a_directory/a_file": "85bebf486af24792085f769afa46717d",
    "a_directory/another_file": "d54ff73404ed6041a3bd66850b061bff",
}


@pytest.fixture
def image(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / str(request.param)
    path.write_bytes(lzma.decompress((DATA / f"{request.param}.xz").read_bytes()))
    return path


def volume_of(image: Path) -> Path:
    """The volume in a disk with a GPT, as a file of its own."""
    path = image.with_suffix(".volume")
    path.write_bytes(image.read_bytes()[40 * 512 : 8152 * 512])
    return path


def refusal(path: Path, passwords: tuple[str, ...] = ()) -> ContainerError:
    with pytest.raises(ContainerError) as caught:
        listed(path, passwords=passwords)
    return caught.value


def test_the_samples_are_those_that_were_published() -> None:
    stated = dict(re.findall(r"`(\S+\.xz)` .* ([0-9a-f]{64}) ", (DATA / "README.md").read_text(encoding="utf-8")))
    found = {path.name: hashlib.sha256(lzma.decompress(path.read_bytes())).hexdigest() for path in DATA.glob("*.xz")}
    assert found == stated


@pytest.mark.parametrize("image", ["apfs.raw"], indirect=True)
def test_every_file_of_an_apfs_volume_is_found(image: Path) -> None:
    found = walk(image)

    inside = {path.removeprefix("apfs_test/"): value for path, value in found.md5.items()}
    assert {path: value for path, value in inside.items() if not path.startswith(".fseventsd")} == {
        **FILES,
        "a_directory/a_resourcefork": hashlib.md5(b"", usedforsecurity=False).hexdigest(),
        "a_directory/a_resourcefork:rsrc": hashlib.md5(b"My resource fork\n", usedforsecurity=False).hexdigest(),
    }
    link = found.entries["apfs_test/a_link"]
    assert (link.state, link.issue and link.issue.code) == (State.EXCLUDED, IssueCode.SYMBOLIC_LINK)
    file = found.entries["apfs_test/passwords.txt"]
    assert (file.size, file.modified_ns) == (116, 1642144781213333494)
    assert DateFact("file:modified", "2022-01-14 07:19:41.213333494", "Z") in file.dates
    assert {fact.kind for fact in file.dates} == {"file:modified", "file:accessed", "file:created", "file:changed"}
    assert not found.troubles


def test_a_packed_apfs_volume_is_read_where_it_is() -> None:
    found = walk(DATA / "apfs.raw.xz")

    whole = {f"apfs.raw > apfs_test/{name}": value for name, value in FILES.items()}
    assert whole.items() <= found.md5.items()
    assert not found.troubles


@pytest.mark.parametrize("image", ["apfs.raw"], indirect=True)
def test_a_file_of_an_apfs_volume_is_opened_by_its_place_and_found_by_its_path(image: Path) -> None:
    opener = Opener()

    def opened(path: bytes, place: bytes = b"") -> bytes:
        with opener.open(os.fsencode(image), Location((*location(image).steps, Step("apfs", path, place)))) as stream:
            return stream.read()

    (entry,) = [one for one in listed(image) if isinstance(one, Entry) and one.path.endswith(b"passwords.txt")]
    assert opened(b"not its name", entry.place) == opened(b"apfs_test/passwords.txt")
    for missing in (b"apfs_test/none", b"none/passwords.txt"):
        with pytest.raises(FileNotFoundError):
            opened(missing)
    for place in (b"0-99999", b"7-18"):
        with pytest.raises(OSError):  # noqa: PT011 - the library has no better one
            opened(b"x", place)
    with pytest.raises(OSError, match="no place"):
        opened(b"x", b"1;2")


@pytest.mark.parametrize("image", ["apfs.raw"], indirect=True)
def test_what_no_file_of_an_apfs_volume_has_is_carved(image: Path) -> None:
    from tests.support.pictures import jpeg

    data = bytearray(image.read_bytes())
    free = len(data) - 300 * 1024
    assert not any(data[free : free + len(jpeg(1))])
    data[free : free + len(jpeg(1))] = jpeg(1)
    image.write_bytes(data)

    found = walk(image, Wanted(carve=True))

    (carved,) = [path for path, entry in found.entries.items() if entry.kind == "carved"]
    assert found.md5[carved] == hashlib.md5(jpeg(1), usedforsecurity=False).hexdigest()


@pytest.mark.parametrize("image", ["apfs_encrypted.dmg"], indirect=True)
def test_an_encrypted_apfs_volume_opens_with_its_password_only(image: Path) -> None:
    assert (kind_of(image), kind_of(volume_of(image))) == ("partitions", "apfs")
    for passwords in ((), ("wrong", "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF")):
        error = refusal(volume_of(image), passwords)
        assert (error.state, error.code) == (State.ENCRYPTED, IssueCode.ENCRYPTED)
        assert "SingleVolume" in error.detail
        assert not any(password in error.detail for password in passwords)

    found = contents(volume_of(image), ("wrong", PASSWORD))

    digests = {name.decode(): hashlib.md5(data, usedforsecurity=False).hexdigest() for name, data in found.items()}
    assert {f"SingleVolume/{name}": value for name, value in FILES.items()}.items() <= digests.items()


@pytest.mark.parametrize("image", ["apfs.raw"], indirect=True)
@pytest.mark.parametrize("kept", [4096, 300_000, 1_000_000])
def test_an_apfs_container_that_is_cut_short_says_so_and_names_no_function(image: Path, kept: int) -> None:
    image.write_bytes(image.read_bytes()[:kept].ljust(4096, b"\0"))

    found = walk(image)

    assert not any("fsapfs" in str(trouble) for trouble in found.troubles.values())
    whole = {"apfs_test/" + name: value for name, value in FILES.items()}
    assert found.troubles or whole.items() <= found.md5.items()


@pytest.mark.parametrize("image", ["ufs1.raw", "ufs2.raw"], indirect=True)
def test_a_disk_of_bsd_is_read(image: Path) -> None:
    found = walk(image)

    assert found.kinds == {"": "partitions", "partition 1": "ufs"}
    inside = {path.removeprefix("partition 1 > "): value for path, value in found.md5.items()}
    assert {path: value for path, value in inside.items() if path != "partition 1"} == FILES


@pytest.mark.parametrize("image", ["ufs1.raw"], indirect=True)
def test_what_is_cut_short_is_told_in_plain_words(image: Path) -> None:
    data, said = image.read_bytes(), list[str]()
    for kept in (96_000, 200_000, 400_000):
        image.write_bytes(data[: kept // 512 * 512])
        found = walk(image)
        said += [entry.issue.detail for entry in found.entries.values() if entry.issue]
        said += [getattr(trouble, "detail", str(trouble)) for trouble in found.troubles.values()]

    assert [sentence for sentence in said if "the volume ends before" in sentence]
    assert not [sentence for sentence in said if re.search(r"\.cpp|_Con:|tsk_|libtsk|\w+_\w+:", sentence)]


@pytest.mark.parametrize("image", ["hfs.raw", "lvm.raw", "xfs.raw"], indirect=True)
def test_volumes_that_are_not_read_are_named(image: Path) -> None:
    error = refusal(image)

    assert (error.state, error.code) == (State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED)
    assert image.stem.upper() in error.detail


BITLOCKER_TO_GO = bytes.fromhex("eb58904d5357494e342e31000201200001000000 00f800003f00ff000000000000000200f8030000")
BITLOCKER_ID = bytes.fromhex("3bd66749292ed84a8399f6a339e3d001")
CORE_STORAGE = bytes.fromhex("5b7987f1ffffffff01001000000db600010000000000000000000000")


def head_of_volume(*pieces: tuple[int, bytes]) -> bytes:
    """The start of a published volume of 2 MiB, with nothing behind it."""
    data = bytearray(2 << 20)
    for offset, piece in pieces:
        data[offset : offset + len(piece)] = piece
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "state", "word"),
    [
        (
            head_of_volume((0, BITLOCKER_TO_GO), (424, BITLOCKER_ID), (510, b"\x55\xaa")),
            State.ENCRYPTED,
            "BitLocker",
        ),
        (head_of_volume((0, CORE_STORAGE), (88, b"CS\1\0\0\0\4\0")), State.ENCRYPTED, "FileVault"),
        (head_of_volume((0, b"encrcdsa\0\0\0\2")), State.ENCRYPTED, ".dmg"),
        (head_of_volume(((2 << 20) - 512, b"koly\0\0\0\4\0\0\2\0")), State.UNSUPPORTED, ".dmg"),
        (head_of_volume((0, b"sprs\0\0\0\3")), State.UNSUPPORTED, ".sparseimage"),
        (head_of_volume((0, b"ADSEGMENTEDFILE\0")), State.UNSUPPORTED, "AD1"),
        (head_of_volume((64, b"\x7f\x10\xda\xbe")), State.UNSUPPORTED, "VDI"),
    ],
)
def test_what_is_encrypted_or_not_read_is_told_by_its_marks(
    tmp_path: Path, data: bytes, state: State, word: str
) -> None:
    (tmp_path / "image.bin").write_bytes(data)

    error = refusal(tmp_path / "image.bin")

    assert error.state is state
    assert word in error.detail
