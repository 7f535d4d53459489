"""The inspector shows what a session says of one item."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from forensicdesk.model import MatchKind
from tests.ui.fakes import make_list, make_match, make_record, make_thumbnail
from ui.models.pictures import Look
from ui.pages.inspector import Inspector
from ui.widgets.evidence_card import EvidenceCardWidget

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from forensicdesk.model import HashList, ItemRecord
    from forensicdesk.session import Session
    from hashing.values import Thumbnail
    from ui.tasks import TaskRunner


class OneItem:
    """The reading side of a session with one item."""

    def __init__(self, record: ItemRecord) -> None:
        self._record = record

    def item(self, item_id: int) -> ItemRecord:
        """The item."""
        assert item_id == self._record.id
        return self._record

    def thumbnail(self, content_id: int) -> Thumbnail:
        """A drawing."""
        return make_thumbnail(content_id)

    def lists_used(self) -> tuple[HashList, ...]:
        """One list."""
        return (make_list(),)


@pytest.fixture
def inspector(qtbot: QtBot, runner: TaskRunner) -> Inspector:
    """Showing an item with a near match and a film match."""
    record = make_record(Path("/evidence"), (make_match(MatchKind.NEAR), make_match(MatchKind.VIDEO)))
    made = Inspector(runner)
    qtbot.addWidget(made)
    made.resize(420, 800)
    made.show()
    made.set_session(cast("Session", OneItem(record)))
    made.show_item(record.id)
    qtbot.waitUntil(lambda: made.record is not None)
    return made


def test_digests_can_be_read_and_copied(inspector: Inspector) -> None:
    fields = {field.accessibleName(): field.text() for field in inspector.findChildren(QLineEdit)}
    assert fields["SHA-256 value"] == "03" * 32
    assert fields["MD5 value"] == "01" * 16

    next(made for made in inspector.findChildren(QPushButton) if made.accessibleName() == "Copy SHA-1").click()

    assert QApplication.clipboard().text() == "02" * 20
    assert inspector.copy_sha256() == "03" * 32
    assert QApplication.clipboard().text() == "03" * 32


def test_matches_are_cards_and_counted_on_the_tab(inspector: Inspector) -> None:
    assert len(inspector.findChildren(EvidenceCardWidget)) == 2
    assert inspector.tabs.tabText(1) == "&Matches (2)"


def test_metadata_can_be_searched(qtbot: QtBot, inspector: Inspector) -> None:
    assert inspector.metadata.rowCount() == 2

    qtbot.keyClicks(inspector.search, "latitude")  # type: ignore[no-untyped-call]

    assert inspector.metadata.rowCount() == 1
    assert inspector.metadata.index(0, 0).data() == "GPS"


def test_the_picture_is_blurred_until_asked_and_goes_at_once(qtbot: QtBot, inspector: Inspector) -> None:
    assert inspector.picture.picture.width() == 12

    inspector.set_look(Look(blurred=False))
    qtbot.waitUntil(lambda: inspector.picture.picture.width() == 256)
    inspector.set_look(Look(blurred=True))
    assert inspector.picture.picture.isNull()
    qtbot.waitUntil(lambda: inspector.picture.picture.width() == 12)


def test_leaving_the_case_leaves_nothing_on_screen(inspector: Inspector) -> None:
    inspector.set_session(None)

    assert inspector.record is None
    assert inspector.picture.picture.isNull()
    assert inspector.tabs.isHidden()
    assert inspector.copy_sha256() == ""
