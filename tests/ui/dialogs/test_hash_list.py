"""Loading a list: a person sees what a file would be read as, and says what it does not."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from forensicdesk.model import Role
from forensicdesk.session import LIST_CHOICES, ImportSettings
from tests.ui.fakes import FakeChooser, make_list
from ui.dialogs.hash_list import HashListDialog
from ui.dialogs.list_result import ListResultDialog
from ui.list_look import BY_LINES, count_lines
from ui.widgets.list_details import REFUSED
from ui.work import ListRequest

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QComboBox
    from pytestqt.qtbot import QtBot

    from forensicdesk.model import HashList
    from ui.tasks import TaskRunner

LONG_MS = 20_000
DIGESTS = [hashlib.sha256(b"%d" % number).hexdigest() for number in range(8)]


@pytest.fixture
def dialog(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> HashListDialog:
    """On the screen, with a chooser that chooses `chosen.csv`."""
    made = HashListDialog(FakeChooser(file=tmp_path / "chosen.csv"), runner)
    qtbot.addWidget(made)
    return made


def look_at(qtbot: QtBot, dialog: HashListDialog, path: Path) -> None:
    """Type the path and wait until the file was looked at."""
    dialog.path.setText(str(path))
    qtbot.waitUntil(lambda: "Looking at" not in dialog.preview.heading.text(), timeout=LONG_MS)


def choose(box: QComboBox, value: str) -> None:
    """Choose an entry as a person does."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def asked_for(qtbot: QtBot, dialog: HashListDialog) -> ListRequest:
    """What the dialog hands over."""
    qtbot.waitUntil(dialog.go.isEnabled, timeout=LONG_MS)
    with qtbot.waitSignal(dialog.list_asked) as asked:
        dialog.go.click()
    request = asked.args[0]
    assert isinstance(request, ListRequest)
    return request


def test_a_list_needs_a_role_that_a_person_declares(qtbot: QtBot, dialog: HashListDialog, tmp_path: Path) -> None:
    path = tmp_path / "chosen.csv"
    path.write_text("\n".join(("SHA-256", *DIGESTS)))
    assert dialog.missing.text() == "Choose the file with the list."

    next(made for made in dialog.findChildren(QPushButton) if made.text() == "&Choose…").click()
    qtbot.waitUntil(lambda: "never guesses" in dialog.missing.text(), timeout=LONG_MS)

    assert dialog.name.text() == "chosen"
    assert not dialog.go.isEnabled()
    dialog.role.buttons[Role.IGNORABLE].click()
    assert asked_for(qtbot, dialog) == ListRequest(path, ImportSettings(Role.IGNORABLE, "chosen", undecided="ask"))


@pytest.mark.parametrize(
    ("said", "hash_type", "undecided"), [("sha256", "sha256", "ask"), ("pdq", "pdq", "ask"), ("both", None, "both")]
)
def test_digits_that_can_be_read_in_two_ways_are_asked_for(
    qtbot: QtBot, dialog: HashListDialog, tmp_path: Path, said: str, hash_type: str | None, undecided: str
) -> None:
    path = tmp_path / "bare.txt"
    path.write_text("\n".join(DIGESTS))
    look_at(qtbot, dialog, path)
    dialog.role.buttons[Role.NOTABLE].click()
    assert dialog.preview.answer.isVisibleTo(dialog)
    assert dialog.missing.text().startswith("Say what the values are")

    choose(dialog.preview.answer, said)

    request = asked_for(qtbot, dialog)
    assert (request.stated.hash_type, request.stated.undecided) == (hash_type, undecided)


def test_hashes_of_sixteen_digits_offer_the_four_they_can_be(
    qtbot: QtBot, dialog: HashListDialog, tmp_path: Path
) -> None:
    path = tmp_path / "bare.txt"
    path.write_text("\n".join(digest[:16] for digest in DIGESTS))

    look_at(qtbot, dialog, path)

    box = dialog.preview.answer
    assert [box.itemData(line) for line in range(box.count())] == ["", "phash", "dhash", "ahash", "whash"]


