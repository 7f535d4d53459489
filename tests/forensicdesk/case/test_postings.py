"""The pages of the word index, taken apart, say what FTS5 says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from forensicdesk.case.postings import contents_having
from forensicdesk.case.schema import MAKE_CONTENT_WORDS

if TYPE_CHECKING:
    from sqlalchemy import Connection

SOME = st.sampled_from
WORDS = ("common", "commons", "x", "größe", "日本", "z" * 70)
FOLDED = ("common", "commons", "x", "große", "grosse", "日本", "z" * 70, "com", "", "zz")
NUMBERS = st.integers(1, 400) | st.integers(1, 300_000)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.lists(st.tuples(NUMBERS, st.sets(SOME(WORDS))), max_size=60)),
        st.tuples(st.just("most"), st.integers(1, 1000)),
        st.tuples(st.just("take"), st.lists(st.integers(0, 500), max_size=40)),
        st.tuples(st.just("again"), st.lists(st.integers(0, 500), max_size=20)),
        st.tuples(st.just("merge"), SOME([1, 5, -16])),
        st.tuples(st.just("optimize"), st.none()),
    ),
    min_size=1,
    max_size=8,
)
SIXTY: list[tuple[int, set[str]]] = [(number, {"common"}) for number in range(1, 61)]


class Index:
    """A word index of which the content is known."""

    def __init__(self, connection: Connection, page: int) -> None:
        self._connection = connection
        self.known: dict[int, str] = {}
        connection.exec_driver_sql(MAKE_CONTENT_WORDS)
        for setting, value in (("pgsz", page), ("automerge", 2), ("usermerge", 2), ("crisismerge", 3)):
            self._tell(setting, value)

    def step(self, kind: str, value: object) -> None:
        """One of `STEPS`, stored at once."""
        if kind == "add" and isinstance(value, list):
            for number, words in value:
                self._add(number, " ".join(sorted(words)))
        elif kind == "most" and isinstance(value, int):
            for number in range(value, value + 250):
                self._add(number, "common" if number % 10 else "x")
        elif kind in {"take", "again"} and isinstance(value, list):
            numbers = sorted(self.known)
            for at in value if numbers else ():
                self._take(numbers[at % len(numbers)], again=kind == "again")
        elif kind == "merge":
            self._tell("merge", value)
        else:
            self._connection.exec_driver_sql("INSERT INTO content_words (content_words) VALUES ('optimize')")
        self._connection.commit()

    def _tell(self, setting: str, value: object) -> None:
        self._connection.exec_driver_sql(
            "INSERT INTO content_words (content_words, rank) VALUES (?, ?)", (setting, value)
        )

    def _add(self, number: int, words: str) -> None:
        if number not in self.known:
            self.known[number] = words
            self._connection.exec_driver_sql("INSERT INTO content_words (rowid, words) VALUES (?, ?)", (number, words))

    def _take(self, number: int, *, again: bool) -> None:
        words = self.known.pop(number, None)
        if words is None:
            return
        forget = "INSERT INTO content_words (content_words, rowid, words) VALUES ('delete', ?, ?)"
        self._connection.exec_driver_sql(forget, (number, words))
        if again:
            self._add(number, f"{words} again")


@settings(max_examples=60, deadline=None)
@example([("add", SIXTY), ("add", [(70, {"x"})]), ("merge", -16), ("take", [0, 1, 2])], 64, 350)
@given(STEPS, SOME([32, 64, 200, 4050]), SOME([350, 300_001]))
def test_a_word_stands_where_fts5_finds_it_whatever_was_added_taken_and_merged(
    steps: list[tuple[str, object]], page: int, count: int
) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        index = Index(connection, page)
        for kind, value in steps:
            index.step(kind, value)
        for word in (*FOLDED, "again"):
            having = contents_having(connection, [word], count, rare=True)
            assert having is not None
            expected = [number for number, words in index.known.items() if word in words.replace("ö", "o").split()]
            assert np.flatnonzero(having).tolist() == sorted(number for number in expected if number < count)
            if word:
                found = connection.exec_driver_sql(
                    "SELECT rowid FROM content_words WHERE content_words MATCH ?", (f'"{word}"',)
                ).scalars()
                assert sorted(found) == sorted(expected)
        either = contents_having(connection, ["common", "commons"], count, rare=True)
        assert either is not None
        expected = [number for number, words in index.known.items() if {"common", "commons"} & set(words.split())]
        assert np.flatnonzero(either).tolist() == sorted(number for number in expected if number < count)
    engine.dispose()


def test_only_common_words_of_a_known_form_are_answered_here() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        index = Index(connection, 64)
        index.step("add", [(900, {"x"})])
        index.step("most", 1)
        index.step("most", 251)
        index.step("optimize", None)

        common = contents_having(connection, ["common"], 1000)
        assert common is not None
        assert np.flatnonzero(common).tolist() == [number for number in range(1, 501) if number % 10]
        assert contents_having(connection, ["x"], 1000) is None
        connection.exec_driver_sql("UPDATE content_words_config SET v = 5 WHERE k = 'version'")
        assert contents_having(connection, ["common"], 1000) is None
        connection.exec_driver_sql("UPDATE content_words_config SET v = 4 WHERE k = 'version'")
        newer = "UPDATE content_words_data SET block = CAST(substr(block, 1, 4) || x'ff000001' AS BLOB) WHERE id = 10"
        connection.exec_driver_sql(newer)
        assert contents_having(connection, ["common"], 1000) is None
        connection.exec_driver_sql("UPDATE content_words_data SET block = substr(block, 1, 6) WHERE id = 10")
        assert contents_having(connection, ["common"], 1000) is None
    engine.dispose()
