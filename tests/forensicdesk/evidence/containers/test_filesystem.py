"""File systems give every file with its content, live and deleted, and say what is not read."""

from __future__ import annotations

import lzma
import os
import re
import shutil
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import Location, Origin, State, Step
from hashing.values import DateFact, IssueCode
from tests.forensicdesk.evidence.containers.opening import kind_of, listed, location
from tests.forensicdesk.evidence.containers.walking import md5, walk
from tests.support.diskimages import WRITTEN, Fat16, e01
from tests.support.pictures import jpeg
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = shared_data()
needs_shared = pytest.mark.skipif(SHARED is None, reason="the further test material is not there")


def written(folder: Path, volume: Fat16, name: str = "card.img") -> Path:
    path = folder / name
    path.write_bytes(volume.image)
    return path


def test_files_and_folders_of_a_card_come_back(tmp_path: Path) -> None:
    volume = Fat16()
    folder = volume.folder("DCIM")
    pictures = {f"DCIM/{number}.JPG": jpeg(number) for number in range(5)}
    for name, content in pictures.items():
        volume.add(name.partition("/")[2], content, inside=folder)
    volume.add("EMPTY.TXT", b"")

    found = walk(written(tmp_path, volume))

    assert found.kinds[""] == "fat"
    assert found.md5 == {name: md5(content) for name, content in {**pictures, "EMPTY.TXT": b""}.items()}
    assert not found.troubles


def test_deleted_files_are_found_by_their_names(tmp_path: Path) -> None:
    volume = Fat16()
    volume.add("LIVE.JPG", jpeg(1))
    volume.add("GONE.JPG", jpeg(2), deleted=True)

    found = walk(written(tmp_path, volume))

    assert found.md5 == {"LIVE.JPG": md5(jpeg(1)), "_ONE.JPG": md5(jpeg(2))}
    assert {name: entry.origin for name, entry in found.entries.items()} == {
        "LIVE.JPG": Origin.LIVE,
        "_ONE.JPG": Origin.DELETED,
    }