def test_a_file_that_says_what_it_is_asks_nothing(qtbot: QtBot, dialog: HashListDialog, tmp_path: Path) -> None:
    path = tmp_path / "sums.txt"
    path.write_text("\n".join(f"{digest}  picture {number}.jpg" for number, digest in enumerate(DIGESTS)))

    look_at(qtbot, dialog, path)

    assert not dialog.preview.answer.isVisibleTo(dialog)
    assert not dialog.preview.sure.isVisibleTo(dialog)
    assert "gnu-sum" in dialog.preview.heading.text()
    assert dialog.preview.rows.rowCount() == len(DIGESTS)


def test_columns_are_shown_with_values_mapped_and_confirmed(
    qtbot: QtBot, dialog: HashListDialog, tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    rows = [f"{digest};{number % 3};picture {number}.jpg" for number, digest in enumerate(DIGESTS)]
    path.write_text("\n".join(("alpha;beta;gamma", *rows)))
    look_at(qtbot, dialog, path)
    dialog.role.buttons[Role.NOTABLE].click()
    sample = dialog.preview.columns.item(2, 2)
    assert sample is not None
    assert sample.text().startswith("picture 0.jpg")
    assert [box.currentText() for box in dialog.preview.kinds[1:]] == ["PDQ quality", "kept beside the entry"]

    choose(dialog.preview.kinds[0], "pdq")
    choose(dialog.preview.kinds[1], "category")
    qtbot.waitUntil(lambda: "confirm" in dialog.missing.text(), timeout=LONG_MS)
    assert not dialog.preview.answer.isVisibleTo(dialog)
    dialog.preview.sure.click()

    stated = asked_for(qtbot, dialog).stated
    assert stated.columns == (("1", "pdq"), ("2", "category"))
    assert stated.as_format == "csv"


def test_another_file_has_to_be_confirmed_anew(qtbot: QtBot, dialog: HashListDialog, tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("\n".join(("SHA-256,name", *(f"{digest},a" for digest in DIGESTS))))
    look_at(qtbot, dialog, tmp_path / "one.csv")
    dialog.preview.sure.click()

    look_at(qtbot, dialog, tmp_path / "two.csv")

    assert not dialog.preview.sure.isChecked()


def test_a_file_of_no_known_kind_is_told_in_words_and_cannot_be_loaded(
    qtbot: QtBot, dialog: HashListDialog, tmp_path: Path
) -> None:
    path = tmp_path / "words.txt"
    path.write_text("no digest at all\n")
    dialog.role.buttons[Role.NOTABLE].click()

    look_at(qtbot, dialog, path)

    assert "words.txt is of no known kind" in dialog.preview.heading.text().replace("\N{ZERO WIDTH SPACE}", "")
    assert not dialog.go.isEnabled()


def test_a_delta_asks_for_the_list_that_it_changes(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> None:
    path = tmp_path / "delta.sql"
    path.write_text(
        "BEGIN TRANSACTION;\nINSERT INTO FILE(sha256,sha1,md5,crc32,file_name,file_size,package_id) "
        f"VALUES('{DIGESTS[0].upper()}','{DIGESTS[0][:40].upper()}','{DIGESTS[0][:32].upper()}','00','a',1,1);\nCOMMIT;\n"
    )
    release = make_release()
    dialog = HashListDialog(FakeChooser(), runner, (make_list(), release))
    qtbot.addWidget(dialog)
    assert not dialog.base.isVisibleTo(dialog)
    look_at(qtbot, dialog, path)
    dialog.role.buttons[Role.IGNORABLE].click()
    assert "delta" in dialog.missing.text()

    assert dialog.base.isVisibleTo(dialog)
    assert dialog.base.count() == 2
    choose(dialog.base, release.id)

    assert asked_for(qtbot, dialog).stated.base == release.id


def test_category_labels_are_shown_before_they_are_taken(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> None:
    labels = tmp_path / "labels.toml"
    labels.write_text('1 = "first kind"\n2 = "second kind"\n')
    (tmp_path / "list.txt").write_text("\n".join(("SHA-256", *DIGESTS)))
    dialog = HashListDialog(FakeChooser(file=labels), runner)
    qtbot.addWidget(dialog)
    look_at(qtbot, dialog, tmp_path / "list.txt")
    dialog.role.buttons[Role.NOTABLE].click()

    choose(dialog.categories.box, "file")
    qtbot.waitUntil(lambda: "1 = first kind" in dialog.categories.says.text(), timeout=LONG_MS)
    assert asked_for(qtbot, dialog).stated.categories == labels


def test_a_broken_file_of_labels_is_told(qtbot: QtBot, dialog: HashListDialog, tmp_path: Path) -> None:
    labels = tmp_path / "labels.toml"
    labels.write_text("not toml at all [")
    (tmp_path / "list.txt").write_text("\n".join(("SHA-256", *DIGESTS)))
    look_at(qtbot, dialog, tmp_path / "list.txt")

    dialog.categories.choose_path(labels)

    qtbot.waitUntil(lambda: "labels.toml" in dialog.missing.text(), timeout=LONG_MS)


def test_what_was_refused_can_be_asked_again_with_another_answer(
    qtbot: QtBot, runner: TaskRunner, tmp_path: Path
) -> None:
    path = tmp_path / "late.txt"
    path.write_text("\n".join([digest[:32] for digest in DIGESTS] * 60 + DIGESTS))
    question = "late.txt holds values of 64 hexadecimal digits and does not say whether they are SHA-256 or PDQ; say so"
    stated = ImportSettings(Role.NOTABLE, "Late", issuer="Unit 7", undecided="ask")
    dialog = HashListDialog(FakeChooser(), runner, (), None, ListRequest(path, stated, question))
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "plain-text" in dialog.preview.heading.text(), timeout=LONG_MS)
    assert dialog.preview.answer.isVisibleTo(dialog)
    assert not dialog.go.isEnabled()

    choose(dialog.preview.answer, "sha256")

    request = asked_for(qtbot, dialog)
    assert request.stated == ImportSettings(Role.NOTABLE, "Late", issuer="Unit 7", hash_type="sha256", undecided="ask")


def test_columns_that_were_mapped_are_mapped_again_after_a_refusal(
    qtbot: QtBot, runner: TaskRunner, tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    path.write_text("\n".join(("alpha;beta", *(f"{digest};group a" for digest in DIGESTS))))
    stated = ImportSettings(Role.NOTABLE, "Table", columns=(("1", "pdq"), ("2", "label")), undecided="ask")
    dialog = HashListDialog(FakeChooser(), runner, (), None, ListRequest(path, stated, "Something was wrong."))
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "confirm" in dialog.missing.text(), timeout=LONG_MS)

    dialog.preview.sure.click()

    assert not dialog.preview.answer.isVisibleTo(dialog)
    assert asked_for(qtbot, dialog).stated == replace(stated, as_format="csv")


@pytest.mark.parametrize(
    ("content", "lines"), [(b"a\nb\n", 2), (b"a\nb", 2), (b"\n", 1), (b"a\r\n" * 3, 3), (b"PK\x03\x04\n\n", None)]
)
def test_lines_are_counted_where_they_are_entries(tmp_path: Path, content: bytes, lines: int | None) -> None:
    path = tmp_path / "list"
    path.write_bytes(content)

    assert count_lines(path) == lines


def test_formats_with_lines_are_formats() -> None:
    assert set(LIST_CHOICES.formats) >= BY_LINES


def test_the_number_of_lines_is_told(qtbot: QtBot, dialog: HashListDialog, tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    path.write_text("\n".join(("SHA-256", *DIGESTS * 300)))

    look_at(qtbot, dialog, path)

    assert dialog.preview.heading.text().endswith("2,401 lines. These are the first of its lines or entries.")


def test_a_name_that_was_typed_is_kept(qtbot: QtBot, dialog: HashListDialog, tmp_path: Path) -> None:
    qtbot.keyClicks(dialog.name, "Unit list")  # type: ignore[no-untyped-call]

    dialog.path.setText(str(tmp_path / "x.csv"))

    assert dialog.name.text() == "Unit list"


def test_refused_lines_are_shown_with_their_numbers(qtbot: QtBot) -> None:
    dialog = ListResultDialog(make_list(refused=40), None)
    qtbot.addWidget(dialog)

    first, reason = dialog.details.refusals.item(0, 0), dialog.details.refusals.item(0, 1)

    assert first is not None
    assert reason is not None
    assert (first.text(), reason.text()) == ("1", "no digest in this line")
    assert dialog.details.refusals.rowCount() == 5
    assert dialog.details.tabs.currentIndex() == REFUSED


def make_release() -> HashList:
    """A release of the NSRL as the library tells of it."""
    return replace(make_list("nsrl", role=Role.IGNORABLE), format="nsrl-rds3-minimal")
