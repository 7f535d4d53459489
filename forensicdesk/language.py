"""The language people are spoken to in: English text in the code, translations in gettext catalogues.

`_("Add an exhibit")` gives the sentence in the language in use. The desktop chooses its language before the modules of
its windows are loaded, so their constants may be translated there; a change of language counts from the next start.
What is marked with `later` is translated when it is shown.
The catalogues are `forensicdesk/locale/LANGUAGE/LC_MESSAGES/forensicdesk.mo`.
"""

from __future__ import annotations

import gettext
from pathlib import Path

DOMAIN = "forensicdesk"
LANGUAGES = ("en", "es", "pt")
FOLDER = Path(__file__).with_name("locale")


class _Speech:
    """The one place that knows which catalogue is in use."""

    def __init__(self) -> None:
        self.language = "en"
        self.catalogue: gettext.NullTranslations = gettext.NullTranslations()


_SPEECH = _Speech()


def speak(language: str) -> None:
    """Use the catalogue of `language` from now on.

    Raises:
        ValueError: there is no such language among `LANGUAGES`.
    """
    if language not in LANGUAGES:
        msg = f"There is no translation into {language!r}; choose one of: {', '.join(LANGUAGES)}."
        raise ValueError(msg)
    _SPEECH.catalogue = gettext.translation(DOMAIN, FOLDER, [language], fallback=True)
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
