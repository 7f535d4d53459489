"""The inspector shows what a session says of one item."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QScrollArea

from forensicdesk.model import Location, MatchKind, Step
from forensicdesk.relations import GroupKind
from tests.ui.driving import look_at, press, texts
from tests.ui.fakes import make_list, make_match, make_record, make_thumbnail
from ui.models.looks import Look
from ui.pages.inspector import MATCHES_TAB, Inspector
from ui.related import place_text
from ui.widgets.evidence_card import EvidenceCardWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytestqt.qtbot import QtBot

    from forensicdesk.decisions import Judgement, Reading
    from forensicdesk.model import HashList, ItemRecord, Match, Source
    from forensicdesk.session import Session
    from hashing.values import Thumbnail
    from ui.app import Desktop
    from ui.tasks import TaskRunner


class OneItem:
    """The reading side of a session with one item, and perhaps others with equal bytes."""

    def __init__(self, record: ItemRecord, copies: tuple[int, ...] = ()) -> None:
        self._record = record
        self._copies = copies

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

    def stack_of(self, item_id: int, kind: GroupKind = GroupKind.STACK) -> None:
        """It is in no stack and in no cluster."""

    def links_of(self, item_id: int) -> tuple[()]:
        """It is tied to nothing."""
        del item_id
        return ()

    def items_of(self, contents: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """The item, and those with equal bytes."""
        return dict.fromkeys(contents, (self._record.id, *self._copies))

    def places(self, items: Sequence[int]) -> dict[int, tuple[Source, Location]]:
        """Each lies at the place of the item, in the same exhibit."""
        return dict.fromkeys(items, (self._record.source, self._record.location))

    def judgements(self, items: Sequence[int], reading: Reading | None = None) -> dict[int, Judgement]:
        """Nothing was said."""
        del items, reading
        return {}

    def history(self, item_id: int) -> tuple[()]:
        """No act."""
        del item_id
        return ()

    def scheme(self) -> None:
        """No scheme is in force, so no list suggests a category."""

    def chances(self) -> Callable[[Match], None]:
        """Nothing was calibrated."""
        return lambda _match: None


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


def test_nothing_is_clipped_in_a_narrow_inspector(qtbot: QtBot, inspector: Inspector) -> None:
    inspector.resize(inspector.minimumWidth(), 700)
    qtbot.wait(50)

    for area in inspector.findChildren(QScrollArea):
        inside = area.widget()
        assert inside is not None
        assert inside.minimumSizeHint().width() <= area.viewport().width()
    badges = [made for made in inspector.findChildren(QLabel) if made.property("badge") and made.isVisible()]
    assert len(badges) == 3
    for badge in badges:
        assert badge.width() >= badge.sizeHint().width()
        assert badge.mapTo(inspector, badge.rect().topRight()).x() < inspector.width()


def test_a_match_card_fits_beside_the_gallery_of_a_small_screen(qtbot: QtBot, open_case: Desktop) -> None:
    window = open_case.window
    window.resize(1366, 768)
    look_at(qtbot, open_case, "p0.jpg")
    window.inspector.tabs.setCurrentIndex(MATCHES_TAB)
    qtbot.waitUntil(lambda: bool(window.inspector.matches.cards))
    qtbot.wait(50)

    area = next(one for one in window.inspector.findChildren(QScrollArea) if one.widget() is window.inspector.matches)
    for card in window.inspector.matches.cards:
        assert card.width() <= area.viewport().width()
        eye = card.eye
        assert eye.note.width() >= eye.note.fontMetrics().horizontalAdvance(eye.note.placeholderText())
        for pressed in (eye.yes, eye.no):
            assert pressed.mapTo(card, pressed.rect().bottomRight()).x() < card.width()


def test_hashes_keep_their_height_in_a_low_inspector_when_another_item_is_shown(
    qtbot: QtBot, inspector: Inspector
) -> None:
    inspector.resize(inspector.minimumWidth(), 420)
    inspector.set_look(Look(blurred=False))
    qtbot.waitUntil(lambda: inspector.picture.picture.width() == 256)

    fields = [field for field in inspector.findChildren(QLineEdit) if field.accessibleName().endswith(" value")]
    qtbot.waitUntil(lambda: all(field.height() >= field.minimumSizeHint().height() for field in fields))
    assert len(fields) >= 3


def test_matches_are_cards_and_counted_on_the_tab(inspector: Inspector) -> None:
    assert len(inspector.findChildren(EvidenceCardWidget)) == 2
    assert inspector.tabs.tabText(1) == "&Matches (2)"
    said = [card.accessibleDescription() for card in inspector.findChildren(EvidenceCardWidget)]
    assert all("has not been calibrated" in text for text in said)


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


def test_a_name_of_thousands_of_letters_does_not_widen_the_window_and_is_copied_whole(
    qtbot: QtBot, inspector: Inspector
) -> None:
    path = "x" * 4000
    record = replace(make_record(Path("/evidence")), location=Location((Step("file", path.encode()),)))

    inspector.set_session(cast("Session", OneItem(record)))
    inspector.show_item(record.id)
    qtbot.waitUntil(lambda: inspector.record is record)

    assert inspector.minimumSizeHint().width() <= 420
    shown = next(label for label in inspector.findChildren(QLabel) if label.accessibleName() == path)
    qtbot.waitUntil(lambda: shown.width() <= 420)  # new labels are laid out in the next turn of the event loop
    shown.actions()[0].trigger()
    assert QApplication.clipboard().text() == path


def test_leaving_the_case_leaves_nothing_on_screen(inspector: Inspector) -> None:
    inspector.set_session(None)

    assert inspector.record is None
    assert inspector.picture.picture.isNull()
    assert inspector.tabs.isHidden()
    assert inspector.copy_sha256() == ""


def test_every_place_of_the_same_bytes_is_named_and_can_be_gone_to(qtbot: QtBot, inspector: Inspector) -> None:
    record = replace(make_record(Path("/evidence")))
    others = tuple(range(1000, 1020))
    inspector.set_session(cast("Session", OneItem(record, others)))
    inspector.show_item(record.id)
    qtbot.waitUntil(lambda: inspector.record is record)

    told = texts(inspector)
    assert "The same bytes at 20 other places" in told
    assert f"{record.source.label}: DCIM/" in told
    assert "… and 12 more" in told
    with qtbot.waitSignal(inspector.item_asked) as asked:
        press(inspector, "Go to " + place_text(record.source, record.location))
    assert asked.args == [1000]
