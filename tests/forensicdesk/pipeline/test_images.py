"""An image of a disk goes through the whole pipeline: every file in it is an item with its chain, in any profile."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from forensicdesk.model import ItemFilter, Origin, State
from forensicdesk.pipeline.analyse import analyse_pending
from forensicdesk.pipeline.walk import walk_source
from hashing.values import IssueCode, Recipe
from tests.forensicdesk.case.building import NOW, new_case, opened, writer_of
from tests.forensicdesk.evidence.containers.walking import md5
from tests.support.diskimages import Fat16, e01, mbr
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.model import ItemRecord

EVERY = ItemFilter(states=tuple(State))


def made_image(folder: Path) -> Path:
    """Three segments: one live picture, one deleted, one without a name, one damaged."""
    card = Fat16()
    inside = card.folder("DCIM")
    card.add("A.JPG", jpeg(1), inside=inside)
    card.add("B.JPG", jpeg(2), inside=inside, deleted=True)
    card.add("C.JPG", jpeg(3), keep=False, deleted=True)
    disk = mbr(bytes(card.image))
    folder.mkdir()
    for number, data in enumerate(e01(disk, segments=3, digests={"md5": bytes.fromhex(md5(disk))}), 1):
        (folder / f"phone.E0{number}").write_bytes(data)
    return folder / "phone.E01"


def analysed(folder: Path, evidence: Path, recipe: Recipe) -> dict[str, ItemRecord]:
    folder.mkdir()
    with opened(new_case(folder)) as case:
        source = writer_of(case).add_source(evidence, "folder" if evidence.is_dir() else "file", "phone", NOW)
        walk_source(case, source, lambda _: None, threading.Event())
        analyse_pending(case, recipe, 2, lambda _: None, threading.Event())
        return {
            " > ".join(step.path.decode() for step in item.location.steps): item for item in case.reader.items(EVERY)
        }


def test_the_pictures_of_an_image_are_items_with_their_chain(tmp_path: Path) -> None:
    image = made_image(tmp_path / "evidence")

    items = analysed(tmp_path / "case", image, Recipe())

    chain = "phone.E01 > disk > partition 1"
    live, deleted = items[f"{chain} > DCIM/A.JPG"], items[f"{chain} > DCIM/_.JPG"]
    assert (live.state, live.origin) == (State.ANALYSED, Origin.LIVE)
    assert (deleted.state, deleted.origin) == (State.ANALYSED, Origin.DELETED)
    assert live.analysis is not None
    assert live.analysis.digests is not None
    assert live.analysis.digests.md5.hex() == md5(jpeg(1))
    assert live.parent_id == items[chain].id
    assert [items[name].container for name in ("phone.E01", "phone.E01 > disk", chain)] == ["ewf", "partitions", "fat"]
    assert items["phone.E01 > disk"].stated[0].agrees is True
    assert not [item for item in items.values() if item.origin is Origin.CARVED]


def test_the_thorough_profile_carves_what_has_no_name(tmp_path: Path) -> None:
    image = made_image(tmp_path / "evidence")

    items = analysed(tmp_path / "case", image.parent, Recipe(carve=True))

    carved = [item for item in items.values() if item.origin is Origin.CARVED]
    assert len(carved) == 1
    assert carved[0].state is State.ANALYSED
    assert carved[0].analysis is not None
    assert carved[0].analysis.digests is not None
    assert carved[0].analysis.digests.md5.hex() == md5(jpeg(3))
    assert {items[f"phone.E0{number}"].container for number in (2, 3)} == {"ewf-segment"}


def test_a_segment_that_is_missing_is_said_where_the_image_is(tmp_path: Path) -> None:
    image = made_image(tmp_path / "evidence")
    image.with_name("phone.E02").unlink()

    items = analysed(tmp_path / "case", image.parent, Recipe())

    assert items["phone.E01"].state is State.FAILED
    issue = items["phone.E01"].issue
    assert issue is not None
    assert (issue.code, "phone.E02" in issue.detail) == (IssueCode.CONTENT_MISSING, True)
