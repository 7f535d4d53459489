"""What is known to be in the shared samples of evidence, as the documents beside them say it.

Names are those of the program: the exhibit, then every container on the way. A file that a document does not describe
(the system files of a volume, a list, a description) is not spoken of here.
"""

from __future__ import annotations

import csv
import hashlib
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Known:
    """One file in a sample.

    Attributes:
        digest: of its bytes, MD5 or SHA-256 in hex; "" where its content is not in the sample.
        origin: "live", "deleted" or "carved".
        names: further paths that the sample states of it.
        dates: texts of dates that the sample states of it, at least these.
    """

    digest: str
    origin: str = "live"
    names: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()


Content = dict[str, Known]


def md5(data: bytes) -> str:
    """MD5 in hex."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def in_device(root: Path) -> Content:
    """`device`: the tables beside the samples."""
    found: Content = {}
    tar = "synthetic_android_ffs.tar"
    for row in _rows(root / f"{tar}.expected.csv"):
        found[f"{tar} > {row['path']}"] = Known(row["sha256"])
    phone = "synthetic_iphone.ufdr"
    for row in _rows(root / f"{phone}.expected.csv"):
        stored, dates = row["local_path_in_zip"], frozenset({row["creation_time"]})
        origin = "deleted" if row["deleted_state"] == "Deleted" else "live"
        if stored:
            found[f"{phone} > {stored}"] = Known(row["sha256"], origin, frozenset({row["path"]}), dates)
        else:
            found[f"{phone} > report.xml > {row['path']}"] = Known("", origin, dates=dates)
    backup = "synthetic_itunes_backup"
    for row in _rows(root / f"{backup}.expected.csv"):
        name = f"{row['domain']}/{row['relative_path']}"
        if row["sha256"]:
            found[f"{backup}/{row['backup_path']}"] = Known(row["sha256"], names=frozenset({name}))
        else:
            found[f"{backup}/Manifest.db > {name}"] = Known("")
    return found


def in_forensic(root: Path) -> Content:
    """`forensic`: pages and listings inside the samples, and files that lie beside them."""
    found = _several_file_systems(root)
    found |= _undelete(root, "6-undel-fat", "6-fat-undel.dd", _FAT_NAMES)
    found |= _undelete(root, "7-undel-ntfs", "7-ntfs-undel.dd", {"dir3/sing2.dat": "$OrphanFiles/sing2.dat"})
    found |= _discs(root)
    found |= _hfs(root)
    words = {"passwords.txt": _PASSWORDS, "a_directory/a_file": _A_FILE, "a_directory/another_file": _ANOTHER}
    for image in ("ext2.E01", "ext2.qcow2", "ext2.vmdk"):
        found |= {f"containers/{image} > disk > {name}": Known(digest) for name, digest in words.items()}
        found[f"containers/{image} > disk > a_link"] = Known("")
    for name, digest in words.items():
        found[f"containers/iso9660.raw > {name.upper()}"] = Known(digest)
    text = "containers/go-ewf.test.ntfs.dd.E01 > disk > Folder A/Folder B/Hello world text document.txt"
    found[text] = Known(md5(b"Hello world!"))
    found[f"{text}:goodbye.txt"] = Known("05b17fc8984afcfc62e3aaa51452c735")
    return found | _archives()


_PASSWORDS = "39cb097008d17660abd0539891a672af"
_A_FILE = "85bebf486af24792085f769afa46717d"
_ANOTHER = "d54ff73404ed6041a3bd66850b061bff"
_SYSLOG = "8b32710e60ce9f650b8b4dcc2b3ee927"
_WTMP = "5ffe8423a3290fa994d7f717e25c2b78"

_FAT_NAMES = {
    "sing.dat": "_ing.dat",
    "mult1.dat": "_ult1.dat",
    "frag1.dat": "_rag1.dat",
    "frag2.dat": "_rag2.dat",
    "dir1/mult2.dat": "_ir1/mult2.dat",
    "dir1/dir2/frag3.dat": "_ir1/dir2/frag3.dat",
    "frag3.dat": "_ir1/dir2/frag3.dat",
}
"""FAT overwrites the first letter of a deleted name."""


def _several_file_systems(root: Path) -> Content:
    files = {path.name: md5(path.read_bytes()) for path in (root / "fs.multiple.expected").iterdir()}
    disk = (root / "fs.multiple.raw.sha256").read_text("ascii").split()[0]
    found: Content = {f"fs.multiple.expected/{name}": Known(digest) for name, digest in files.items()}
    for form, inner in (("E01", "disk"), ("qcow2", "disk"), ("xz", "fs.multiple")):
        around = f"fs.multiple.{form} > {inner}"
        found[around] = Known(disk)
        for number in (2, 3, 4):
            found |= {f"{around} > partition {number} > {name}": Known(digest) for name, digest in files.items()}
        # btrfs is not read: its picture is found by its structure.
        found[f"{around} > partition 1 > jpeg@13631488+36885"] = Known(files["debian_logo.jpg"], "carved")
    return found


def _undelete(root: Path, name: str, image: str, renamed: dict[str, str]) -> Content:
    with zipfile.ZipFile(root / "dftt" / f"{name}.zip") as archive:
        page = archive.read(f"{name}/index.html").decode("latin-1")
    # A second table gives, of files in pieces on FAT, what can be had where they began; it is the later one and counts.
    return {
        f"dftt/{name}.zip > {name}/{image} > {renamed.get(path, path)}": Known(digest, "deleted")
        for path, digest in _table(page)
    }


def _table(page: str) -> Iterable[tuple[str, str]]:
    """Path and MD5 of each row of a page's tables that has both."""
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL | re.IGNORECASE):
        cells = [re.sub(r"<[^>]*>|\s", "", cell) for cell in re.split(r"</?t[dh][^>]*>", row, flags=re.IGNORECASE)]
        path = next((cell for cell in cells if cell.startswith("\\")), None)
        digest = next((cell for cell in cells if re.fullmatch(r"[0-9a-f]{32}", cell)), None)
        if path and digest:
            yield path[1:].replace("\\", "/"), digest


