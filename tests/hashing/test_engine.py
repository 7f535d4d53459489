"""The engine names what it is made of and checks itself."""

from __future__ import annotations

import json
from importlib import resources

import imagehash
import pytest
from PIL import Image

from hashing import engine
from hashing.known_answers import write
from hashing.known_answers.pictures import draw
from hashing.perceptual.distance import hamming
from tests.hashing.perceptual.plain_pdq import plain_pdq


def test_every_known_answer_is_computed_again() -> None:
    assert engine.check_known_answers() == ()
    assert engine.known_answer_count() >= 30


def test_known_pdq_answers_agree_with_the_reference_written_out() -> None:
    text = resources.files("hashing").joinpath("known_answers", "vectors.json").read_text(encoding="utf-8")
    answers = [one for one in json.loads(text)["vectors"] if one["algorithm"] == "pdq" and one["picture"] != "solid"]
    vectors = [one for one in answers if one["width"] * one["height"] < 400_000]

    assert vectors
    for vector in vectors:
        value, quality = plain_pdq(draw(vector["picture"], vector["width"], vector["height"]))
        found, _, found_quality = vector["expected"].partition(",")
        assert hamming(bytes.fromhex(found), value) <= 2
        assert abs(int(found_quality) - quality) <= 1


@pytest.mark.parametrize(("algorithm", "name"), [("phash", "phash"), ("dhash", "dhash"), ("ahash", "average_hash")])
def test_known_64_bit_answers_are_those_of_imagehash(algorithm: str, name: str) -> None:
    vectors = [one for one in engine._vectors() if one.algorithm == algorithm]

    assert len(vectors) >= 5
    for vector in vectors:
        picture = Image.fromarray(draw(vector.picture, vector.width, vector.height))
        assert str(getattr(imagehash, name)(picture)) == vector.expected


def test_the_vectors_file_is_what_its_writer_prints(capsys: pytest.CaptureFixture[str]) -> None:
    write.main()

    text = resources.files("hashing").joinpath("known_answers", "vectors.json").read_text(encoding="utf-8")
    assert capsys.readouterr().out == text


def test_a_wrong_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = engine._Vector("tiles", 64, 64, "dhash", "00" * 8)
    monkeypatch.setattr(engine, "_vectors", lambda: (wrong,))

    (sentence,) = engine.check_known_answers()

    assert "dhash" in sentence
    assert "tiles" in sentence


def test_libraries_are_listed_with_version_and_licence() -> None:
    found = engine.libraries()

    assert {"Pillow", "PyAV", "OpenCV", "ImageHash", "ExifRead", "FFmpeg"} <= {name for name, _, _ in found}
    assert all(version and licence for _, version, licence in found)
