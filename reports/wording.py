"""The fixed wording of reports in every language that is offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.languages import causes, confirming, deciding, en, es, fields, left_out, pt, unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CATALOGUES: dict[str, Mapping[str, str]] = {
    name: language.TEXTS
    | causes.TEXTS[name]
    | confirming.TEXTS[name]
    | deciding.TEXTS[name]
    | fields.TEXTS[name]
    | unit.TEXTS[name]
    | left_out.TEXTS[name]
    for name, language in (("en", en), ("es", es), ("pt", pt))
}
LANGUAGES = tuple(CATALOGUES)


class UnknownLanguageError(ValueError):
    """A language for which there is no catalogue."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's wording. Call it with a key and the values of the key's names.

    Attributes:
        language: its name, as "es".
        texts: the text of each key.
        kept: says a sentence that the case keeps in English; as it stands if nobody gave another way.
    """

    language: str
    texts: Mapping[str, str]
    kept: Callable[[str], str] = str

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key` with `values` filled in; a missing key is a bug and raises KeyError."""
        text = self.texts[key]
        return text.format_map(values) if values else text

    def known(self, group: str, code: str) -> str:
        """The text of `group.code`, or the code itself where evidence or a newer part brings an unknown one."""
        return self.texts.get(f"{group}.{code}", code)

    def count(self, number: int) -> str:
        """A whole number with thin groups, as "12 345"; four digits stay together."""
        return f"{number:,}".replace(",", " ") if abs(number) >= 10_000 else str(number)  # noqa: PLR2004

    def figure(self, text: str) -> str:
        """A number as the code writes it, "0.0032" or "12 345", with the decimal mark of the language."""
        return text.replace(".", self.texts["number.point"])


def wording(language: str, kept: Callable[[str], str] = str) -> Wording:
    """The wording of one language; `kept` says sentences that were kept in English.

    Raises:
        UnknownLanguageError: naming the languages that are offered.
    """
    texts = CATALOGUES.get(language)
    if texts is None:
        msg = f"There is no report wording for the language {language!r}; choose one of: {', '.join(LANGUAGES)}."
        raise UnknownLanguageError(msg)
    return Wording(language, texts, kept)