def _discs(root: Path) -> Content:
    """The page tells what each disc says; which of the trees the program shows first is its own affair."""
    name = "14-iso9660-1"
    said = {
        "iso-dirtree1.iso": {"File2.txt": _SECOND, "$Tree1/FILE1.TXT": _FIRST},
        "iso-dirtree2.iso": {"$Tree1/FILE1.TXT": _FIRST, "$Tree3/File2.txt": _SECOND},
        "iso-endian.iso": {"File1.txt": _BIG, "$Tree1/FILE1.TXT": _LITTLE},
    }
    found: Content = {}
    with zipfile.ZipFile(root / "dftt" / f"{name}.zip") as archive:
        page = archive.read(f"{name}/index.html").decode("latin-1")
    for disc, files in said.items():
        around = f"dftt/{name}.zip > {name}/{disc}"
        stated = re.search(rf"{re.escape(disc)}\s*=\s*([0-9a-f]{{32}})", re.sub(r"<[^>]*>", "", page))
        assert stated, disc
        found[around] = Known(stated[1])
        found |= {f"{around} > {path}": Known(md5(text)) for path, text in files.items()}
    return found


_FIRST, _SECOND = b"Hello. I am file #1.\n", b"Goodbye. I am file #2. \n"
_LITTLE, _BIG = b"This tool shows little endian.\n", b"This tool shows big endian.   \n"


