"""The manual is read inside the program: its pages, its links, and nothing beyond."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument

from forensicdesk.language import speak
from ui.dialogs.manual import ManualDialog

if TYPE_CHECKING:
    from collections.abc import Iterator
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
SPANISH = """<nav><p class="section">Manual en español</p>
<ul>
<li><a href="index.html">Sobre este manual</a></li>
<li><a href="quick-start.html">Inicio rápido</a></li>
</ul>
<p class="section">More</p>
<ul>
<li><a href="../../desktop.html">The desktop</a></li>
</ul></nav>"""
PAGES = {
    "manual/es/index.html": "<h1>Sobre</h1>",
    "manual/es/quick-start.html": '<h1>Inicio</h1><p><a href="../../desktop.html">pantallas</a></p>',
    "manual/index.html": '<h1>About</h1><p><a href="quick-start.html#end">on</a></p>',
    "manual/quick-start.html": '<h1>Quick</h1><p>words</p><h2 id="end">End</h2><img src="pictures/a.png"><img src="http://192.0.2.1/a.png">'
    '<img src="file:///etc/a.png"><img src="../../outside.png"><img src="index.html">',
    "desktop.html": "<h1>The desktop</h1>",
}


def image(path: Path, colour: str) -> None:
    path.parent.mkdir(exist_ok=True)
    made = QImage(4000, 10, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    assert made.save(str(path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in PAGES.items():
        path = tmp_path / "built" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<body>{SPANISH if '/es/' in name else NAVIGATION}<main>{text}</main></body>")
    image(tmp_path / "built" / "manual" / "pictures" / "a.png", "red")
    image(tmp_path / "outside.png", "blue")
    return tmp_path / "built"


@pytest.fixture
def dialog(qtbot: QtBot, folder: Path) -> ManualDialog:
    made = ManualDialog(folder)
    qtbot.addWidget(made)
    return made


@pytest.fixture(params=["es", "pt"])
def spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    speak(request.param)
    yield
    speak("en")


def titles(dialog: ManualDialog) -> list[str]:
    tops = (dialog.contents.topLevelItem(number) for number in range(dialog.contents.topLevelItemCount()))
    return [top.text(0) for top in tops if top]


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
    (tmp_path / "outside.html").write_text("<main>outside</main>")

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


def test_it_begins_in_the_language_of_the_program_portuguese_with_spanish(
    spoken: None,  # noqa: ARG001 - it has to be there before the dialog
    qtbot: QtBot,
    folder: Path,
) -> None:
    dialog = ManualDialog(folder)
    qtbot.addWidget(dialog)

    assert dialog.page == "manual/es/index.html"
    assert (titles(dialog), dialog.other.text()) == (["Manual en español", "More"], "English")


def test_the_button_shows_the_same_page_in_the_other_language(dialog: ManualDialog) -> None:
    dialog.show_page("manual/quick-start.html")
    assert dialog.other.text() == "Español"

    dialog.other.click()
    assert (dialog.page, titles(dialog)[0]) == ("manual/es/quick-start.html", "Manual en español")
    assert dialog.other.text() == "English"

    # A page for every reader keeps the contents in which it was chosen, and the button leads to the other one.
    dialog.text.anchorClicked.emit(QUrl("../../desktop.html"))
    assert (dialog.page, titles(dialog)[0]) == ("desktop.html", "Manual en español")
    dialog.other.click()
    assert (dialog.page, titles(dialog)[0]) == ("manual/index.html", "Manual")


def test_pictures_of_the_manual_are_shown_no_wider_than_the_text_and_no_others(dialog: ManualDialog) -> None:
    dialog.show_page("manual/quick-start.html")
    kind = QTextDocument.ResourceType.ImageResource.value

    ours = dialog.text.loadResource(kind, QUrl("pictures/a.png"))
    assert isinstance(ours, QImage)
    assert 0 < ours.width() <= dialog.text.viewport().width()
    for link in ("http://192.0.2.1/a.png", "file:///etc/a.png", "../../outside.png", "index.html"):
        other = dialog.text.loadResource(kind, QUrl(link))
        assert other is None or (isinstance(other, QImage) and other.isNull()), link
