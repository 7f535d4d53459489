"""Reviewing a processed and matched case in the window: stacks, judgements, links. Real case, real session."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTabWidget, QWidget

from forensicdesk.session import Session
from tests.ui.driving import LONG_MS, dialog, items_by_name, look_at, press, shown, texts, wait_idle
from tests.ui.reviewed import ALL, STACKED
from ui.dialogs.hash_list import HashListDialog
from ui.pages.inspector import MATCHES_TAB, RELATED_TAB
from ui.window import GALLERY_TAB, LINKS_TAB, LISTS_TAB

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.reviewed import Reviewed
    from ui.app import Desktop

# --- stacks -------------------------------------------------------------------------------------------------------


def test_a_stack_stands_once_and_opens_in_place(qtbot: QtBot, open_case: Desktop) -> None:
    gallery, names = open_case.window.gallery, items_by_name(open_case)
    assert gallery.bar.count.text() == f"{ALL} items, {STACKED} shown"
    assert "closed stacks" in gallery.bar.count.toolTip()
    gallery.view.choose_item(names["again.jpg"])

    qtbot.keyClick(gallery.view, Qt.Key.Key_Space)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: gallery.model.count == STACKED + 3, timeout=LONG_MS)

    order = [gallery.model.item_at(gallery.model.index_at(place)) for place in range(4)]
    assert order == [names[name] for name in ("again.jpg", "p0.jpg", "small0.jpg", "backup.jpg")]
    gallery.view.choose_item(names["backup.jpg"])
    qtbot.keyClick(gallery.view, Qt.Key.Key_Space)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: gallery.model.count == STACKED, timeout=LONG_MS)
    assert gallery.view.chosen == names["again.jpg"]


def test_without_stacks_every_item_stands_by_itself(qtbot: QtBot, open_case: Desktop) -> None:
    gallery = open_case.window.gallery

    open_case.window.actions_["stacks"].trigger()
    qtbot.waitUntil(lambda: gallery.model.count == ALL, timeout=LONG_MS)

    assert gallery.bar.count.text() == f"{ALL} items"
    assert not gallery.bar.stacks.isChecked()


def test_what_belongs_to_an_item_leads_to_it(qtbot: QtBot, open_case: Desktop) -> None:
    window, names = open_case.window, items_by_name(open_case)
    look_at(qtbot, open_case, "p0.jpg")
    window.actions_["related"].trigger()
    assert window.inspector.tabs.currentIndex() == RELATED_TAB
    told = texts(window.inspector.related)
    assert "Equal bytes (2)" in told
    assert "PDQ differs from" in told

    press(window.inspector.related, "Go to small0.jpg")
    qtbot.waitUntil(lambda: shown(open_case) == names["small0.jpg"], timeout=LONG_MS)
    press(window.inspector.related, f"Show in the gallery: {stack_title(told)}")
    qtbot.waitUntil(lambda: window.gallery.model.count == 4, timeout=LONG_MS)

    assert window.gallery.selection.isVisible()
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window.gallery.view, Qt.Key.Key_Escape)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: not window.gallery.selection.isVisible(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: window.gallery.model.count > 4, timeout=LONG_MS)


def stack_title(told: str) -> str:
    """The name of the button that shows the stack; told is what the tab says."""
    line = next(line for line in told.splitlines() if line.startswith("Stack "))
    title, _, count = line.partition(" (")
    return f"{title}: {count.rstrip(')')} others".replace(": 1 others", ": 1 other")


# --- judgements ---------------------------------------------------------------------------------------------------


def test_not_a_match_is_recorded_with_its_reason_and_can_be_taken_back(
    qtbot: QtBot, open_case: Desktop, reviewed: Reviewed
) -> None:
    window = open_case.window
    look_at(qtbot, open_case, "p2.jpg")

    window.actions_["dismiss"].trigger()
    assert window.inspector.tabs.currentIndex() == MATCHES_TAB
    card = window.inspector.matches.cards[0]
    assert not card.record.isEnabled()
    qtbot.keyClicks(card.reason, "another place")  # type: ignore[no-untyped-call]
    qtbot.keyClick(card.reason, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: is_dismissed(open_case), timeout=LONG_MS)
    wait_idle(qtbot, open_case)
    assert "said by Examiner A" in texts(window.inspector.matches)
    assert "another place" in texts(window.inspector.matches)

    card = window.inspector.matches.cards[0]
    press(card, "Take back…")
    card.reason.setText("looked again")
    press(card, "Record")
    qtbot.waitUntil(lambda: not is_dismissed(open_case), timeout=LONG_MS)
    wait_idle(qtbot, open_case)

    card = window.inspector.matches.cards[0]
    card.eye.note.setText("same cup")
    press(card, "Seen: same")
    qtbot.waitUntil(lambda: sight(open_case) == (True, "same cup"), timeout=LONG_MS)
    wait_idle(qtbot, open_case)
    assert "Confirmed by eye: yes, Examiner A" in texts(window.inspector.matches)
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: sight(open_case) is None, timeout=LONG_MS)
    assert "nobody is on record" in texts(window.inspector.matches)

    open_case.work.close_case()
    open_case.shut_down()
    with Session.open(reviewed.case, writable=False) as session:
        said = [(word.reason, word.revoked) for word in session.dismissals()]
    assert said == [("another place", False), ("looked again", True)]


def sight(desktop: Desktop) -> tuple[bool, str] | None:
    """What the first card's match says of who looked; None where nobody is on record."""
    cards = desktop.window.inspector.matches.cards
    said = cards[0].match.sight if cards else None
    return None if said is None else (said.same, said.note)


