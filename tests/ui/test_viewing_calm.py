"""Hidden, line drawing, strength of blurring and size hold in viewer, comparison and similar pictures, too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from forensicdesk.viewed import Pixels
from tests.support.viewing import make_case
from tests.ui.driving import wait_idle
from ui.models.looks import BLURS, Blur, Look
from ui.resources.theme import colours_of
from ui.viewing.canvas import Canvas
from ui.viewing.pixels import LINES_PX, SOFT_PX, image_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.app import Desktop

Key = Qt.Key
SOON_MS = 30_000
CLEAR = Look(blurred=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("calm")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORENSICDESK_HOME", str(folder / "home"))
        return folder, make_case(folder)


@pytest.fixture
def desk(qtbot: QtBot, desktop: Desktop, made: tuple[Path, dict[str, int]]) -> Iterator[Desktop]:
    """The desktop with the case, the gallery in front, the window active."""
    desktop.work.open_case(made[0] / "c.fdcase")
    qtbot.waitUntil(lambda: desktop.window.gallery.model.count > 0, timeout=SOON_MS)
    wait_idle(qtbot, desktop)
    with qtbot.waitActive(desktop.window):
        desktop.window.activateWindow()
    desktop.window.show_gallery()
    yield desktop
    desktop.work.close_case()


def noise(width: int, height: int) -> Pixels:
    """Pixels of every colour."""
    return Pixels(width, height, np.random.default_rng(3).integers(0, 256, width * height * 3, np.uint8).tobytes())


def colours_in(image: QImage) -> int:
    """How many different colours an image has."""
    return len(np.unique(values_of(image).reshape(-1, 4), axis=0))


def values_of(image: QImage) -> np.ndarray:
    """Every value of its pixels, four to each."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(bytes(rgb.constBits()), np.uint8).astype(int)


def test_hidden_comes_before_everything_and_leaves_one_colour() -> None:
    for look in (Look(hidden=True), replace(CLEAR, hidden=True, lines=True), Look(hidden=True, blur=Blur.LIGHT)):
        assert colours_in(image_of(noise(80, 60), look)) == 1


def test_a_line_drawing_is_without_colour_and_of_a_bounded_size() -> None:
    drawn = image_of(noise(LINES_PX * 2, 40), replace(CLEAR, lines=True))

    assert drawn.isGrayscale()
    assert drawn.width() == LINES_PX
    assert image_of(noise(80, 60), replace(CLEAR, lines=True)).width() == 80


