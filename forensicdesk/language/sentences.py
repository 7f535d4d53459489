"""Sentences with values in them: said at once in the language in use, or kept in English and translated when shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from string import Formatter
from typing import TYPE_CHECKING

from forensicdesk.language.numerals import Figure, marks_in_use, number, with_marks, written
from forensicdesk.language.speech import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence


class Sentence(str):
    """An English sentence that knows how it was made, so that `shown` can say it in another language.

    Whoever stores, compares or exports it has its English text; copied to another process, it is that text alone.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, values: dict[str, object]) -> Sentence:  # noqa: PYI034 - no class derives from it
        """The sentence that `template` gives with `values`."""
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template, made.values = template, values
        return made

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """A copy is the text alone: what goes to another process or into a record has no language."""
        return str, (str(self),)


class _Writer(Formatter):
    """Puts values into a translated sentence: numbers with the marks in use, sentences and errors translated."""

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, (Sentence, BaseException)):
            return format(shown(value), format_spec)
        if isinstance(value, Figure):
            return with_marks(value, marks_in_use())
        text = format(value, format_spec)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return written(value, text) if format_spec and is_number else text  # type: ignore[arg-type] # mypy loses it


_WRITER = _Writer()


def sentence(text: str, /, **values: object) -> str:
    """The English sentence of `text`, with named places, and `values`; `shown` translates it."""
    return Sentence(text, values)


def all_of(names: Sequence[str]) -> str:
    """Names as "A and B"; `retold` knows them, too."""
    return sentence("{part} and {rest}", part=names[0], rest=all_of(names[1:])) if len(names) > 1 else "".join(names)


def relayed(english: str, local: str) -> str:
    """A sentence that another process made: its English text, and how it is shown."""
    made = Sentence(english.replace("{", "{{").replace("}", "}}"), {"text": local})
    made.template = "{text}"
    return made


def said(error: Exception) -> str:
    """What an error says, for a record: in English, and `shown` translates it."""
    only = error.args[0] if len(error.args) == 1 else None
    return only if isinstance(only, Sentence) else str(error)


def shown(text: object) -> str:
    """A sentence, or that of an error, in the language in use; any other text as it stands."""
    if isinstance(text, BaseException):
        return shown(text.args[0]) if len(text.args) == 1 else str(text)
    return tell(text.template, **text.values) if isinstance(text, Sentence) else str(text)


def tell(text: str, /, **values: object) -> str:
    """`text` in the language in use with `values` in its places: `{count:,}` and `{share:.1f}` as people write them."""
    return _WRITER.vformat(_(text), (), values) if values else _(text)


def counted(value: int, one: str, many: str, /, **values: object) -> str:
    """The sentence for this number in the language in use: `one` or `many`, which name the number `{count}`."""
    return _WRITER.vformat(plural(one, many, value), (), {"count": number(value), **values})


def moment_text(moment: str) -> str:
    """An ISO 8601 time in UTC as people write it, to the minute; any other text unchanged.

    For times that the program took itself. Dates in evidence are shown as they stand there.
    """
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return parsed.strftime(_("%Y-%m-%d %H:%M UTC")) if parsed.utcoffset() == timedelta() else moment
