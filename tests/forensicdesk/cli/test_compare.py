"""`compare` from end to end: two files in, everything about them out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from PIL import Image

from tests.hashing.local.scenes import scene, screenshot
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture, a mirrored crop, two screenshots, a film that shows it, a clip of that, a file that is neither."""
    made = tmp_path_factory.mktemp("compare")
    scene(1).save(made / "whole.jpg", quality=90)
    scene(1).crop((64, 48, 512, 432)).transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(made / "crop.jpg", quality=85)
    screenshot(scene(1)).save(made / "screen.png")
    screenshot(scene(2)).save(made / "other-screen.png")
    (made / "notes.txt").write_text("nothing to see", encoding="utf-8")
    _write_film(made / "film.mp4", range(30))
    _write_film(made / "clip.mp4", range(10, 20))
    _write_film(made / "cropped.mp4", range(30), cut=16)
    return made


def _write_film(path: Path, numbers: range, cut: int = 0) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width, stream.height = 320 - 2 * cut, 240 - 2 * cut
        stream.pix_fmt, stream.bit_rate = "yuv420p", 4_000_000
        for number in numbers:
            shown = scene(1 if 10 <= number < 20 else 3).resize((320, 240)).crop((cut, cut, 320 - cut, 240 - cut))
            for packet in stream.encode(av.VideoFrame.from_ndarray(np.asarray(shown), format="rgb24")):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)


def compared(folder: Path, one: str, two: str, *more: object) -> Any:  # noqa: ANN401 - a JSON document
    done = forensicdesk(folder / "home", "compare", folder / one, folder / two, "--json", *more)
    assert done.returncode == 0, done.stderr
    return document(done)


def test_a_mirrored_crop_is_shown_with_where_it_lies_and_drawn_on_request(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "agreement.png"

    said = compared(folder, "crop.jpg", "whole.jpg", "--picture", target)

    features = said["features"]
    assert features["is_match"]
    assert features["mirrored"]
    assert features["coverage_a"] > 0.9
    assert features["coverage_b"] == pytest.approx(0.7 * 0.8, abs=0.03)
    assert min(point[0] for point in features["outline"]) == pytest.approx(0.1, abs=0.02)
    assert {"matched", "considered", "transform", "region_a", "region_b", "finding"} <= features.keys()
    assert said["distances"]["pdq"].keys() == {"distance", "bits", "unit", "threshold", "orientation"}
    assert said["views"][0]["view_a"] == said["view_a"]
    assert said["picture"] == str(target)
    with Image.open(io.BytesIO(target.read_bytes()), formats=["PNG"]) as drawn:
        drawn.load()
        assert min(drawn.size) > 400


def test_two_screenshots_of_one_program_agree_without_a_match(folder: Path) -> None:
    said = compared(folder, "screen.png", "other-screen.png")

    assert said["features"]["finding"] == "rest-differs"
    assert not said["features"]["is_match"]


def test_a_picture_is_found_in_the_seconds_in_which_a_film_shows_it(folder: Path) -> None:
    said, reverse = compared(folder, "whole.jpg", "film.mp4"), compared(folder, "film.mp4", "whole.jpg")

    still = said["still_in_film"]
    assert still["film"] == "b"
    assert [run["from_s"] for run in still["ranges"]] == [pytest.approx(2.0, abs=0.21)]
    assert 2.0 <= still["ranges"][0]["to_s"] <= 4.0
    assert still["frames"][0]["distance"] <= still["threshold"]
    assert said["video"] is None
    assert said["distances"] == {}
    assert reverse["still_in_film"]["film"] == "a"
    assert reverse["still_in_film"]["ranges"] == still["ranges"]


def test_a_clip_is_shown_with_the_stretches_of_both_films(folder: Path) -> None:
    said = compared(folder, "clip.mp4", "film.mp4")["video"]
    people = forensicdesk(folder / "home", "compare", folder / "clip.mp4", folder / "film.mp4").stdout

    assert said["query_percent"] == 100.0
    assert said["reference_percent"] < 100.0
    assert said["ranges"][0][0] == 0.0
    assert said["reference_ranges"][0][0] == pytest.approx(2.0, abs=0.21)
    assert "film A: 0.0 to" in people
    assert "film B: 2.0 to" in people


def test_a_cropped_film_agrees_by_the_features_of_its_frames(folder: Path) -> None:
    said = compared(folder, "cropped.mp4", "film.mp4")
    people = forensicdesk(folder / "home", "compare", folder / "cropped.mp4", folder / "film.mp4").stdout

    assert said["video"]["query_percent"] < 50.0
    found = said["film_features"]
    assert (found["percent_a"], found["percent_b"], found["is_part"], found["is_whole"]) == (100.0, 100.0, True, True)
    assert all(abs(pair["time_a"] - pair["time_b"]) < 2.0 for pair in found["frames"])
    assert "100.0 % of A's frames agree with 100.0 % of B's" in people
    assert "a match of both" in people


def test_people_read_of_a_match_and_what_it_covers(folder: Path) -> None:
    done = forensicdesk(folder / "home", "compare", folder / "crop.jpg", folder / "whole.jpg")

    assert "local features: a match of local features, mirrored" in done.stdout
    assert "% of A and" in done.stdout


def test_an_existing_file_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.png"
    target.write_bytes(b"mine")

    done = forensicdesk(
        folder / "home", "compare", folder / "crop.jpg", folder / "whole.jpg", "--picture", target, "--json"
    )

    assert done.returncode == 2
    assert "exists already and is not overwritten" in done.stderr
    assert done.stdout == ""
    assert target.read_bytes() == b"mine"


def test_no_picture_is_drawn_where_nothing_agrees_and_it_says_so(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "none.png"

    done = forensicdesk(
        folder / "home", "compare", folder / "whole.jpg", folder / "notes.txt", "--picture", target, "--json"
    )

    assert done.returncode == 1
    assert [note for note in document(done)["notes"] if "No picture was drawn" in note]
    assert not target.exists()


def test_a_picture_for_a_folder_that_is_not_there_is_refused(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "picture.png"

    done = forensicdesk(folder / "home", "compare", folder / "crop.jpg", folder / "whole.jpg", "--picture", target)

    assert done.returncode == 2
    assert "does not exist" in done.stderr
