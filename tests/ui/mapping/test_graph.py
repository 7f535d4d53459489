"""What exhibits share as a graph, in the real window on a real case; cameras from made-up values."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from forensicdesk.model import Source
from forensicdesk.relations import Shared, SharedPair
from tests.ui.driving import LONG_MS
from ui.links import Links
from ui.mapping.graph import LinkGraph, graph_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.app import Desktop
    from ui.pages.links import LinksPage

NAMES = ("Phone", "Laptop", "Drive")


@pytest.fixture
def page(qtbot: QtBot, open_case: Desktop) -> LinksPage:
    """The page in front, the graph shown."""
    open_case.window.actions_["links_page"].trigger()
    shown = open_case.window.links_page
    qtbot.waitUntil(lambda: bool(shown.graph.graph.pairs), timeout=LONG_MS)
    shown.as_graph.click()
    return shown


def test_exhibits_are_nodes_and_what_they_share_are_lines(page: LinksPage) -> None:
    graph = page.graph.graph
    assert page.graph.isVisible()
    assert not page.matrix.isVisible()
    assert sorted(node.name for node in graph.nodes) == sorted(NAMES)
    named = {
        frozenset((graph.nodes[first].name, graph.nodes[second].name)): (pair.exact, pair.near)
        for first, second, pair in graph.pairs
    }
    assert named == {
        frozenset(("Phone", "Drive")): (1, 0),
        frozenset(("Phone", "Laptop")): (0, 2),
        frozenset(("Laptop", "Drive")): (0, 1),
    }


def test_a_line_chooses_its_pair_and_a_node_leads_to_its_items(
    qtbot: QtBot, open_case: Desktop, page: LinksPage
) -> None:
    graph = page.graph
    at = next(at for at, (_a, _b, pair) in enumerate(graph.graph.pairs) if pair.exact)
    first, second, pair = graph.graph.pairs[at]
    middle = (graph._point(first) * 2 + graph._point(second)) / 3
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    assert graph.chosen_pair == pair
    assert page.model.pair_at(page.matrix.currentIndex()) == (pair.first, pair.second)
    assert graph.accessibleDescription().endswith(": 1 exact")

    node = graph.graph.nodes[0]
    graph.choose(0)
    QTest.keyClick(graph, Qt.Key.Key_Return)
    session = open_case.work.session
    assert session is not None
    gallery = open_case.window.gallery
    qtbot.waitUntil(lambda: gallery.selection.text().startswith(f"Exhibit {node.name}"), timeout=LONG_MS)
    assert session.items_of_camera("none has this") == ()


def test_cameras_stand_between_the_exhibits_that_name_them(qtbot: QtBot) -> None:
    sources = tuple(Source(at, "folder", Path("/x"), name, "", walked=True) for at, name in enumerate(NAMES, 1))
    pairs = (SharedPair(1, 2, 0, 0, 0, 0, ("SN 1",)), SharedPair(1, 3, 2, 0, 0, 1, ("SN 1", "SN 2")))
    links = Links(sources, Shared((), pairs))

    graph = graph_of(links)
    shown = LinkGraph()
    qtbot.addWidget(shown)
    shown.show_links(links)
    shown.show()

    assert [node.serial for node in graph.nodes] == ["", "", "", "SN 1", "SN 2"]
    assert graph.cameras == ((3, 0), (3, 1), (3, 2), (4, 0), (4, 2))
    assert [(first, second) for first, second, _pair in graph.pairs] == [(0, 2)]
    assert shown.sentence() == "Phone and Drive: 2 exact, 1 near"
    QTest.keyClick(shown, Qt.Key.Key_Left)
    assert shown.sentence() == "Camera with serial number SN 2"
    found = shown.thing_at(shown._point(3))
    assert found == 3
    shown.show_links(Links())
    assert shown.sentence() == ""
