"""The words that PostgreSQL gets are those that FTS5 makes of the same text; text of any kind comes back from it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from forensicdesk.case.columns import escaped, unescaped
from forensicdesk.case.schema import MAKE_CONTENT_WORDS
from forensicdesk.case.wordindex import VOCABULARY, contents_with_words, keep_words, words_in

LETTERS = "abzABZ019éÉüÜßñçøÅж日本ك א"
WORDS = ("set", "sets", "setzt", "SÉT", "set2", "se", "日本", "日本語")
SIGNS = st.sampled_from(LETTERS + "_-.,:;/'()[] \t\n°²½")


@settings(max_examples=200)
@given(st.text(SIGNS, max_size=40), st.text(st.sampled_from(LETTERS.replace(" ", "")), min_size=1, max_size=4))
def test_a_beginning_finds_what_fts5_finds(said: str, asked: str) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(MAKE_CONTENT_WORDS)
        database.execute("INSERT INTO content_words (rowid, words) VALUES (1, ?)", (said,))
        found = database.execute("SELECT count(*) FROM content_words WHERE content_words MATCH ?", (f'"{asked}"*',))

        (beginning,) = words_in(asked)
        assert bool(found.fetchone()[0]) == any(word.startswith(beginning) for word in words_in(said))


@settings(max_examples=100)
@given(
    st.lists(
        st.lists(st.sampled_from(("set", "sets", "setzt", "SÉT", "set2", "se", "日本", "日本語")), max_size=4),
        max_size=6,
    ),
    st.lists(st.sampled_from(("se", "set", "sét", "SETS", "日", "日本", "日本語", "x")), min_size=1, max_size=2),
)
def test_contents_are_found_by_whole_words_and_by_beginnings(said: list[list[str]], asked: list[str]) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql(MAKE_CONTENT_WORDS)
        connection.exec_driver_sql(VOCABULARY)
        keep_words(connection, [(number, " ".join(words)) for number, words in enumerate(said)])
        found = connection.exec_driver_sql(*contents_with_words(connection, asked)).scalars().all()
    engine.dispose()

    beginnings = [words_in(part)[0] for part in asked]
    expected = [
        number
        for number, words in enumerate(said)
        if all(any(word.startswith(part) for word in words_in(" ".join(words))) for part in beginnings)
    ]
    assert sorted(found) == expected


@given(st.text(st.characters() | st.sampled_from("\x00\ud800\udfff\ufdd0"), max_size=30))
def test_any_text_comes_back_and_different_texts_stay_different(text: str) -> None:
    kept = escaped(text)

    assert "\x00" not in kept
    assert unescaped(kept.encode("utf-8").decode("utf-8")) == text
