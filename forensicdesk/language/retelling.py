"""Sentences that were kept in English - in a case, a list, by a child process - said in another language.

What is stored has no language: it is the English text. Which sentence it is, and with which values, is found by
comparing it with every sentence of the code that may be kept (`sentences.json`, written by `make catalogues`). What is
none of them, as the words of a library or a sentence of an older version, stays as it stands.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Formatter
from typing import TYPE_CHECKING

from forensicdesk.language.numerals import marks_in_use, with_marks
from forensicdesk.language.speech import FOLDER, catalogue_of, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forensicdesk.language.numerals import Marks

SENTENCES = "sentences.json"
WORDS = frozenset(("detail", "different", "equal", "error", "kept", "kind", "more", "part", "parts"))
WORDS |= frozenset(("reason", "reasons", "rest", "title", "trouble", "what", "why"))
"""Places that hold further words of ours. In all others stands what evidence says, or a number: it is never changed."""
ROWS = frozenset(("movement",))
"""Places that hold several numbers of ours, which are written as people write them."""
_LISTED = ", "
_JOINTS = (". ", "; ", ": ", _LISTED)
"""What joins sentences, and words within one; what a comma parts is translated only where every part is known."""
_FEWEST_LETTERS, _FEWEST_WITHIN = 5, 2
"""Letters of its own that a sentence with places needs to be known by, and that words within one need."""
_LONGEST, _MOST_PIECES, _MOST_JOINED, _DEEPEST = 4_200, 40, 8, 4
"""Longer texts, or with more pieces, are not taken apart: evidence can put anything into a name."""
_PLACE = re.compile(r"\{\w+[:!}]")
_NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?")
_ROW = re.compile(r"[-\d.;\[\] ]+")


@dataclass(frozen=True, slots=True)
class _Template:
    """A sentence: its own words, and the names and forms of the places between them."""

    text: str
    words: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    letters: int

    def values_of(self, text: str) -> tuple[str, ...] | None:
        """What stands in the places if `text` is this sentence, and no other way to read it is there; else None."""
        if not self.places:
            return () if text == self.text else None
        first, *inner, last = self.words
        if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
            return None
        middle = text[len(first) : len(text) - len(last)]
        found = _split(middle, inner)
        if found is None or (not self.only_words and found != _split_last(middle, inner)):
            return None
        numbers = (one for (_, form), one in zip(self.places, found, strict=True) if _is_number(form))
        return tuple(found) if all(map(_NUMBER.fullmatch, numbers)) else None

    @property
    def only_numbers(self) -> bool:
        """Whether nothing but numbers stands in it, if anything."""
        return all(_is_number(form) for _, form in self.places)

    @property
    def only_words(self) -> bool:
        """Whether nothing but words of ours stands in it."""
        return all(name in WORDS for name, _ in self.places)


def retold(text: str, language: str = "", marks: Marks | None = None) -> str:
    """A sentence that was kept in English, in a language.

    Args:
        text: as it was kept; several sentences may follow each other.
        language: of `LANGUAGES`; "" is the one in use.
        marks: of the numbers in it; those in use where there are none.
    """
    language = language or spoken()
    if language == "en" or not text or len(text) > _LONGEST:
        return str(text)
    return _retold(str(text), language, marks or marks_in_use())


@lru_cache(maxsize=20_000)
def _retold(text: str, language: str, marks: Marks) -> str:
    return _Teller(language, marks).said(text, _FEWEST_LETTERS) or text


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says kept words in one language."""

    language: str
    marks: Marks
    depth: int = 0

    def _whole(self, text: str, letters: int) -> str:
        """The translation if the text is one sentence, with or without a full stop; else ""."""
        for known, stop in ((text, ""), (text[:-1], ".")):
            if stop and not text.endswith(stop):
                break
            for template in _candidates(known):
                enough = template.letters >= letters or template.only_numbers
                if enough and (values := template.values_of(known)) is not None:
                    return self._filled(template, values) + stop
        return ""

    def said(self, text: str, letters: int, joints: Sequence[str] = _JOINTS) -> str:
        """The translation of one sentence, or of several that a joint joins; "" where none is known."""
        for at in range(len(joints) - 2):
            if found := self._joined(text, joints[at:], letters, every=True):
                return found
        if found := self._whole(text, max(letters, _FEWEST_LETTERS)):
            return found
        for at, joint in enumerate(joints):
            least, every = (_FEWEST_WITHIN, True) if joint == _LISTED else (letters, False)
            if found := self._joined(text, joints[at:], least, every=every):
                return found
        return self._whole(text, letters)

    def _joined(self, text: str, joints: Sequence[str], letters: int, *, every: bool) -> str:
        """The pieces that the first joint joins, translated; "" where none or, if asked so, not every one is known."""
        joint, *further = joints
        parts = text.split(joint)
        if not 1 < len(parts) <= _MOST_PIECES:
            return ""
        told, at, known = [], 0, 0
        while at < len(parts):
            words, taken = self._piece(parts[at : at + _MOST_JOINED], joint, letters, last=len(parts) - at)
            if not words and every:
                return ""
            words = words or (self.said(parts[at], letters, further) if further else "")
            known += bool(words)
            told.append(words or parts[at])
            at += taken
        return joint.join(told) if known else ""

    def _piece(self, parts: Sequence[str], joint: str, letters: int, last: int) -> tuple[str, int]:
        """The translation of the first of these parts, with as few more as make a sentence; "" where none is known.

        Args:
            parts: of a text.
            joint: what stood between them.
            letters: that the sentence needs.
            last: so many parts are left of the text; whose piece ends earlier has lost its full stop.
        """
        for count in range(1, len(parts) + 1):
            stop = "." if joint == _JOINTS[0] and count < last else ""
            if found := self._whole(joint.join(parts[:count]) + stop, letters):
                return found.removesuffix(stop), count
        return "", 1

    def _filled(self, template: _Template, values: Sequence[str]) -> str:
        said = {name: self._value(name, form, one) for (name, form), one in zip(template.places, values, strict=True)}
        text = catalogue_of(self.language).gettext(template.text)
        return (
            "".join(words + said.get(name or "", "") for words, name, _, _ in Formatter().parse(text)) if said else text
        )

    def _value(self, name: str, form: str, value: str) -> str:
        if _is_number(form):
            return with_marks(value, self.marks)
        if name in ROWS and _ROW.fullmatch(value):
            return value.replace(".", self.marks.point)
        if name not in WORDS or self.depth >= _DEEPEST:
            return value
        return _Teller(self.language, self.marks, self.depth + 1).said(value, _FEWEST_WITHIN) or value


