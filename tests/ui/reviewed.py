"""A small real case for the desktop's tests: three exhibits, stacks, lists that disagree, a near match, a far one."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from forensicdesk.model import ItemFilter, Role
from forensicdesk.session import ImportSettings, Session
from tests.support.evidence import texture, write_picture

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.model import ItemRecord

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ALL = 9
"""Pictures in the case."""
STACKED = 5
"""What stands for them: the first with its copies and its smaller form, the second with its own, and three alone."""
FAR_BITS = 40
NEAR_BITS = 12


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Where the case, the home with the lists, and the list files lie."""

    case: Path
    home: Path
    lists: Path

    def copied_to(self, folder: Path) -> Reviewed:
        """A copy to write into; the evidence is the same."""
        copy = Reviewed(folder / "c.fdcase", folder / "home", folder / "lists")
        for source, target in ((self.case, copy.case), (self.home, copy.home), (self.lists, copy.lists)):
            shutil.copytree(source, target)
        return copy


def make_reviewed(folder: Path) -> Reviewed:
    """Make the case; $FORENSICDESK_HOME has to be `folder`/home.

    Phone: five pictures and a copy of the first. Laptop: smaller forms of the first two. Drive: equal bytes of the
    first. The lists disagree about the first picture; the third is near an entry, the fourth not near enough.
    """
    made = Reviewed(folder / "c.fdcase", folder / "home", folder / "lists")
    _write_evidence(folder / "evidence")
    made.lists.mkdir()
    with Session.create(made.case, "2026-001", "Examiner A", clock=lambda: NOW) as session:
        for exhibit in ("Phone", "Laptop", "Drive"):
            session.add_source(folder / "evidence" / exhibit, lambda _: None)
        session.process(lambda _: None, workers=2)
        records = {name_of(record): record for record in session.items(ItemFilter())}
        _write_lists(made.lists, records)
        lists = [
            session.library.import_with(made.lists / name, ImportSettings(Role.NOTABLE, title), NOW)
            for name, title in (("unit.csv", "unit"), ("other.csv", "other"), ("near.csv", "near"))
        ]
        session.match(lists, lambda _: None)
    return made


def name_of(record: ItemRecord) -> str:
    """The file name of an item."""
    return record.location.steps[-1].path.decode().rpartition("/")[2]


def _write_evidence(root: Path) -> None:
    for number in range(5):
        write_picture(root / "Phone" / f"p{number}.jpg", number, quality=92)
    first = (root / "Phone" / "p0.jpg").read_bytes()
    (root / "Phone" / "again.jpg").write_bytes(first)
    (root / "Drive").mkdir()
    (root / "Drive" / "backup.jpg").write_bytes(first)
    (root / "Laptop").mkdir()
    for number in range(2):
        Image.fromarray(texture(number)).resize((300, 225)).save(root / "Laptop" / f"small{number}.jpg", quality=80)


def _write_lists(folder: Path, records: dict[str, ItemRecord]) -> None:
    sha256 = {name: _sha256(record) for name, record in records.items()}
    rows = [f"{sha256['p0.jpg']};first kind", f"{sha256['p1.jpg']};second kind", "no digest;third kind"]
    (folder / "unit.csv").write_text("\n".join(("sha256;label", *rows)), encoding="utf-8")
    (folder / "other.csv").write_text(f"sha256;label\n{sha256['p0.jpg']};class 9\n", encoding="utf-8")
    near = [_turned(records["p2.jpg"], NEAR_BITS), _turned(records["p3.jpg"], FAR_BITS)]
    (folder / "near.csv").write_text("\n".join(("pdq,quality", *(f"{value},100" for value in near))), encoding="utf-8")


def _sha256(record: ItemRecord) -> str:
    assert record.analysis is not None
    assert record.analysis.digests is not None
    return record.analysis.digests.sha256.hex()


def _turned(record: ItemRecord, bits: int) -> str:
    """The item's PDQ with some bits turned."""
    assert record.analysis is not None
    value = next(one.value for one in record.analysis.perceptual if one.algorithm == "pdq" and not one.view)
    flipped = np.unpackbits(np.frombuffer(value, dtype=np.uint8))
    flipped[np.random.default_rng(7).choice(256, bits, replace=False)] ^= 1
    return np.packbits(flipped).tobytes().hex()