def _hfs(root: Path) -> Content:
    """Every file of the image's own listing (DFXML of another program)."""
    around = "nps-2009-hfsjtest1.zip > image.gen1.dmg"
    with zipfile.ZipFile(root / "nps-2009-hfsjtest1.zip") as archive:
        listing = archive.read("image.gen1.xml").decode("utf-8")
    found: Content = {}
    for item in re.findall(r"<fileobject>(.*?)</fileobject>", listing, re.DOTALL):
        name, digest = re.search(r"<filename>(.*?)<", item), re.search(r"type='md5'>([0-9a-f]{32})", item)
        if name and digest and "<name_type>r" in item:
            stated = re.search(r"<mtime[^>]*>(.*?)Z?<", item)
            dates = frozenset({stated[1].replace("T", " ")} if stated else ())
            found[f"{around} > {name[1]}"] = Known(digest[1], dates=dates)
    return found


def _archives() -> Content:
    """The archives of dfVFS hold one log, and most of them another file, too."""
    found: Content = {}
    for kind in ("zip", "tar"):
        for name, log, logins in (
            (f"with_directory.{kind}", "folder/syslog", "folder/wtmp.1"),
            (f"without_directory.{kind}", "folder/syslog", "folder/wtmp.1"),
            (f"absolute_paths.{kind}", "/folder/syslog", "/folder/wtmp.1"),
            (f"mixed_paths.{kind}", "/folder/syslog", "folder/wtmp.1"),
        ):
            around = f"containers/{kind}/{name}"
            found |= {f"{around} > {log}": Known(_SYSLOG), f"{around} > {logins}": Known(_WTMP)}
    found["containers/zip/syslog.zip > syslog"] = Known(_SYSLOG)
    found["containers/zip/syslog.zip > wtmp.1"] = Known(_WTMP)
    found["containers/tar/syslog.tar > syslog"] = Known(_SYSLOG)
    found["containers/syslog.tgz > syslog.tar > syslog"] = Known(_SYSLOG)
    found["containers/syslog.bz2 > syslog"] = Known(_SYSLOG)
    found["containers/syslog.xz > syslog"] = Known(_SYSLOG)
    return found


def in_samples(root: Path) -> Content:
    """`samples`: two pictures in every kind of device, and what the reference of formats says of each sample."""
    one, two, drawn = (
        md5((root / "media" / name).read_bytes()) for name in ("IMG_0001.JPG", "IMG_0002.JPG", "ai_a1111.png")
    )
    when = frozenset({"2024-05-06 05:08:09"})
    found: Content = {}
    for image in ("raw_split.001", "synth.E01", "synth.qcow2", "synth.vhd.gz", "synth.vhdx.gz", "synth.vmdk"):
        inner = {"synth.vhd.gz": "synth.vhd > disk", "synth.vhdx.gz": "x.vhdx > disk"}.get(image, "disk")
        around = f"diskimages/{image} > {inner}"
        found[around] = Known("89087e89a1de2a222cc9bfc85dee684e")
        found[f"{around} > partition 1 > DCIM/IMG_0001.JPG"] = Known(one)
        found[f"{around} > partition 1 > DCIM/_MG_0002.JPG"] = Known(two, "deleted")
    found["diskimages/compressed_v3_libqcow_bug.qcow2 > disk"] = Known("c9163c8729b1382a7614f0a6b41ec709")
    for backup in ("encrypted_password_is_synth", "plain"):
        around = f"android_ab/{backup.replace('_password', '_v5_password') if 'enc' in backup else 'plain_v5'}.ab"
        found[f"{around} > backup.tar > apps/com.example.app/f/pic"] = Known(one, dates=when)
        found[f"{around} > backup.tar > shared/0/DCIM/Camera/IMG_0002.jpg"] = Known(two, dates=when)
    camera = "CameraRollDomain/Media/DCIM/100APPLE/IMG_0001.JPG"
    chat = "AppDomainGroup-group.net.whatsapp.WhatsApp.shared/Message/Media/1@s.whatsapp.net/a/b/pic"
    closed = "itunes/encrypted_password_is_synth/00008030-000000000000SYN2/Manifest.db"
    found |= {f"{closed} > {camera}": Known(one, dates=when), f"{closed} > {chat}": Known(two, dates=when)}
    open_one = "itunes/plain/00008030-000000000000SYN1"
    found[f"{open_one}/34/343e26971dfe9c395c425c0ccf799df63ae6261e"] = Known(one, names=frozenset({camera}))
    found[f"{open_one}/a1/a1abe5bac7aaa95b2e59cd10e826971c0f41551f"] = Known(two, names=frozenset({chat}))
    return found | _phones(one, two, drawn, when) | _others(one, two)