def _is_number(form: str) -> bool:
    return form.endswith((",", "d", "f", "g"))


def _split(text: str, words: Sequence[str]) -> list[str] | None:
    """The text cut at each of the words, at the first place possible; None if they do not stand there in this order."""
    found = []
    for one in words:
        before, there, text = text.partition(one)
        if not there:
            return None
        found.append(before)
    return [*found, text]


def _split_last(text: str, words: Sequence[str]) -> list[str] | None:
    """As `_split`, at the last place possible."""
    found = []
    for one in reversed(words):
        text, there, behind = text.rpartition(one)
        if not there:
            return None
        found.append(behind)
    return [*reversed([*found, text])]


def _candidates(text: str) -> Iterator[_Template]:
    """The sentences that `text` may be, the likelier ones first: those that hold nothing of evidence, and long ones."""
    plain, begun, others = _known()
    if text in plain:
        yield plain[text]
    yield from (one for one in others if one.only_words)
    yield from begun.get(text[:_FEWEST_WITHIN], ())
    yield from (one for one in others if not one.only_words)


@cache
def _known() -> tuple[dict[str, _Template], dict[str, list[_Template]], list[_Template]]:
    """Sentences without places; those with places by how they begin; those that begin with a place."""
    plain: dict[str, _Template] = {}
    begun: dict[str, list[_Template]] = {}
    others: list[_Template] = []
    made = (_template(text) for text in json.loads((FOLDER / SENTENCES).read_text(encoding="utf-8")))
    for one in sorted(made, key=lambda one: (-one.letters, one.text)):
        if "" in one.words[1:-1]:
            continue  # two places side by side: nobody can say where one ends
        if not one.places:
            plain[one.text] = one
        elif len(one.words[0]) >= _FEWEST_WITHIN:
            begun.setdefault(one.words[0][:_FEWEST_WITHIN], []).append(one)
        else:
            others.append(one)
    return plain, begun, others


def _template(text: str) -> _Template:
    words, places = [""], []
    parsed = Formatter().parse(text) if _PLACE.search(text) else [(text, None, None, None)]
    for before, name, form, conversion in parsed:
        words[-1] += before
        if name is not None:
            places.append((name, "" if conversion else form or ""))
            words.append("")
    return _Template(text, tuple(words), tuple(places), sum(map(str.isalpha, "".join(words))))
