"""How numbers are written for people: what parts the thousands, what parts the whole from the rest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of written numbers.

    Attributes:
        group: what stands between thousands.
        point: what stands between a whole number and its decimals.
        grouped_from: smaller numbers than this stay in one piece.
    """

    group: str = ","
    point: str = "."
    grouped_from: int = 1_000


class Figure(str):
    """A number that is written in English already, such as "0.0032", for a place like `{upper:g}` in a sentence.

    The sentence has it as it stands wherever it is kept, and with the marks in use where it is shown or retold.
    """

    __slots__ = ()

    def __format__(self, form: str) -> str:
        """The number, whatever form of numbers the place has."""
        del form
        return str(self)


class _Writing:
    """The one place that knows the marks in use."""

    def __init__(self) -> None:
        self.marks = Marks()


_WRITING = _Writing()


def write_numbers(marks: Marks) -> None:
    """Write numbers with these marks from now on."""
    _WRITING.marks = marks


def marks_in_use() -> Marks:
    """The marks that numbers are written with now."""
    return _WRITING.marks


def with_marks(text: str, marks: Marks) -> str:
    """A number as the code writes it in English, as "1,234.5", with other marks."""
    large = len(text.partition(".")[0].replace(",", "").lstrip("-")) >= len(str(marks.grouped_from))
    return text.translate({ord(","): marks.group if large else "", ord("."): marks.point})


def number(value: int) -> str:
    """An integer as people write it where the program runs."""
    return written(value, f"{value:,}")


def decimal(value: float, digits: int = 1) -> str:
    """A number with so many digits behind the decimal mark, as people write it where the program runs."""
    return written(value, f"{value:,.{digits}f}")


def written(value: float, text: str) -> str:
    """`text`, which Python made of `value`, with the marks in use."""
    marks = _WRITING.marks
    group = marks.group if abs(value) >= marks.grouped_from else ""
    return text.translate({ord(","): group, ord("."): marks.point})
