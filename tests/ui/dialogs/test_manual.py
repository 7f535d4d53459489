"""The manual is read inside the program: its pages, its links, and nothing beyond."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QUrl

from ui.dialogs.manual import ManualDialog

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

NAVIGATION = """<nav><p class="name">X</p>
<p class="section">Manual</p>
<ul>
<li class="here"><a href="index.html">About</a></li>
<li><a href="quick-start.html">Quick &amp; short</a></li>
</ul>
<p class="section">More</p>
<ul>
<li><a href="../desktop.html">The desktop</a></li>
</ul></nav>"""
PAGES = {
    "manual/index.html": '<h1>About</h1><p><a href="quick-start.html#end">on</a></p>',
    "manual/quick-start.html": '<h1>Quick</h1><p>words</p><h2 id="end">End</h2><img src="http://192.0.2.1/a.png">',
    "desktop.html": "<h1>The desktop</h1>",
}


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> ManualDialog:
    for name, text in PAGES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"<body>{NAVIGATION}<main>{text}</main></body>")
    made = ManualDialog(tmp_path)
    qtbot.addWidget(made)
    return made


def test_contents_and_links_lead_to_pages(dialog: ManualDialog) -> None:
    assert dialog.text.toPlainText().startswith("About")
    top = dialog.contents.topLevelItem(0)
    assert top is not None
    about, quick = (top.child(number) for number in range(top.childCount()))
    assert about is not None
    assert quick is not None
    assert (about.text(0), quick.text(0)) == ("About", "Quick & short")

    dialog.text.anchorClicked.emit(QUrl("quick-start.html#end"))
    assert (dialog.page, dialog.contents.currentItem()) == ("manual/quick-start.html", quick)

    dialog.text.anchorClicked.emit(QUrl("../desktop.html"))
    assert dialog.text.toPlainText() == "The desktop"


@pytest.mark.parametrize("link", ["https://192.0.2.1/", "file:///etc/hostname", "../../outside.html", "none.html"])
def test_nothing_outside_the_manual_is_opened(dialog: ManualDialog, link: str, tmp_path: Path) -> None:
    (tmp_path.parent / "outside.html").write_text("<main>outside</main>")

    dialog.text.anchorClicked.emit(QUrl(link))

    assert dialog.page == "manual/index.html"
    assert dialog.text.toPlainText().startswith("About")
    assert dialog.said.text()


def test_words_are_found_from_the_top_again_and_missing_ones_are_said(dialog: ManualDialog) -> None:
    dialog.show_page("manual/quick-start.html")
    for words, found, said in (("words", True, False), ("words", True, False), ("nowhere", False, True)):
        dialog.search.setText(words)
        dialog.search.returnPressed.emit()
        assert (dialog.text.textCursor().selectedText() == words, bool(dialog.said.text())) == (found, said)
