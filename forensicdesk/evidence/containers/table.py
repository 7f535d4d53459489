"""Every reader of containers, in the order in which they are asked whether bytes are theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.aff4 import AFF4
from forensicdesk.evidence.containers.androidbackup import ANDROID_BACKUP
from forensicdesk.evidence.containers.apfs import APFS
from forensicdesk.evidence.containers.compressed import COMPRESSED
from forensicdesk.evidence.containers.ewf import EWF, EWF_SEGMENT
from forensicdesk.evidence.containers.ewf_logical import EX01, EX01_SEGMENT, LOGICAL
from forensicdesk.evidence.containers.filesystem import FILE_SYSTEMS, UNREAD_VOLUME
from forensicdesk.evidence.containers.filesystem_kinds import volume_of
from forensicdesk.evidence.containers.itunes import ITUNES
from forensicdesk.evidence.containers.mail import HTML, MAIL
from forensicdesk.evidence.containers.mail_tnef import TNEF
from forensicdesk.evidence.containers.mbox import MBOX
from forensicdesk.evidence.containers.ole import OLE
from forensicdesk.evidence.containers.partitions import PARTITIONS
from forensicdesk.evidence.containers.pdf import PDF
from forensicdesk.evidence.containers.qcow2 import QCOW2
from forensicdesk.evidence.containers.rar import RAR
from forensicdesk.evidence.containers.rawimage import RAW_SEGMENT, RAW_SPLIT
from forensicdesk.evidence.containers.rtf import RTF
from forensicdesk.evidence.containers.sevenzip import SEVENZIP
from forensicdesk.evidence.containers.sqliteblobs import SQLITE
from forensicdesk.evidence.containers.tarball import TAR
from forensicdesk.evidence.containers.thumbcache import THUMBCACHE
from forensicdesk.evidence.containers.thumbs_rows import PICTURE_ROWS
from forensicdesk.evidence.containers.ufd import UFD, UFDX
from forensicdesk.evidence.containers.ufdr import UFDR_REPORT
from forensicdesk.evidence.containers.unread_images import UNREAD_IMAGE
from forensicdesk.evidence.containers.vcard import VCARD
from forensicdesk.evidence.containers.vhd import VHD, VHDX
from forensicdesk.evidence.containers.vics_case import VICS_CASE
from forensicdesk.evidence.containers.vmdk import VMDK, VMDK_EXTENT
from forensicdesk.evidence.containers.zip_archive import ZIP
from forensicdesk.model import State

if TYPE_CHECKING:
    from forensicdesk.evidence.containers.base import ContainerFormat, Head

_BEFORE_VOLUMES: tuple[ContainerFormat, ...] = (
    AFF4,
    ZIP,
    SEVENZIP,
    RAR,
    *COMPRESSED,
    ANDROID_BACKUP,
    EWF,
    EWF_SEGMENT,
    EX01,
    LOGICAL,
    EX01_SEGMENT,
    QCOW2,
    VHDX,
    VMDK,
    VMDK_EXTENT,
    VHD,
    UFDR_REPORT,
    UFDX,
    UFD,
    VICS_CASE,
    ITUNES,
    THUMBCACHE,
    OLE,
    SQLITE,
    TNEF,
    PDF,
    RTF,
    VCARD,
    MBOX,
    MAIL,
    HTML,
    TAR,
    RAW_SPLIT,
    RAW_SEGMENT,
)
_AFTER_VOLUMES: tuple[ContainerFormat, ...] = (PARTITIONS, UNREAD_IMAGE, PICTURE_ROWS)
READERS: tuple[ContainerFormat, ...] = (*_BEFORE_VOLUMES, *FILE_SYSTEMS, APFS, UNREAD_VOLUME, *_AFTER_VOLUMES)
"""The first that recognises the bytes is taken: what has an unmistakable mark stands before what is told by checks."""

_BY_KIND = {reader.kind: reader for reader in READERS}


def reader_of(kind: str) -> ContainerFormat | None:
    """The reader of this kind of container; None if there is none in this version."""
    return _BY_KIND.get(kind)


def recognise(head: Head) -> ContainerFormat | None:
    """The reader for these bytes; None if they are no container that is known."""
    return _first(_BEFORE_VOLUMES, head) or _volume(head) or _first(_AFTER_VOLUMES, head)


def _first(readers: tuple[ContainerFormat, ...], head: Head) -> ContainerFormat | None:
    return next((reader for reader in readers if reader.recognise(head)), None)


def _volume(head: Head) -> ContainerFormat | None:
    """The reader of a volume, asked once for all kinds of them: most files are none."""
    volume = volume_of(head)
    if volume is None:
        return None
    return _BY_KIND[volume.kind] if volume.state is State.PENDING else UNREAD_VOLUME
