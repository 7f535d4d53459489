"""What was seen in a closed case is recognised in a later one, with what was decided; and travels signed."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from forensicdesk import crosscase
from forensicdesk.cli.documents import item_document
from forensicdesk.decisions import ActKind
from forensicdesk.errors import ListError, UsageError
from forensicdesk.lists.library import Library
from forensicdesk.model import CLOSED_CASE, ItemFilter
from forensicdesk.session import Session, find_category_scheme, newest_lists, utc_now
from forensicdesk.signing.carried import copy_verified, write_signed
from forensicdesk.signing.keys import fingerprint, new_key_files, open_key, read_public
from tests.forensicdesk.signing.making import PASSPHRASE
from tests.support.evidence import texture, write_film, write_picture
from tests.support.program import forensicdesk

if TYPE_CHECKING:
    from forensicdesk.events import Event
    from forensicdesk.signing.keys import UnitKey


def ignore(_event: Event) -> None:
    """Nobody listens."""


def make_case(folder: Path, evidence: Path, number: str) -> Session:
    session = Session.create(folder, number, "Examiner A")
    session.add_source(evidence, ignore)
    session.process(ignore, workers=1)
    return session


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A decided case in the index; a later one with a copy, a mirrored smaller one, the film and another picture."""
    root = tmp_path_factory.mktemp("crosscase")
    write_picture(root / "old" / "secret-name.jpg", 1)
    (root / "old" / "twin.jpg").write_bytes((root / "old" / "secret-name.jpg").read_bytes())
    write_picture(root / "old" / "two.png", 2)
    write_film(root / "old" / "film.mp4", 7, seconds=2.0)
    new = root / "new"
    new.mkdir()
    (new / "copy.jpg").write_bytes((root / "old" / "secret-name.jpg").read_bytes())
    mirrored = Image.fromarray(texture(2)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    mirrored.resize((320, 240)).save(new / "mirrored.jpg", quality=80)
    write_film(new / "again.avi", 7, seconds=2.0)
    write_picture(new / "other.jpg", 9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORENSICDESK_HOME", str(root / "home"))
        with make_case(root / "a", root / "old", "2026-001") as first:
            first.choose_scheme(find_category_scheme(Path("us")))
            first.decide(ActKind.CATEGORY, "1", [2])
            crosscase.add_case(first.library, first.folder, now=utc_now(), actor="test")
        with make_case(root / "b", new, "2026-002") as second:
            second.match(second.lists_to_match(newest_lists(second.library)), ignore)
            second.report(root / "report", ("json", "html"))
    return root


def library(home: Path) -> Library:
    return Library(home / "home" / "lists")


def labels(home: Path) -> dict[str, set[str]]:
    found = {}
    with Session.open(home / "b", writable=False) as session:
        used = {one.id: one for one in session.lists_used()}
        for item in session.items(ItemFilter()):
            document = item_document(item, used)
            found[document["location"][0]["path"]] = {match["label"] for match in document["matches"]}
    return found


def test_what_was_seen_before_says_where_and_what_was_decided(home: Path) -> None:
    decided = "seen in Case 2026-001 (2 items), decided 1 Child Abuse Material (CAM) by Examiner A"

    found = labels(home)

    assert found["copy.jpg"] == {decided}
    assert found["mirrored.jpg"] == {"seen in Case 2026-001 (1 item), not decided"}
    assert found["again.avi"] == {"seen in Case 2026-001 (1 item), not decided"}
    assert found["other.jpg"] == set()
    assert decided in (home / "report" / "report-court.json").read_text("utf-8")
    assert decided in (home / "report" / "report-court.html").read_text("utf-8")


def test_a_run_compares_with_closed_cases_and_with_no_other_list_that_was_not_given(home: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(f"sha256\n{'0' * 64}\n", encoding="utf-8")
    library(home).import_file(tmp_path / "list.csv", role=None, name="not given", now=utc_now())

    ran = forensicdesk(
        home / "home", "run", home / "new", "--case", tmp_path / "c", "--format", "json", "--workers", 1, "--json"
    )

    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["matches"] == {"exact": 1, "near": 1, "video": 1}
    with Session.open(tmp_path / "c", writable=False) as session:
        assert [used.format for used in session.lists_used()] == [CLOSED_CASE]


def test_the_index_holds_no_imagery_and_no_name(home: Path) -> None:
    (file,) = (home / "home" / "lists" / "closed-cases").iterdir()
    lines = [json.loads(line) for line in file.read_bytes().splitlines()]
    kept = {"md5", "sha1", "sha256", "pdq", "phash", "dhash", "frames", "items", "decisions"}

    assert {key for line in lines[1:-1] for key in line} == kept
    for place in (file, *(home / "home" / "lists").glob("*.fdlist")):
        assert b"secret-name" not in place.read_bytes()
        assert place.stat().st_mode & 0o077 == 0


def test_a_case_does_not_meet_itself(home: Path) -> None:
    with Session.open(home / "a") as session:
        assert session.lists_to_match(crosscase.lists_of_index(library(home))) == ()


def test_where_it_was_seen_is_no_conflict_with_what_a_list_says(home: Path) -> None:
    source = (home / "old" / "secret-name.jpg").read_bytes()
    import hashlib

    text = f"sha256,category\n{hashlib.sha256(source).hexdigest()},other\n"
    (home / "list.csv").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORENSICDESK_HOME", str(home / "home"))
        with Session.open(home / "b") as session:
            used = session.library.import_file(home / "list.csv", role=None, now=utc_now())
            session.match([used], ignore)

            assert session.match_counts_by_list()[used.id] == 1
            assert list(session.conflicts()) == []


def make_keys(folder: Path, name: str) -> tuple[UnitKey, Path]:
    public = new_key_files(folder / f"{name}.key", PASSPHRASE)
    return open_key(folder / f"{name}.key", PASSPHRASE), public


def test_the_index_travels_signed_and_is_the_same_at_the_other_site(home: Path, tmp_path: Path) -> None:
    private, public = make_keys(tmp_path, "unit")
    _, other = make_keys(tmp_path, "other")
    here, there = library(home), Library(tmp_path / "there" / "lists")
    exported = crosscase.export_cases(here, tmp_path / "out.signed", private, ())
    altered = tmp_path / "altered.signed"
    altered.write_bytes((tmp_path / "out.signed").read_bytes().replace(b"Examiner A", b"Examiner B"))

    with pytest.raises(UsageError, match=f"{fingerprint(private.public)}, which none of --trust"):
        crosscase.import_cases(there, tmp_path / "out.signed", [other], utc_now())
    with pytest.raises(UsageError, match="altered or cut off"):
        crosscase.import_cases(there, altered, [public], utc_now())
    assert crosscase.closed_cases(there) == ()
    imported = crosscase.import_cases(there, tmp_path / "out.signed", [other, public], utc_now())

    assert [one.list.id for one in imported] == [one.list.id for one in exported]
    assert [entry.label for entry in there.walk(imported[0].list.id)] == [
        entry.label for entry in here.walk(exported[0].list.id)
    ]
    assert crosscase.remove_case(there, "2026-001").id == exported[0].id
    assert crosscase.closed_cases(there) == ()
    assert list((tmp_path / "there" / "lists" / "closed-cases").iterdir()) == []


def test_the_command_signs_with_the_unit_s_key_and_its_passphrase_only(home: Path, tmp_path: Path) -> None:
    _, public = make_keys(tmp_path, "unit")
    (tmp_path / "right").write_text(PASSPHRASE, encoding="utf-8")
    (tmp_path / "wrong").write_text("something else", encoding="utf-8")
    here, there = home / "home", tmp_path / "there"
    asked = ("index", "export", tmp_path / "out.signed", "--key", tmp_path / "unit.key", "--passphrase-file")

    wrong = forensicdesk(here, *asked, tmp_path / "wrong")
    right = forensicdesk(here, *asked, tmp_path / "right")
    taken = forensicdesk(there, "index", "import", tmp_path / "out.signed", "--trust", public)

    assert (wrong.returncode, right.returncode, taken.returncode) == (2, 0, 0), right.stderr + taken.stderr
    assert "the passphrase is wrong" in wrong.stderr
    assert taken.stdout == right.stdout


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> tuple[UnitKey, Path]:
    return make_keys(tmp_path_factory.mktemp("unit"), "unit")


@given(place=st.integers(0, 1 << 20), change=st.integers(1, 255), cut=st.booleans())
@settings(max_examples=60)
def test_no_changed_byte_and_no_cut_gets_through(
    tmp_path_factory: pytest.TempPathFactory, unit: tuple[UnitKey, Path], place: int, change: int, *, cut: bool
) -> None:
    folder = tmp_path_factory.mktemp("signed")
    private, public = unit
    (folder / "payload").write_bytes(b"line one\nline two\n")
    out = io.BytesIO()
    with (folder / "signed").open("wb") as target:
        write_signed(target, "test", [folder / "payload"], private)
    content = bytearray((folder / "signed").read_bytes())
    assert copy_verified(folder / "signed", "test", [read_public(public)], out) == read_public(public).hex()
    assert out.getvalue() == b"line one\nline two\n"

    place %= len(content)
    content = content[:place] if cut else content[:place] + bytes([content[place] ^ change]) + content[place + 1 :]
    (folder / "signed").write_bytes(content)
    with pytest.raises(UsageError):
        copy_verified(folder / "signed", "test", [read_public(public)], io.BytesIO())


@pytest.mark.parametrize(
    "line",
    ['{"forensicdesk_closed_case":2,"number":"1","id":"a"}', '{"forensicdesk_closed_case":1,"number":"1","id":"a"}'],
)
def test_a_closed_case_that_is_newer_or_cut_off_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "case.closed").write_text(line + "\n", encoding="utf-8")

    with pytest.raises(ListError):
        Library(tmp_path / "lists").import_file(tmp_path / "case.closed", role=None, now=utc_now())