def _phones(one: str, two: str, drawn: str, when: frozenset[str]) -> Content:
    grey, twice = "graykey/00008030-SYNTH_files_full.zip", "graykey/android_duplicate_views.zip"
    report = frozenset({"2024-05-06T05:08:09.000+00:00"})
    camera, copy = "/data/media/0/DCIM/Camera/IMG_0001.jpg", "/data/media/0/WhatsApp/IMG_0001 copy.jpg"
    trash, no_character = "/data/media/0/DCIM/.trash/b.jpg", "/data/media/0/WhatsApp/IMG\ufffdcopy.jpg"
    extraction = "ufed/EXTRACTION_FFS 01/EXTRACTION_FFS.zip"
    return {
        f"{grey} > private/var/mobile/Media/DCIM/100APPLE/IMG_0001.JPG": Known(one, dates=when),
        f"{grey} > private/var/mobile/Media/DCIM/100APPLE/IMG_0002.JPG": Known(two, dates=when),
        f"{grey} > private/var/mobile/Containers/Data/noext_0a1b2c": Known(drawn, dates=when),
        f"{grey} > private/var/link": Known(""),
        f"{twice} > data/data/com.example.app/files/pic": Known(
            one,
            names=frozenset(
                {
                    "data/user/0/com.example.app/files/pic",
                    "data_mirror/data_ce/null/0/com.example.app/files/pic",
                }
            ),
            dates=when,
        ),
        f"{twice} > data/media/0/DCIM/Camera/b.jpg": Known(
            two,
            names=frozenset(
                {
                    "mnt/runtime/default/emulated/0/DCIM/Camera/b.jpg",
                    "storage/emulated/0/DCIM/Camera/b.jpg",
                }
            ),
            dates=when,
        ),
        "ufdr/synthetic.ufdr > files/Image/IMG_0001.jpg": Known(one, names=frozenset({camera, copy}), dates=report),
        "ufdr/synthetic.ufdr > files/Image/b.jpg": Known(two, "deleted", frozenset({trash}), report),
        f"ufdr/report_with_invalid_charref.xml > {camera}": Known("", dates=report),
        f"ufdr/report_with_invalid_charref.xml > {no_character}": Known("", dates=report),
        f"ufdr/report_with_invalid_charref.xml > {trash}": Known("", "deleted", dates=report),
        f"{extraction} > Dump/data/media/0/DCIM/Camera/IMG_0001.jpg": Known(one, dates=when),
        f"{extraction} > extra/note.txt": Known(md5(b"x")),
    }


def _others(one: str, two: str) -> Content:
    case = "vics/vics20_case/Media"
    dream = "aff4l_apache2/dream.aff4 > /test_images/AFF4-L/dream.txt"
    copy, camera = r"EXHIBIT1\$Unalloc\copy.jpg", r"EXHIBIT1\DCIM\100APPLE\IMG_0002.JPG"
    return {
        f"{case}/8E31E5E749CD7C67E9BE348621CA27BF.jpg": Known(one, names=frozenset({copy})),
        f"{case}/D754B6B58D95710EA8B069B88F78222F.jpg": Known(two, names=frozenset({camera})),
        "windows/thumbcache_256_win10.db > 1122334455667788.jpg": Known(two),
        dream: Known("75d83773f8d431a3ca91bfb8859e486d", names=frozenset({"./test_images/AFF4-L/dream.txt"})),
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CONTENT: dict[str, Callable[[Path], Content]] = {
    "device": in_device,
    "forensic": in_forensic,
    "samples": in_samples,
}
"""What each folder of samples is known to hold."""
