"""Which catalogue is in use, and what it makes of a sentence."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

DOMAIN = "forensicdesk"
LANGUAGES = ("en", "es", "pt")
FOLDER = Path(__file__).parents[1] / "locale"


class _Speech:
    """The one place that knows which catalogue is in use."""

    def __init__(self) -> None:
        self.language = "en"
        self.catalogue: gettext.NullTranslations = gettext.NullTranslations()


_SPEECH = _Speech()


@cache
def catalogue_of(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; an empty one for English."""
    return gettext.translation(DOMAIN, FOLDER, [language], fallback=True)


def speak(language: str) -> None:
    """Use the catalogue of `language` from now on.

    Raises:
        ValueError: there is no such language among `LANGUAGES`.
    """
    if language not in LANGUAGES:
        msg = f"There is no translation into {language!r}; choose one of: {', '.join(LANGUAGES)}."
        raise ValueError(msg)
    _SPEECH.catalogue = catalogue_of(language)
    _SPEECH.language = language


def spoken() -> str:
    """The language in use, as "en"."""
    return _SPEECH.language


def _(text: str) -> str:
    """`text` in the language in use; the English text where the catalogue has none."""
    return _SPEECH.catalogue.gettext(text) if text else text


def plural(one: str, many: str, number: int) -> str:
    """`one` or `many` for `number`, in the language in use and after its rules of plural."""
    return _SPEECH.catalogue.ngettext(one, many, number)


def later(text: str) -> str:
    """`text` itself; marks a constant that is translated when it is shown."""
    return text