def test_of_a_deleted_file_whose_place_is_taken_only_the_name_is_told(tmp_path: Path) -> None:
    volume = Fat16()
    first = volume.next_cluster
    volume.add("GONE.JPG", jpeg(1, 600, 500), deleted=True)
    volume.next_cluster = first
    volume.add("NEW.JPG", jpeg(2))

    found = walk(written(tmp_path, volume))

    assert found.md5 == {"NEW.JPG": md5(jpeg(2))}
    gone = found.entries["_ONE.JPG"]
    assert gone.issue is not None
    assert (gone.state, gone.origin, gone.issue.code) == (
        State.NOT_MEDIA,
        Origin.DELETED,
        IssueCode.CONTENT_MISSING,
    )


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/New_York"])
def test_times_of_a_card_are_as_they_stand_there_whatever_zone_this_machine_has(
    tmp_path: Path, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = Fat16()
    volume.add("A.JPG", jpeg(1))
    monkeypatch.setenv("TZ", zone)
    time.tzset()

    (entry,) = listed(written(tmp_path, volume))

    assert isinstance(entry, Entry)
    assert entry.modified_ns is None
    assert DateFact("file:modified", WRITTEN, None) in entry.dates
    assert DateFact("file:created", WRITTEN, None) in entry.dates


def test_a_file_is_opened_by_its_place_and_found_by_its_path(tmp_path: Path) -> None:
    volume = Fat16()
    volume.add("A.JPG", jpeg(1), inside=volume.folder("DCIM"))
    path = written(tmp_path, volume)
    (entry,) = listed(path)
    assert isinstance(entry, Entry)
    opener = Opener()

    for step in (Step("fat", b"not its name", entry.place), Step("fat", b"DCIM/A.JPG")):
        with opener.open(os.fsencode(path), Location((*location(path).steps, step))) as stream:
            assert stream.read() == jpeg(1)
    with pytest.raises(FileNotFoundError):
        opener.open(os.fsencode(path), Location((*location(path).steps, Step("fat", b"DCIM/B.JPG"))))
    with pytest.raises(OSError, match="no place"):
        opener.open(os.fsencode(path), Location((*location(path).steps, Step("fat", b"x", b"1;2"))))


def test_a_folder_that_leads_back_to_itself_ends(tmp_path: Path) -> None:
    volume = Fat16()
    outer = volume.folder("OUTER")
    inner = volume.folder("INNER", inside=outer)
    # The entry of the inner folder now names the outer one.
    entry = volume.at(outer) + 2 * 32
    assert volume.image[entry : entry + 5] == b"INNER"
    volume.image[entry + 26 : entry + 28] = outer.to_bytes(2, "little")
    assert inner != outer
    volume.add("A.JPG", jpeg(1))

    found = walk(written(tmp_path, volume))

    assert found.md5["A.JPG"] == md5(jpeg(1))
    assert len(found.entries) < 20


def test_folders_that_lie_too_deep_are_said_to(tmp_path: Path) -> None:
    volume, inside = Fat16(), 0
    for _ in range(514):
        inside = volume.folder("D", inside=inside)
    volume.add("A.JPG", jpeg(1), inside=inside)

    (entry,) = listed(written(tmp_path, volume))

    assert isinstance(entry, Entry)
    assert entry.issue is not None
    assert (entry.state, entry.issue.code) == (State.FAILED, IssueCode.CONTAINER_LIMIT)


def test_a_copy_of_a_boot_sector_is_no_volume(tmp_path: Path) -> None:
    path = tmp_path / "boot.bin"
    path.write_bytes(Fat16().image[:512])

    assert kind_of(path) == ""


@pytest.mark.parametrize(
    ("offset", "mark", "state", "word"),
    [
        (3, b"-FVE-FS-", State.ENCRYPTED, "BitLocker"),
        (0, b"LUKS\xba\xbe\0\2", State.ENCRYPTED, "LUKS"),
        (0x10040, b"_BHRfS_M", State.UNSUPPORTED, "btrfs"),
        (0, b"XFSB\0\0\x10\0", State.UNSUPPORTED, "XFS"),
        (1024, b"\x10\x20\xf5\xf2", State.UNSUPPORTED, "F2FS"),
        (1024, b"\xe2\xe1\xf5\xe0", State.UNSUPPORTED, "EROFS"),
    ],
)
def test_what_is_not_read_is_named(tmp_path: Path, offset: int, mark: bytes, state: State, word: str) -> None:
    data = bytearray(1 << 20)
    data[offset : offset + len(mark)] = mark
    path = tmp_path / "volume.img"
    path.write_bytes(data)

    with pytest.raises(ContainerError, match=word) as caught:
        listed(path)
    assert caught.value.state is state


def test_a_file_system_that_makes_no_sense_is_failed_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "volume.img"
    boot = b"\xeb\x52\x90NTFS    \0\2\x08".ljust(40, b"\0") + bytes.fromhex("ff7f000000000000 0400000000000000")
    path.write_bytes(boot.ljust(510, b"\0") + b"\x55\xaa" + bytes(1 << 20))

    with pytest.raises(ContainerError, match="cannot be opened") as caught:
        listed(path)
    assert (caught.value.state, caught.value.code) == (State.FAILED, IssueCode.CONTAINER_DAMAGED)


def test_a_folder_that_the_image_does_not_hold_is_said(tmp_path: Path) -> None:
    volume = Fat16()
    volume.add("A.JPG", jpeg(1))
    path = written(tmp_path, volume)
    path.write_bytes(volume.image[:20_000])

    found = [entry for entry in listed(path) if isinstance(entry, Entry)]

    assert [(entry.state, entry.issue and entry.issue.code) for entry in found] == [
        (State.FAILED, IssueCode.FOLDER_UNREADABLE)
    ]


def test_a_damaged_chunk_of_an_image_is_an_error_of_the_files_in_it_and_of_no_others(tmp_path: Path) -> None:
    volume = Fat16()
    contents = {f"{number}.BIN": random_bytes(number, 40_000) for number in range(1, 8)}
    starts = {name: volume.add(name, content) for name, content in contents.items()}
    (data,) = e01(bytes(volume.image), packed=False, chunk_sectors=16)
    image = bytearray(data)
    at = data.index(contents["4.BIN"][20_000:20_100])
    image[at] ^= 1
    path = tmp_path / "image.E01"
    path.write_bytes(image)

    found = walk(path)

    assert starts
    good = {f"disk > {name}": md5(content) for name, content in contents.items() if name != "4.BIN"}
    assert {name: value for name, value in found.md5.items() if name != "disk"} == good
    assert isinstance(found.troubles["disk > 4.BIN"], OSError)
    assert "damaged" in str(found.troubles["disk > 4.BIN"])


def random_bytes(number: int, count: int) -> bytes:
    return np.random.default_rng(number).bytes(count)


def shared_disk() -> Path:
    assert SHARED is not None
    return SHARED / "forensic"


@pytest.fixture
def unzipped(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    with zipfile.ZipFile(shared_disk() / request.param) as archive:
        archive.extractall(tmp_path)
    yield tmp_path
    shutil.rmtree(tmp_path)


def table_of(page: Path) -> dict[str, str]:
    """MD5 by the name that the test image's own page gives, of the files that can be found."""
    rows = re.findall(r"<tr>(.*?)</tr>", page.read_text("latin-1"), re.DOTALL | re.IGNORECASE)
    found: dict[str, str] = {}
    for row in rows:
        cells = [re.sub(r"<[^>]*>|\s", "", cell) for cell in re.split(r"</?t[dh][^>]*>", row, flags=re.IGNORECASE)]
        name = next((cell for cell in cells if cell.startswith("\\")), None)
        digest = next((cell for cell in cells if re.fullmatch(r"[0-9a-f]{32}", cell)), None)
        if name and digest:
            found.setdefault(name[1:].replace("\\", "/"), digest)
    return found


@needs_shared
@pytest.mark.parametrize("unzipped", ["dftt/7-undel-ntfs.zip"], indirect=True)
def test_every_deleted_file_of_the_ntfs_test_image_is_recovered(unzipped: Path) -> None:
    expected = table_of(next(unzipped.rglob("index.html")))
    found = walk(next(unzipped.rglob("*.dd")))

    assert len(expected) == 9
    deleted = {name: value for name, value in found.md5.items() if found.entries[name].origin is Origin.DELETED}
    by_digest = {value: name for name, value in deleted.items()}
    assert set(expected.values()) <= set(by_digest)
    named = {name: by_digest[value] for name, value in expected.items()}
    # The folder of this one is gone, its record has another file now: what is left is the file without its path.
    assert named.pop("dir3/sing2.dat") == "$OrphanFiles/sing2.dat"
    assert named.pop("mult1.dat:ADS", "mult1.dat:ADS") == "mult1.dat:ADS"
    assert all(name == found_name for name, found_name in named.items())


@needs_shared
@pytest.mark.parametrize("unzipped", ["dftt/6-undel-fat.zip"], indirect=True)
def test_deleted_files_of_the_fat_test_image_are_recovered_where_fat_tells_how(unzipped: Path) -> None:
    page = next(unzipped.rglob("index.html"))
    found = walk(next(unzipped.rglob("*.dd")))

    deleted = {name: value for name, value in found.md5.items() if found.entries[name].origin is Origin.DELETED}
    # Deleting frees the chain of clusters: of a file in pieces only where it began is known. The page gives those
    # digests, too, as what is to be expected then.
    assert deleted == {
        "_ing.dat": "59b20779f69ff9f0ac5fcd2c38835a79",
        "_ult1.dat": "ffd27bd782bdce67750b6b9ee069d2ef",
        "_ir1/mult2.dat": "59cf0e9cd107bc1e75afb7374f6e05bb",
        "_rag1.dat": "c4f3b9a0f17d464f4fc61b94ecf6cc21",
        "_rag2.dat": "965370acfa85aa7e26ab04bbd45cdcae",
        "_ir1/dir2/frag3.dat": "a7a14ac62f79fdea4056ed5e8bcf97ef",
    }
    assert all(value in page.read_text("latin-1") for value in deleted.values())


@needs_shared
@pytest.mark.parametrize("unzipped", ["nps-2009-hfsjtest1.zip"], indirect=True)
def test_every_file_of_the_hfs_test_image_is_found(unzipped: Path) -> None:
    listing = next(unzipped.rglob("*.xml")).read_text()
    found = walk(next(unzipped.rglob("*.dmg")))

    expected = {}
    for item in re.findall(r"<fileobject>(.*?)</fileobject>", listing, re.DOTALL):
        name, digest = re.search(r"<filename>(.*?)<", item), re.search(r"type='md5'>([0-9a-f]{32})", item)
        if name and digest and "<alloc>1" in item and "<name_type>r" in item:
            expected[name[1]] = digest[1]
    assert len(expected) > 5
    assert expected.items() <= found.md5.items()
    assert found.entries["$CatalogFile"].size > 0


@needs_shared
@pytest.mark.parametrize("form", ["fs.multiple.E01", "fs.multiple.qcow2", "fs.multiple.xz"])
def test_the_disk_of_several_file_systems_is_read_in_every_form(tmp_path: Path, form: str) -> None:
    path = shared_disk() / form
    if form.endswith(".xz"):
        path = tmp_path / "disk.raw"
        path.write_bytes(lzma.decompress((shared_disk() / form).read_bytes()))
    expected = {item.name: md5(item.read_bytes()) for item in (shared_disk() / "fs.multiple.expected").iterdir()}

    found = walk(path)

    for partition in (2, 3, 4):
        mine = {
            name.rpartition(" > ")[2]: value
            for name, value in found.md5.items()
            if f"partition {partition} > " in name and not name.rpartition(" > ")[2].startswith("$")
        }
        assert mine == expected
    (trouble,) = found.troubles.values()
    assert isinstance(trouble, ContainerError)
    assert (trouble.state, "btrfs" in trouble.detail) == (State.UNSUPPORTED, True)


@needs_shared
@pytest.mark.parametrize("name", ["ext2.E01", "ext2.qcow2", "ext2.vmdk"])
def test_a_linux_file_system_is_read_in_every_form(name: str) -> None:
    found = walk(shared_disk() / "containers" / name)

    assert found.files() == {
        "passwords.txt": "39cb097008d17660abd0539891a672af",
        "a_directory/a_file": "85bebf486af24792085f769afa46717d",
        "a_directory/another_file": "d54ff73404ed6041a3bd66850b061bff",
    }
    link = found.entries["disk > a_link"]
    assert (link.state, link.issue and link.issue.code) == (State.EXCLUDED, IssueCode.SYMBOLIC_LINK)
    assert link.issue is not None
    assert "a_directory/another_file" in link.issue.detail


@needs_shared
def test_streams_beside_the_content_of_an_ntfs_file_are_files_of_their_own() -> None:
    found = walk(shared_disk() / "containers" / "go-ewf.test.ntfs.dd.E01")

    name = "Folder A/Folder B/Hello world text document.txt"
    assert found.files().items() >= {
        (name, "86fb269d190d2c85f6e0468ceca42a20"),
        (f"{name}:goodbye.txt", "05b17fc8984afcfc62e3aaa51452c735"),
    }


@needs_shared
def test_a_cd_is_read() -> None:
    found = walk(shared_disk() / "containers" / "iso9660.raw")

    assert found.kinds[""] == "iso9660"
    assert found.md5["PASSWORDS.TXT"] == "39cb097008d17660abd0539891a672af"
    assert not [name for name in found.md5 if "$Tree" in name]


@needs_shared
@pytest.mark.parametrize("unzipped", ["dftt/14-iso9660-1.zip"], indirect=True)
def test_every_tree_of_a_disc_is_shown(unzipped: Path) -> None:
    found = {path.name: walk(path) for path in unzipped.rglob("*.iso")}

    names = {name: sorted(path.rpartition("/")[2] for path in one.md5) for name, one in found.items()}
    assert {name: [one for one in files if not one.startswith("$")] for name, files in names.items()} == {
        "iso-dirtree1.iso": ["FILE1.TXT", "File2.txt"],
        "iso-dirtree2.iso": ["FILE1.TXT", "File2.txt"],
        # Its entry names one block in one order of bytes, another in the other: both are shown.
        "iso-endian.iso": ["FILE1.TXT", "File1.txt"],
    }
    assert len(set(found["iso-endian.iso"].md5.values())) == 2
    assert not any(one.troubles for one in found.values())


SAMPLES = "raw_split.001", "synth.E01", "synth.qcow2", "synth.vhd.gz", "synth.vhdx.gz", "synth.vmdk"


@needs_shared
@pytest.mark.parametrize("name", SAMPLES)
def test_every_form_of_one_disk_gives_the_same_files(tmp_path: Path, name: str) -> None:
    assert SHARED is not None
    path = SHARED / "samples" / "diskimages" / name
    if name.endswith(".gz"):
        import gzip

        packed, path = path, tmp_path / Path(name).stem
        path.write_bytes(gzip.decompress(packed.read_bytes()))

    found = walk(path)

    assert found.md5["disk"] == "89087e89a1de2a222cc9bfc85dee684e"
    assert found.md5["disk > partition 1 > DCIM/IMG_0001.JPG"] == "8e31e5e749cd7c67e9be348621ca27bf"
    assert found.md5["disk > partition 1 > DCIM/_MG_0002.JPG"] == "d754b6b58d95710ea8b069b88f78222f"
    assert found.entries["disk > partition 1 > DCIM/_MG_0002.JPG"].origin is Origin.DELETED


@needs_shared
@pytest.mark.parametrize("name", ["synth.vhd.gz", "synth.vhdx.gz"])
def test_a_packed_image_is_read_where_it_is(name: str) -> None:
    assert SHARED is not None
    found = walk(SHARED / "samples" / "diskimages" / name)

    assert "89087e89a1de2a222cc9bfc85dee684e" in found.md5.values()
    assert not found.troubles


@needs_shared
def test_a_compressed_qcow2_image_is_read_right() -> None:
    assert SHARED is not None
    found = walk(SHARED / "samples" / "diskimages" / "compressed_v3_libqcow_bug.qcow2")

    assert found.md5["disk"] == "c9163c8729b1382a7614f0a6b41ec709"


def test_what_a_quick_format_leaves_of_folders_is_found_with_its_names(tmp_path: Path) -> None:
    volume = Fat16()
    camera = volume.folder("100CANON")
    volume.add("IMG_0001.JPG", jpeg(1), inside=camera)
    below = volume.folder("BELOW", inside=camera)
    volume.add("IMG_0002.JPG", jpeg(2), inside=below)
    fresh = Fat16()
    empty = fresh.image[: Fat16.at(2)]
    volume.image[: len(empty)] = empty

    found = walk(written(tmp_path, volume))

    folder = f"$OrphanFiles/cluster {camera}"
    assert found.md5 == {
        f"{folder}/IMG_0001.JPG": md5(jpeg(1)),
        f"{folder}/BELOW/IMG_0002.JPG": md5(jpeg(2)),
    }
    assert {entry.origin for entry in found.entries.values()} == {Origin.DELETED}
