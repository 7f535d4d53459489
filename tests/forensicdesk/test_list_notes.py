"""What was said of a list at import can be read back."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from forensicdesk.model import Role
from forensicdesk.session import LIST_CHOICES, ImportSettings, Library, ListNotes, list_notes

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 2, tzinfo=UTC)
DIGESTS = [hashlib.sha256(b"%d" % number).hexdigest() for number in range(5)]


def test_labels_type_and_columns_are_told(tmp_path: Path) -> None:
    path, labels = tmp_path / "table.csv", tmp_path / "labels.toml"
    path.write_text("\n".join(("alpha;beta", *(f"{digest};1" for digest in DIGESTS))))
    labels.write_text('1 = "first kind"\n2 = "second kind"\n')
    library = Library(tmp_path / "lists")
    stated = ImportSettings(
        Role.NOTABLE, "table", None, labels, columns=(("1", "pdq"), ("2", "category")), as_format="csv"
    )

    used = library.import_with(path, stated, NOW)

    assert list_notes(library, used) == ListNotes(
        labels=(("1", "first kind"), ("2", "second kind")), columns=(("1", "pdq"), ("2", "category"))
    )


def test_a_list_of_which_nothing_was_said_has_no_notes(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("\n".join(("SHA-256", *DIGESTS)))
    library = Library(tmp_path / "lists")

    used = library.import_with(path, ImportSettings(Role.NOTABLE), NOW)

    assert list_notes(library, used) == ListNotes()


def test_every_choice_is_one_that_an_import_takes(tmp_path: Path) -> None:
    library = Library(tmp_path / "lists")
    for hash_type, digits in (("sha256", 64), ("pdq", 64), ("phash", 16)):
        assert hash_type in LIST_CHOICES.hash_types
        path = tmp_path / f"{hash_type}.txt"
        path.write_text("\n".join(digest[:digits] for digest in DIGESTS))

        used = library.import_with(path, ImportSettings(Role.NOTABLE, hash_type=hash_type), NOW)

        assert list_notes(library, used).hash_type == hash_type
    assert {"csv", LIST_CHOICES.delta, *LIST_CHOICES.bases} <= set(LIST_CHOICES.formats)
