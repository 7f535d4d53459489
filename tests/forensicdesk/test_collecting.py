"""A reference collection: made from folders and cases, kept without imagery, and found again in crops."""

from __future__ import annotations

import base64
import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from forensicdesk.errors import ListError
from forensicdesk.lists.library import Library
from forensicdesk.lists.readers import collection as reader
from forensicdesk.lists.readers.sample import take_sample
from forensicdesk.lists.records import FrameRecord, ReadOptions, Record, Refusal
from tests.forensicdesk.test_relate import scene
from tests.support.evidence import write_film
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.lists.records import Parsed


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reference pictures, one of them twice, a film, a text; and evidence with a crop of one of them."""
    root = tmp_path_factory.mktemp("collection")
    known, evidence = root / "known", root / "evidence"
    known.mkdir()
    evidence.mkdir()
    for seed in (1, 2, 3):
        scene(seed).save(known / f"secret-name-{seed}.png")
    shutil.copy(known / "secret-name-1.png", known / "twice.png")
    (known / "notes.txt").write_text("no picture", encoding="utf-8")
    write_film(known / "film.mp4", 7)
    scene(2).crop((120, 90, 700, 540)).save(evidence / "crop.jpg", quality=85)
    scene(9).save(evidence / "other.png")
    made = forensicdesk(
        root,
        "collection",
        "make",
        "Known",
        known,
        "--role",
        "notable",
        "--label",
        "unit",
        "--out",
        root / "k.col",
        "--json",
    )
    assert made.returncode == 0, made.stderr
    (root / "made.json").write_text(made.stdout, encoding="utf-8")
    done = forensicdesk(
        root, "run", evidence, "--case", root / "case", "--profile", "thorough", "--format", "html,json"
    )
    assert done.returncode == 0, done.stderr
    return root


def test_what_was_taken_is_counted(home: Path) -> None:
    made = json.loads((home / "made.json").read_text("utf-8"))

    assert made["collected"] == {"pictures": 3, "films": 1, "with_features": 3, "copies": 1, "left_out": 1}
    entries = made["list"]["entries"]
    assert (entries["sha256"], entries["features"], entries["vpdq"]) == (4, 3, 1)
    assert (made["list"]["role"], made["list"]["format"]) == ("notable", "collection")


def test_neither_names_nor_imagery_are_kept(home: Path) -> None:
    kept = (home / "k.col").read_bytes()
    stored = b"".join(path.read_bytes() for path in (home / "lists").glob("*.fdlist"))

    for secret in (b"secret-name", b"twice.png", b"JFIF", b"\x89PNG", str(home).encode()):
        assert secret not in kept
        assert secret not in stored
    assert not list((home / "lists").glob("*.tmp"))


def test_a_crop_is_found_by_local_features_with_a_card_that_can_be_checked(home: Path) -> None:
    printed = document(forensicdesk(home, "match", home / "case", "--list", "Known", "--json"))

    [found] = printed["new"]
    assert (found["kind"], found["algorithm"], found["entry"], found["label"]) == (
        "near",
        "local-features",
        "picture 3",
        "unit",
    )
    assert found["distance"] <= found["threshold"] == 20
    assert "local features follow one movement" in found["note"]
    assert len(found["query"]) == len(found["reference"]) == 64

    report = forensicdesk(home, "report", home / "case", "--out", home / "r", "--format", "html,pdf,json")
    assert report.returncode == 0, report.stderr
    page = (home / "r" / "report-court.html").read_text("utf-8")
    assert "% of the overlap differs" in page
    assert "of 256 bits" not in page.split("local-features")[1].split("</article>")[0]


def test_the_same_pictures_give_the_same_version_from_a_folder_and_from_its_file(home: Path, tmp_path: Path) -> None:
    again = document(
        forensicdesk(
            home, "collection", "make", "Known", home / "known", "--role", "notable", "--label", "unit", "--json"
        )
    )
    elsewhere = document(
        forensicdesk(tmp_path, "list", "import", home / "k.col", "--role", "notable", "--name", "Known", "--json")
    )

    made = json.loads((home / "made.json").read_text("utf-8"))["list"]
    assert again["list"]["id"] == made["id"] == elsewhere["id"]
    assert elsewhere["entries"] == made["entries"]


def test_a_closed_case_gives_its_stored_values(home: Path) -> None:
    made = document(forensicdesk(home, "collection", "make", "From case", home / "case", "--with-names", "--json"))

    assert made["collected"]["pictures"] == made["collected"]["with_features"] == 2
    assert made["list"]["role_stated"] is False
    names = {entry.name for entry in Library(home / "lists").entries(made["list"]["id"], (1, 2))}
    assert names == {"crop.jpg", "other.png"}


def test_only_what_matched_a_list_can_be_taken_from_a_case(home: Path) -> None:
    forensicdesk(home, "match", home / "case", "--list", "Known")
    chosen = ("--where", "list=Known", "--where", "media=picture")

    made = document(forensicdesk(home, "collection", "make", "Hits", home / "case", *chosen, "--json"))
    unknown = forensicdesk(home, "collection", "make", "Hits", home / "case", "--where", "list=Nobody")

    assert made["collected"]["pictures"] == 1
    assert unknown.returncode == 2
    assert "'Nobody' is no value for 'list'" in unknown.stderr


def test_a_case_without_features_is_told_what_is_not_looked_for(home: Path, tmp_path: Path) -> None:
    evidence = tmp_path / "e"
    evidence.mkdir()
    scene(4).save(evidence / "a.png")
    forensicdesk(home, "run", evidence, "--case", tmp_path / "plain", "--format", "json")

    done = forensicdesk(home, "match", tmp_path / "plain", "--list", "Known")

    assert done.returncode == 0
    assert "without local features" in done.stderr
    assert "--profile thorough" in done.stderr


def test_nothing_to_collect_leaves_nothing_behind(home: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "notes.txt").write_text("nothing", encoding="utf-8")

    done = forensicdesk(tmp_path, "collection", "make", "None", empty, "--out", tmp_path / "x.col")
    there = forensicdesk(tmp_path, "collection", "make", "None", empty, "--out", home / "k.col")

    assert done.returncode == 2
    assert "No picture or film was found" in done.stderr
    assert not (tmp_path / "x.col").exists()
    assert there.returncode == 2
    assert "exists already" in there.stderr
    assert (home / "k.col").stat().st_size > 1000


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.9999])
def test_a_cut_off_collection_is_refused_as_a_whole(home: Path, tmp_path: Path, kept: float) -> None:
    whole = (home / "k.col").read_bytes()
    (tmp_path / "cut.col").write_bytes(whole[: int(len(whole) * kept)])

    done = forensicdesk(tmp_path, "list", "import", tmp_path / "cut.col", "--role", "neutral")

    assert done.returncode == 2
    assert "cut off" in done.stderr
    assert not list((tmp_path / "lists").glob("*.fdlist"))


def test_a_damaged_list_with_features_is_noticed(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "lists", tmp_path / "lists")
    known = document(forensicdesk(tmp_path, "list", "show", "Known", "--json"))
    assert forensicdesk(tmp_path, "list", "check", "Known").returncode == 0
    with closing(sqlite3.connect(tmp_path / "lists" / f"{known['id']}.fdlist")) as connection, connection:
        connection.execute("UPDATE value SET value = x'00' WHERE rowid = 1")

    assert forensicdesk(tmp_path, "list", "check", "Known").returncode == 1


def read(text: str) -> list[Parsed]:
    import io

    sample = take_sample("x.col", text.encode()[:65536], whole=True)
    return list(reader.read(io.StringIO(text), sample, ReadOptions("x")))


HEAD = '{"forensicdesk_collection":1}\n'
GOOD = {
    "md5": "00" * 16,
    "sha1": "11" * 20,
    "sha256": "22" * 32,
    "pdq": [["", "33" * 32, 90], ["tile 1", "44" * 32, 80]],
}


def with_lines(*lines: object) -> str:
    body = "".join(json.dumps(line) + "\n" for line in lines)
    return f'{HEAD}{body}{{"end_of_collection":{len(lines)}}}\n'


def test_views_are_further_entries_of_the_same_picture() -> None:
    first, second = read(with_lines(GOOD))

    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.reference, first.quality, second.reference) == ("picture 1", 90, "picture 1, tile 1")
    assert (second.sha256, second.pdq) == (None, b"\x44" * 32)


def test_frames_of_films_and_their_inner_pictures_are_told_apart() -> None:
    film = {key: GOOD[key] for key in ("md5", "sha1", "sha256")}
    frames = [["", 0.5, "33" * 32, 90], ["inner picture", 0.5, "44" * 32, 80]]
    _, one, two = read(with_lines(film | {"frames": frames}))

    assert isinstance(one, FrameRecord)
    assert isinstance(two, FrameRecord)
    assert (one.film, two.film, two.time_s) == ("film 1", "film 1, inner picture", 0.5)


@pytest.mark.parametrize(
    "bad",
    [
        "text",
        {},
        GOOD | {"md5": "00"},
        GOOD | {"pdq": [["", "33" * 32, 101]]},
        GOOD | {"pdq": 5},
        GOOD | {"phash": "00"},
        GOOD | {"features": base64.b64encode(b"no features").decode()},
        GOOD | {"features": "not base64 at all"},
        GOOD | {"frames": [["", "soon", "33" * 32, 90]]},
    ],
)
def test_a_line_with_an_impossible_value_is_refused_and_the_others_are_kept(bad: object) -> None:
    found = read(with_lines(GOOD, bad))

    assert [type(one) for one in found] == [Record, Record, Refusal]


def test_another_version_is_named() -> None:
    with pytest.raises(ListError, match="another version"):
        read('{"forensicdesk_collection":2}\n{"end_of_collection":0}\n')


@given(st.binary(max_size=60), st.integers(0, 10_000))
def test_no_bytes_make_the_reader_fail_otherwise(noise: bytes, at: int) -> None:
    text = with_lines(GOOD, GOOD)
    at %= len(text)
    broken = text[:at] + noise.decode("utf-8", "backslashreplace") + text[at + len(noise) :]
    try:
        found = read(broken)
    except ListError:
        return
    assert all(isinstance(one, Record | FrameRecord | Refusal) for one in found)


def test_a_picture_is_as_good_as_its_file(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "white").save(tmp_path / "blank.png")

    done = document(forensicdesk(tmp_path, "collection", "make", "Blank", tmp_path / "blank.png", "--json"))

    assert done["collected"]["pictures"] == 1
    assert done["collected"]["with_features"] == 0
