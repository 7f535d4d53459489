"""The synthetic exhibit holds what the demonstration is to show."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import exifread
import pytest

from forensicdesk.demo import make_evidence
from forensicdesk.errors import UsageError
from forensicdesk.workers.pool import analyse_files
from hashing.perceptual.distance import hamming
from hashing.values import EmbeddedKind, Outcome, Recipe

if TYPE_CHECKING:
    from pathlib import Path

    from hashing.values import Analysis, PerceptualHash

NEAR = 31
GOOD_QUALITY = 50
COPIES = {
    "phone/Chat/Media/quality-50.jpg": "IMG_0001.JPG",
    "phone/Chat/Media/half-size.jpg": "IMG_0002.JPG",
    "phone/Chat/Media/mirrored.jpg": "IMG_0003.JPG",
    "phone/Chat/Media/turned.jpg": "IMG_0004.JPG",
    "phone/Chat/Media/sixth.webp": "IMG_0006.JPG",
    "phone/Chat/Media/sixth.avif": "IMG_0006.JPG",
}


@pytest.fixture(scope="module")
def analyses(exhibit: Path) -> dict[str, Analysis]:
    """What the program itself says about every file of the exhibit, by path."""
    paths = files(exhibit)
    recipe = Recipe(perceptual=("pdq",))
    return dict(
        zip((path.relative_to(exhibit).as_posix() for path in paths), analyse_files(paths, recipe, 2), strict=True)
    )


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def pdq(analysis: Analysis) -> PerceptualHash:
    return next(value for value in analysis.perceptual if value.algorithm == "pdq")


def test_making_it_again_after_an_interruption_gives_the_same_names_bytes_and_times(
    exhibit: Path, tmp_path: Path
) -> None:
    (tmp_path / "again.part").mkdir()
    (tmp_path / "again.part" / "half.jpg").write_bytes(b"what an interrupted run left behind")

    make_evidence(tmp_path / "again")

    first, again = (
        [
            (path.relative_to(folder), hashlib.sha256(path.read_bytes()).digest(), path.stat().st_mtime)
            for path in files(folder)
        ]
        for folder in (exhibit, tmp_path / "again")
    )
    assert [path.name for path in tmp_path.iterdir()] == ["again"]
    assert first == again
    assert 30 <= len(first) <= 45


def test_an_existing_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match="exists already"):
        make_evidence(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_every_outcome_is_as_it_is_meant(analyses: dict[str, Analysis]) -> None:
    outcomes = {name: analysis.outcome for name, analysis in analyses.items()}

    assert {name for name, outcome in outcomes.items() if outcome is Outcome.FAILED} == {
        "laptop/Recovered/f0002.jpg",
        "laptop/Recovered/f0004.mp4",
    }
    assert {name for name, outcome in outcomes.items() if outcome is Outcome.NOT_MEDIA} == {
        f"laptop/Documents/{name}"
        for name in ("archive.zip", "empty.jpg", "expenses.csv", "holiday.jpg", "letter.txt", "stream.m3u8")
    }
    assert set(outcomes.values()) == {Outcome.ANALYSED, Outcome.FAILED, Outcome.NOT_MEDIA}


def test_every_format_of_the_contract_but_heic_is_there(analyses: dict[str, Analysis]) -> None:
    kinds = {analysis.media_type for analysis in analyses.values() if analysis.outcome is Outcome.ANALYSED}

    pictures = {f"image/{name}" for name in ("jpeg", "png", "gif", "webp", "bmp", "tiff", "avif")}
    films = {f"video/{name}" for name in ("mp4", "quicktime", "x-matroska", "webm", "x-msvideo")}
    assert kinds == pictures | films


def test_whole_pictures_are_rich_enough_for_near_matching(analyses: dict[str, Analysis]) -> None:
    whole = [analysis for analysis in analyses.values() if analysis.perceptual and not analysis.issues]

    assert len(whole) > 15
    for analysis in whole:
        quality = pdq(analysis).quality
        assert quality is not None
        assert quality >= GOOD_QUALITY


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_is_near_its_original_in_one_orientation(copy: str, analyses: dict[str, Analysis]) -> None:
    original = pdq(analyses[f"phone/DCIM/100EXMPL/{COPIES[copy]}"]).value

    assert min(hamming(turned, original) for turned in pdq(analyses[copy]).orientations) <= NEAR


@pytest.mark.parametrize(("copy", "original"), [("framed.jpg", "IMG_0001.JPG"), ("screen.png", "IMG_0002.JPG")])
def test_a_picture_in_a_frame_or_on_a_screen_is_near_its_original_once_taken_out(
    copy: str, original: str, analyses: dict[str, Analysis]
) -> None:
    found = analyses[f"phone/Chat/Media/{copy}"]
    value = pdq(analyses[f"phone/DCIM/100EXMPL/{original}"]).value

    assert hamming(pdq(found).value, value) > 2 * NEAR
    assert min(hamming(view.value, value) for view in found.perceptual if view.view) <= NEAR


def test_the_motion_photo_holds_the_clip(exhibit: Path, analyses: dict[str, Analysis]) -> None:
    name = "phone/DCIM/100EXMPL/MVIMG_0008.JPG"

    (film,) = analyses[name].embedded

    data = (exhibit / name).read_bytes()
    assert film.kind is EmbeddedKind.APPENDED_FILM
    assert data[film.offset : film.offset + film.length] == (exhibit / "phone/Chat/Media/clip.mp4").read_bytes()


def test_originals_are_far_from_each_other(analyses: dict[str, Analysis]) -> None:
    originals = [pdq(analyses[f"phone/DCIM/100EXMPL/IMG_{number:04}.JPG"]) for number in range(1, 7)]

    for at, query in enumerate(originals):
        for other in originals[:at]:
            assert min(hamming(turned, other.value) for turned in query.orientations) > 2 * NEAR


def test_the_clip_shows_the_same_frames_as_the_film(analyses: dict[str, Analysis]) -> None:
    film, clip = analyses["laptop/Films/crossing.mp4"].film, analyses["phone/Chat/Media/clip.mp4"].film
    assert film is not None
    assert clip is not None

    hits = [any(hamming(frame.pdq, other.pdq) <= NEAR for other in film.frames) for frame in clip.frames]
    assert sum(hits) >= 0.8 * len(hits) > 0


def test_the_phones_pictures_carry_camera_time_and_place(exhibit: Path) -> None:
    with (exhibit / "phone/DCIM/100EXMPL/IMG_0001.JPG").open("rb") as file:
        tags = {name: str(value) for name, value in exifread.process_file(file, details=False).items()}

    assert tags["Image Make"] == "Exemplar"
    assert tags["EXIF DateTimeOriginal"] == "2025:06:14 09:31:00"
    assert tags["GPS GPSLatitudeRef"] == "N"
    assert tags["GPS GPSLongitude"].startswith("[30, 15,")


def test_one_picture_lies_twice_under_another_name_and_ending(exhibit: Path) -> None:
    hidden = (exhibit / "laptop/Documents/recipes.txt").read_bytes()

    assert hidden == (exhibit / "phone/DCIM/100EXMPL/IMG_0005.JPG").read_bytes()