def is_dismissed(desktop: Desktop) -> bool:
    """Whether the first card says that its match is none."""
    cards = desktop.window.inspector.matches.cards
    return bool(cards) and cards[0].match.dismissed is not None


def test_nothing_can_be_said_of_a_match_while_the_case_is_open_for_reading_only(
    qtbot: QtBot, desktop: Desktop, reviewed: Reviewed
) -> None:
    desktop.work.open_case(reviewed.case, writable=False)
    qtbot.waitUntil(lambda: desktop.window.gallery.model.count == STACKED, timeout=LONG_MS)
    wait_idle(qtbot, desktop)
    look_at(qtbot, desktop, "p2.jpg")

    card = desktop.window.inspector.matches.cards[0]

    assert not card.judge.isEnabled()
    assert "open for writing" in card.judge.toolTip()
    assert not desktop.window.actions_["dismiss"].isEnabled()


def test_lists_that_disagree_are_told_on_the_item_and_lead_to_it(qtbot: QtBot, open_case: Desktop) -> None:
    window = open_case.window
    look_at(qtbot, open_case, "p0.jpg")
    told = texts(window.inspector.matches)
    assert "Lists disagree about this content" in told
    assert "unit, version 1: first kind" in told
    assert "other, version 1: class 9" in told
    qtbot.waitUntil(lambda: window.lists_page.conflict_model.rowCount() == 1, timeout=LONG_MS)
    window.actions_["lists_page"].trigger()
    assert window.tabs.currentIndex() == LISTS_TAB

    window.lists_page.show_items.click()
    qtbot.waitUntil(lambda: window.gallery.model.count == 3, timeout=LONG_MS)

    assert window.tabs.currentIndex() == GALLERY_TAB
    assert "first kind" in window.gallery.selection.text()


def test_the_nearest_entry_that_is_no_match_is_told(qtbot: QtBot, open_case: Desktop) -> None:
    look_at(qtbot, open_case, "p3.jpg")

    told = texts(open_case.window.inspector.matches)

    assert "Nearest entries that are no match" in told
    assert "nearest entry line 3 at 40, threshold 31" in told


def test_a_near_match_says_how_much_chance_alone_brings(qtbot: QtBot, open_case: Desktop) -> None:
    look_at(qtbot, open_case, "p2.jpg")

    assert "to be expected by chance" in texts(open_case.window.inspector.matches)


