"""Contents by words that few have and that most have, in an index of small pages, as looking at each gives them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.case.facts.words import contents_with
from forensicdesk.case.schema import MAKE_CONTENT_WORDS
from forensicdesk.case.sqlite import SqliteDatabase, create_database
from forensicdesk.case.wordindex import forget_words, keep_words, words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

SOME = st.sampled_from
CONTENTS = 600
ASKED = SOME(
    [
        "firmware",
        "FIRMWARE",
        "firmw",
        "firm",
        "f",
        "Größe",
        "gro",
        "lens",
        "l",
        "north-west",
        "nor_firm",
        "none",
        "lens3",
        "a",
    ]
)


def said_of(number: int, salt: int) -> str:
    """The words of a content: one that nine in ten have, others that some have."""
    chosen = (number * 7919 + salt) % 1000
    said = ["firmware" if chosen % 10 else "bare", f"lens{chosen % 30}", f"{number:08x}"]
    said += ["north west"] * (chosen % 3 == 0) + ["Größe"] * (chosen % 2) + ["firmly", "farm"] * (chosen % 97 == 0)
    return " ".join(said)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 999), st.lists(st.integers(1, CONTENTS), max_size=40, unique=True), st.lists(ASKED, min_size=6))
def test_words_that_most_have_are_found_like_all_others(salt: int, again: list[int], asked: Sequence[str]) -> None:
    said = {number: said_of(number, salt) for number in range(1, CONTENTS + 1)}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.db"
        create_database(path, 1)
        database = SqliteDatabase(path, writable=True)
        try:
            with database.writing() as connection:
                connection.exec_driver_sql("CREATE TABLE contents (id INTEGER PRIMARY KEY, sha256, sha1, md5)")
                connection.exec_driver_sql("INSERT INTO contents (id) VALUES (?)", (CONTENTS,))
                connection.exec_driver_sql(MAKE_CONTENT_WORDS)
                connection.exec_driver_sql("INSERT INTO content_words (content_words, rank) VALUES ('pgsz', 64)")
                keep_words(connection, list(said.items()))
            with database.writing() as connection:
                for number in again:
                    forget_words(connection, number, said[number])
                    said[number] = said_of(number, salt + 1)
                keep_words(connection, [(number, said[number]) for number in again])
            for word in asked:
                found = contents_with(database, word)
                parts = [words_in(part)[0] for part in word.replace("_", " ").replace("-", " ").split()]
                expected = [
                    number
                    for number, text in said.items()
                    if all(any(one.startswith(part) for one in words_in(text)) for part in parts)
                ]
                assert sorted(found.tolist()) == expected, word
        finally:
            database.close()
