"""`calibrate` as a person uses it: a process of its own, real pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from forensicdesk.chance.calibration import read_calibration
from tests.support.evidence import texture
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path

PICTURES = 202


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unrelated textures, one of them also enlarged, one also with equal bytes, and a text."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "deep").mkdir()
    for seed in range(PICTURES):
        Image.fromarray(texture(1_000 + seed)).save(folder / "deep" / f"{seed:03}.jpg", quality=90)
    (folder / "twin.jpg").write_bytes((folder / "deep" / "001.jpg").read_bytes())
    Image.open(folder / "deep" / "007.jpg").resize((600, 450)).save(folder / "larger.png")
    (folder / "notes.txt").write_text("no picture", encoding="utf-8")
    return folder


def test_a_folder_gives_a_calibration_and_what_must_be_looked_at(pictures: Path, tmp_path: Path) -> None:
    first = document(forensicdesk(tmp_path, "calibrate", pictures, "--json", "--workers", 1))
    done = forensicdesk(tmp_path, "calibrate", pictures, "--out", tmp_path / "c.json", "--keep", "--workers", 2,
                        "--same", "larger.png", "deep/007.jpg")  # fmt: skip

    assert (first["pictures"], first["left_out"]) == (PICTURES + 1, {"equal bytes": 1, "no still picture": 1})
    assert [sorted((pair["first"], pair["second"])) for pair in first["close"] if pair["distance"] <= 31] == [
        ["deep/007.jpg", "larger.png"]
    ]
    assert done.returncode == 0, done.stderr
    assert "larger.png" not in done.stdout
    assert "It does not rate any match." in done.stdout
    made = read_calibration(tmp_path / "c.json")
    assert (made.pictures, made.seen(31)) == (PICTURES, 0)
    shown = document(forensicdesk(tmp_path, "calibrate", "--json", "--list-size", 1_000, "--case-size", 50))
    assert (shown["id"], shown["name"]) == (made.id, "own pictures")
    at_31 = next(one for one in shown["expected"] if one["distance"] == 31)
    assert at_31["upper_95"] == pytest.approx(50_000 * made.upper(31))


def test_unlooked_pairs_end_with_one_and_are_counted(pictures: Path, tmp_path: Path) -> None:
    done = forensicdesk(tmp_path, "calibrate", pictures)

    assert done.returncode == 1, done.stderr
    assert "The closest pairs (1 within 31 bits" in done.stdout


def test_what_cannot_be_used_is_said_in_one_sentence(pictures: Path, tmp_path: Path) -> None:
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "one.jpg").write_bytes((pictures / "twin.jpg").read_bytes())
    (tmp_path / "pairs.tsv").write_text("only one name\n", encoding="utf-8")
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    cases = (
        (("calibrate", tmp_path / "few"), "at least 200 different pictures"),
        (("calibrate", tmp_path / "none"), "is no folder"),
        (("calibrate", pictures, "--same-file", tmp_path / "pairs.tsv"), "Line 1 of"),
        (("calibrate", pictures, "--out", tmp_path / "bad.json"), "exists already"),
        (("calibrate", "--list-size", 5), "Give both sizes or none"),
        (("calibrate", "--keep"), "Give the folder"),
    )
    for arguments, sentence in cases:
        done = forensicdesk(tmp_path / "home", *arguments)
        assert (done.returncode, sentence in done.stderr, done.stdout) == (2, True, ""), done.stderr


def test_without_a_folder_the_shipped_calibration_is_shown(tmp_path: Path) -> None:
    done = forensicdesk(tmp_path, "calibrate")

    assert done.returncode == 0, done.stderr
    assert "shipped with ForensicDesk" in done.stdout
    assert "by list size x case size" in done.stdout


def test_an_interrupted_run_goes_on_and_comes_to_the_same(pictures: Path, tmp_path: Path) -> None:
    undisturbed = document(forensicdesk(tmp_path / "a", "calibrate", pictures, "--json", "--workers", 2))
    (begun,) = (tmp_path / "a").rglob("calibrating-*.jsonl")
    lines = begun.read_text(encoding="utf-8").splitlines()
    # As a kill leaves it: half of the pictures, the last line cut off.
    half = lines[: len(lines) // 2]
    half[-1] = half[-1][:40]
    begun.write_text("\n".join(half), encoding="utf-8")

    again = document(forensicdesk(tmp_path / "a", "calibrate", pictures, "--json", "--workers", 2))

    volatile = {"id", "made_at"}
    assert {key: value for key, value in again.items() if key not in volatile} == {
        key: value for key, value in undisturbed.items() if key not in volatile
    }
    written = begun.read_text(encoding="utf-8").splitlines()
    assert len(written) == len(lines) + 1
    assert forensicdesk(tmp_path / "a", "calibrate", pictures, "--keep").returncode == 1
    assert not list((tmp_path / "a").rglob("calibrating-*"))
