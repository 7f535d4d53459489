"""Looking at items: real files, real confined children, which may hang, die or lie."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from forensicdesk.errors import UsageError
from forensicdesk.session import Session
from forensicdesk.viewed import COARSE_SIDE, FilmPage, NotShown, Shown, Way
from forensicdesk.workers.laying import turned
from forensicdesk.workers.viewing import DIED, STOPPED, UNSOUND, Viewer, slow
from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import pdq
from hashing.values import ORIENTATIONS
from tests.forensicdesk.workers.asked import lie, outlaw, pid, sleep
from tests.support.evidence import texture
from tests.support.viewing import FILM_S, FRAMES, RATE, make_case

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LAST_S = FILM_S - 1 / RATE


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("viewing")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORENSICDESK_HOME", str(folder / "home"))
        return folder, make_case(folder)


@pytest.fixture(scope="module")
def session(made: tuple[Path, dict[str, int]]) -> Iterator[Session]:
    with Session.open(made[0] / "c.fdcase", writable=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def items(made: tuple[Path, dict[str, int]]) -> dict[str, int]:
    return made[1]


def shown(found: Shown | NotShown | None) -> Shown:
    assert isinstance(found, Shown), found
    return found


def page(found: FilmPage | NotShown) -> FilmPage:
    assert isinstance(found, FilmPage), found
    return found


def times(found: FilmPage | NotShown) -> list[float]:
    return [round(frame.time_s or 0.0, 3) for frame in page(found).frames]


def pixels_of(found: Shown) -> np.ndarray:
    return np.frombuffer(found.pixels.rgb, np.uint8).reshape(found.pixels.height, found.pixels.width, 3)


# --- pictures -----------------------------------------------------------------------------------------------------


def test_a_picture_comes_with_all_its_pixels(session: Session, items: dict[str, int]) -> None:
    found = shown(session.view(items["plain.png"]))

    assert (found.width, found.height, found.count, found.film) == (480, 360, None, None)
    assert np.array_equal(pixels_of(found), texture(3))


def test_a_large_jpeg_is_not_shown_at_a_fraction_of_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORENSICDESK_HOME", str(tmp_path / "home"))
    (tmp_path / "e").mkdir()
    Image.fromarray(texture(8)).resize((4096, 3072)).save(tmp_path / "e" / "large.jpg")
    with Session.create(tmp_path / "c", "2026-001", "Examiner A") as made:
        made.add_source(tmp_path / "e", lambda _: None)
        found = shown(made.view(1))

    assert (found.width, found.height) == (found.pixels.width, found.pixels.height) == (4096, 3072)


def test_what_is_blurred_leaves_the_child_as_a_dozen_pixels(session: Session, items: dict[str, int]) -> None:
    for name in ("plain.png", "film.mp4", "moving.gif", "edited.jpg"):
        found = shown(session.view(items[name], coarse=COARSE_SIDE))
        assert max(found.pixels.width, found.pixels.height) <= COARSE_SIDE
        assert found.width >= 120
    for way in Way:
        for frame in page(session.film_frames(items["film.mp4"], 1.0, way, coarse=COARSE_SIDE)).frames:
            assert max(frame.pixels.width, frame.pixels.height) <= COARSE_SIDE
    inner = shown(session.view_thumbnail(items["edited.jpg"], coarse=COARSE_SIDE))
    assert inner.pixels.width <= COARSE_SIDE


def test_frames_of_an_animation_come_one_by_one_and_in_any_order(session: Session, items: dict[str, int]) -> None:
    item = items["moving.gif"]

    found = [shown(session.view(item, number)) for number in (1, 2, 4, 3, 2, 1)]

    assert [one.number for one in found] == [1, 2, 4, 3, 2, 1]
    assert [round(one.time_s or 0.0, 3) for one in found] == [0.0, 0.2, 0.6, 0.4, 0.2, 0.0]
    assert {one.count for one in found} == {FRAMES}
    assert found[1].pixels == found[4].pixels != found[2].pixels
    assert isinstance(session.view(item, FRAMES + 1), NotShown)


def test_a_thumbnail_is_shown_only_where_it_shows_something_else(session: Session, items: dict[str, int]) -> None:
    found = shown(session.view_thumbnail(items["edited.jpg"]))

    assert (found.width, found.height) == (160, 120)
    assert session.view_thumbnail(items["plain.png"]) is None


def test_what_is_no_picture_says_so_and_its_bytes_are_there(session: Session, items: dict[str, int]) -> None:
    assert isinstance(session.view(items["note.txt"]), NotShown)
    assert session.first_bytes(items["note.txt"], 4) == b"no p"
    assert session.first_bytes(items["note.txt"], 99) == b"no picture\x00\xff"
    with pytest.raises(UsageError, match="no item number"):
        session.view(9_999)


# --- films --------------------------------------------------------------------------------------------------------


def test_frames_of_a_film_come_by_presentation_time(session: Session, items: dict[str, int]) -> None:
    item = items["film.mp4"]
    first = shown(session.view(item))
    assert first.film is not None
    assert (first.film.duration_s, first.film.rate, first.time_s) == (FILM_S, RATE, 0.0)

    assert times(session.film_frames(item, 1.04)) == [1.0]
    assert times(session.film_frames(item, 1.0, Way.BEFORE)) == [0.9]
    assert times(session.film_frames(item, 0.0, Way.BEFORE)) == [0.0]
    assert times(session.film_frames(item, 99.0)) == [LAST_S]
    assert page(session.film_frames(item, LAST_S, Way.AFTER)) == FilmPage((), ended=True)


def test_playing_on_gives_every_frame_once(session: Session, items: dict[str, int]) -> None:
    found, at = [0.0], 0.0
    while True:
        following = page(session.film_frames(items["film.mp4"], at, Way.AFTER))
        found += times(following)
        at = found[-1]
        if following.ended:
            break

    assert found == [round(number / RATE, 3) for number in range(int(FILM_S * RATE))]


def test_frames_are_fitted_into_a_box(session: Session, items: dict[str, int]) -> None:
    [frame] = page(session.film_frames(items["film.mp4"], 0.0, box=(100, 50))).frames

    assert frame.pixels.width <= 100
    assert frame.pixels.height == 50
    assert frame.height == 240


def test_a_strip_is_spread_over_the_film(session: Session, items: dict[str, int]) -> None:
    found = times(session.film_strip(items["film.mp4"], 6))

    assert found == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5]


def test_the_hash_of_a_frame_on_the_screen_is_the_stored_one(session: Session, items: dict[str, int]) -> None:
    film = session.item(items["film.mp4"]).analysis
    assert film is not None
    assert film.film is not None
    stored = film.film.frames[1]

    found = session.frame_hash(items["film.mp4"], stored.time_s)

    assert not isinstance(found, NotShown)
    assert (found.pdq, found.quality, found.time_s) == (stored.pdq, stored.quality, stored.time_s)
    assert len(found.orientations) == len(ORIENTATIONS)


# --- children that hang, die or lie --------------------------------------------------------------------------------


@pytest.fixture
def viewer() -> Iterator[Viewer]:
    made = Viewer(seconds=1.0, preload=())
    yield made
    made.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_child_that_hangs_is_ended_and_the_next_question_is_answered(viewer: Viewer) -> None:
    child = viewer.ask(pid)
    assert isinstance(child, str)
    os.kill(int(child), signal.SIGSTOP)

    assert viewer.ask(pid) == NotShown(slow(1.0))

    following = viewer.ask(pid)
    assert isinstance(following, str)
    assert following != child


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_child_that_dies_costs_one_question(viewer: Viewer) -> None:
    child = viewer.ask(pid)
    assert isinstance(child, str)
    os.kill(int(child), signal.SIGKILL)

    answers = [viewer.ask(pid) for _ in range(2)]

    assert answers[0] == NotShown(DIED) or isinstance(answers[0], str)
    assert isinstance(answers[1], str)
    assert answers[1] != child


def test_pixels_that_are_too_few_are_never_drawn(viewer: Viewer) -> None:
    assert viewer.ask(lie) == NotShown(UNSOUND)
    assert isinstance(viewer.ask(outlaw), NotShown)
    assert isinstance(viewer.ask(pid), str)


def test_what_is_being_decoded_can_be_stopped_and_nothing_is_left(viewer: Viewer) -> None:
    child = viewer.ask(pid)
    patient = Viewer(seconds=30.0, preload=())
    assert isinstance(patient.ask(pid), str)
    stopper = threading.Timer(0.3, patient.stop)
    stopper.start()
    began = time.monotonic()
    assert patient.ask(sleep, 20.0) == NotShown(STOPPED)
    assert time.monotonic() - began < 10

    patient.close()
    viewer.close()
    assert patient.ask(pid) == NotShown(STOPPED)
    assert str(child) not in {str(one.pid) for one in multiprocessing.active_children()}


# --- laid onto each other -----------------------------------------------------------------------------------------


def test_turning_pixels_is_what_the_orientations_of_pdq_mean() -> None:
    picture = np.ascontiguousarray(texture(21, 512, 512))
    hashed = pdq(picture)

    for place, name in enumerate(ORIENTATIONS):
        apart = [hamming(pdq(turned(picture, name)).value, other) for other in hashed.orientations]
        assert min(range(8), key=apart.__getitem__) == place, (name, apart)
        assert apart[place] <= 16


def test_a_mirrored_copy_is_laid_onto_its_original(session: Session, items: dict[str, int]) -> None:
    one, two = items["mirrored.jpg"], items["plain.png"]
    said = session.compare_items(one, two)
    pdq_said = next(distance for distance in said.distances if distance.algorithm == "pdq")
    assert (pdq_said.orientation, said.same_bytes) == ("flipy", False)
    assert pdq_said.distance <= pdq_said.threshold

    found = session.align_items(one, two, said)

    assert not isinstance(found, NotShown), found
    assert found.by in {"features", "orientation"}
    laid = np.frombuffer(found.laid.rgb, np.uint8).astype(int)
    second = np.frombuffer(found.second.rgb, np.uint8).astype(int)
    assert np.abs(laid - second).mean() < 12
    assert np.frombuffer(found.difference.rgb, np.uint8).mean() < 20


def test_pictures_that_have_nothing_in_common_say_so(session: Session, items: dict[str, int]) -> None:
    found = session.align_items(items["other.jpg"], items["plain.png"], coarse=COARSE_SIDE)

    assert not isinstance(found, NotShown)
    assert found.finding != "match"
    assert max(found.first.width, found.laid.width, found.difference.width) <= COARSE_SIDE


def test_a_picture_is_compared_with_the_frame_of_a_film_that_meets(session: Session, items: dict[str, int]) -> None:
    said = session.compare_items(items["plain.png"], items["film.mp4"])

    assert said.still is not None
    assert said.still.film == "b"
    assert not isinstance(session.align_items(items["plain.png"], items["film.mp4"], said), NotShown)