@pytest.mark.parametrize("strength", list(Blur))
def test_a_blurred_picture_has_no_more_detail_than_its_strength_allows(strength: Blur) -> None:
    look = Look(blur=strength)
    sharp = image_of(noise(480, 360), look)
    again = image_of(noise(480, 360), CLEAR)
    longest = BLURS[strength][0]

    assert look.coarse_px == longest
    assert sharp.width() == (longest if strength is Blur.STRONG else SOFT_PX)
    small = sharp.scaled(
        longest, longest, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    back = small.scaled(sharp.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    assert difference(back, sharp) < 8 < difference(again.scaled(sharp.size()), sharp)


def difference(one: QImage, other: QImage) -> float:
    """The mean difference of two images' values."""
    made = [values_of(image) for image in (one, other)]
    return float(np.abs(made[0] - made[1]).mean())


def test_a_canvas_paints_nothing_beyond_the_limit_of_size_however_far_it_is_zoomed(qtbot: QtBot) -> None:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.set_look(Look(limit_px=200))
    canvas.show_image(image_of(noise(300, 300), CLEAR), 300)

    for zoom in (canvas.zoom, 4.0):
        canvas.zoom_to(zoom)
        painted = canvas.grab().toImage()
        ratio = painted.devicePixelRatio()
        outside = painted.copy(QRect(0, 0, round(199 * ratio), painted.height()))
        assert colours_in(outside) == 1
        assert outside.pixelColor(2, 2).name() == colours_of(canvas.palette()).window.lower()
        assert colours_in(painted) > 1000


def test_one_key_empties_the_viewer_at_once_and_nothing_is_decoded_until_it_comes_back(
    qtbot: QtBot, desk: Desktop, made: tuple[Path, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, gallery, session = desk.window.viewing.viewer, desk.window.gallery, desk.work.session
    assert session is not None
    desk.window.actions_["blur"].trigger()
    gallery.choose(made[1]["other.jpg"])
    QTest.keyClick(gallery.view, Key.Key_Return)
    qtbot.waitUntil(lambda: viewer.canvas.image.width() == 480, timeout=SOON_MS)
    qtbot.waitUntil(lambda: not viewer.loader.busy, timeout=SOON_MS)
    painted: list[int] = []
    viewer.canvas.looked.connect(lambda: painted.append(viewer.canvas.image.width()))

    QTest.keyClick(viewer.canvas, Key.Key_F9)
    assert viewer.canvas.image.isNull()
    assert "F9" in viewer.canvas.instead
    asked: list[object] = []
    with monkeypatch.context() as patch:
        patch.setattr(session, "view", lambda *given, **_: asked.append(given))
        QTest.keyClick(viewer.canvas, Key.Key_Right)
        qtbot.wait(300)
    assert asked == []
    assert set(painted) == {0}

    QTest.keyClick(viewer.canvas, Key.Key_F9)
    qtbot.waitUntil(lambda: viewer.canvas.image.width() > 0, timeout=SOON_MS)
    assert max(painted) <= BLURS[Blur.STRONG][0]


def test_line_drawings_in_the_viewer_never_show_the_picture_between(
    qtbot: QtBot, desk: Desktop, made: tuple[Path, dict[str, int]]
) -> None:
    viewer, gallery = desk.window.viewing.viewer, desk.window.gallery
    gallery.choose(made[1]["other.jpg"])
    QTest.keyClick(gallery.view, Key.Key_Return)
    qtbot.waitUntil(lambda: "pixels" in viewer.facts.text(), timeout=SOON_MS)
    seen: list[bool] = []
    viewer.canvas.looked.connect(
        lambda: seen.append(viewer.canvas.image.isGrayscale() or viewer.canvas.image.width() <= BLURS[Blur.STRONG][0])
    )

    QTest.keyClick(viewer.canvas, Key.Key_F8)
    qtbot.waitUntil(lambda: viewer.canvas.image.width() == 480, timeout=SOON_MS)
    assert "line drawing" in viewer.facts.text()
    QTest.keyClick(viewer.canvas, Key.Key_F8)
    qtbot.waitUntil(lambda: 0 < viewer.canvas.image.width() <= BLURS[Blur.STRONG][0], timeout=SOON_MS)

    assert all(seen)


def test_comparison_and_similar_pictures_follow_the_look(
    qtbot: QtBot, desk: Desktop, made: tuple[Path, dict[str, int]]
) -> None:
    place, gallery, items = desk.window.viewing, desk.window.gallery, made[1]
    page, similar = place.compare_page, place.similar_page
    gallery.choose(items["mirrored.jpg"])
    QTest.keyClick(gallery.view, Key.Key_F)
    qtbot.waitUntil(lambda: similar.model.count == 1, timeout=SOON_MS)
    QTest.keyClick(similar.view, Key.Key_F8)
    assert similar.model.look == Look(blurred=False, lines=True)

    place.open_chosen()
    place.compare()
    qtbot.waitUntil(lambda: page.compared is not None, timeout=SOON_MS)
    assert page.one.image.isGrayscale()
    assert page.one.image.width() > BLURS[Blur.STRONG][0]

    QTest.keyClick(page.one, Key.Key_F9)
    assert page.one.image.isNull()
    assert page.two.image.isNull()
    assert "F9" in page.one.instead
    assert similar.model.look.hidden