# --- links --------------------------------------------------------------------------------------------------------


def test_the_matrix_says_what_exhibits_share_and_leads_to_it(qtbot: QtBot, open_case: Desktop) -> None:
    window = open_case.window
    window.actions_["links_page"].trigger()
    assert window.tabs.currentIndex() == LINKS_TAB
    links = window.links_page
    qtbot.waitUntil(lambda: links.model.rowCount() == 3, timeout=LONG_MS)
    cells = [[links.model.index(row, column).data() for column in range(3)] for row in range(3)]
    assert cells == [["—", "2 near", "1 exact"], ["2 near", "—", "1 near"], ["1 exact", "1 near", "—"]]

    links.matrix.setCurrentIndex(links.model.index(0, 2))
    qtbot.waitUntil(lambda: links.thing_model.rowCount() == 1, timeout=LONG_MS)
    row = [links.thing_model.index(0, column).data() for column in range(5)]
    assert row == ["again.jpg", "picture", "equal bytes", "2", "1"]
    links.show_one.click()
    qtbot.waitUntil(lambda: window.gallery.model.count == 3, timeout=LONG_MS)

    assert window.tabs.currentIndex() == GALLERY_TAB
    assert window.gallery.selection.text().startswith("In both exhibits")
    window.actions_["links_page"].trigger()
    links.matrix.setCurrentIndex(links.model.index(0, 1))
    qtbot.waitUntil(lambda: links.thing_model.rowCount() == 2, timeout=LONG_MS)
    qtbot.keyClick(links.matrix, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: window.gallery.model.count == 5, timeout=LONG_MS)
    assert window.gallery.selection.text() == "In both Phone and Laptop (5 items)"


def letters(widget: QWidget) -> list[str]:
    """The letters that Alt takes to something on this page."""
    texts = [made.text() for made in widget.findChildren(QAbstractButton) if made.isVisible()]
    texts += [
        made.text() for made in widget.findChildren(QLabel) if made.isVisible() and isinstance(made.buddy(), QWidget)
    ]
    for tabs in widget.findChildren(QTabWidget):
        texts += [tabs.tabText(tab) for tab in range(tabs.count()) if tabs.isVisible()]
    return [text[text.index("&") + 1].lower() for text in texts if "&" in text]


@pytest.mark.parametrize("page", ["case_page", "gallery", "lists_page", "links_page"])
def test_no_letter_leads_to_two_places(qtbot: QtBot, open_case: Desktop, page: str) -> None:
    window = open_case.window
    look_at(qtbot, open_case, "p0.jpg")
    window.actions_[page].trigger()
    qtbot.waitUntil(lambda: window.tabs.currentWidget().isVisible(), timeout=LONG_MS)

    found = letters(window.tabs.currentWidget())
    found += [action.text()[action.text().index("&") + 1].lower() for action in window.menuBar().actions()]

    assert [letter for letter, count in Counter(found).items() if count > 1] == []


def test_no_letter_of_the_dialog_for_lists_leads_to_two_places(qtbot: QtBot, open_case: Desktop) -> None:
    open_case.window.actions_["load_list"].trigger()
    asked = dialog(HashListDialog)
    asked.path.setText(str(open_case.work.library.folder.parent.parent / "lists" / "unit.csv"))
    qtbot.waitUntil(asked.preview.sure.isVisible, timeout=LONG_MS)

    assert [letter for letter, count in Counter(letters(asked)).items() if count > 1] == []
    asked.close()


def test_every_field_and_table_has_a_name_for_screen_readers(open_case: Desktop) -> None:
    window = open_case.window
    for page in (window.lists_page, window.links_page, window.gallery):
        for field in page.findChildren(QLineEdit):
            assert field.accessibleName(), field
    for table in (
        window.lists_page.table,
        window.lists_page.conflicts,
        window.links_page.matrix,
        window.links_page.things,
    ):
        assert table.accessibleName()
        assert table.focusPolicy() & Qt.FocusPolicy.TabFocus
