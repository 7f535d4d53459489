"""Which language a program speaks and how it writes numbers, from what the environment says of the place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from forensicdesk.language.numerals import Marks
from forensicdesk.language.speech import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "FORENSICDESK_LANG"
"""Names the language of the command line, whatever the system speaks."""

_ENGLISH = Marks()
_COMMA = Marks(group=".", point=",")
_SPAIN = Marks(group=".", point=",", grouped_from=10_000)
_SPACE = Marks(group="\N{NO-BREAK SPACE}", point=",")
_PORTUGAL = Marks(group="\N{NO-BREAK SPACE}", point=",", grouped_from=10_000)
_USUAL = {"en": _ENGLISH, "es": _SPAIN, "pt": _COMMA}
_ELSEWHERE = (
    dict.fromkeys(("419", "BZ", "CU", "DO", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "SV", "US"), _ENGLISH)
    | dict.fromkeys(("AR", "BO", "CL", "CO", "EC", "PY", "UY", "VE", "BR"), _COMMA)
    | {"CR": _SPACE, "PT": _PORTUGAL, "AO": _PORTUGAL, "MZ": _PORTUGAL}
)
"""Where numbers are written otherwise than by most who speak the language; from the tables of Unicode (CLDR)."""


def language_for(environment: Mapping[str, str]) -> str:
    """The language to speak: what `FORENSICDESK_LANG` names, else the locale's; English where there is no translation.

    Args:
        environment: of the process. As for other programs, `LC_ALL` goes before `LC_MESSAGES` and that before `LANG`;
            `LANGUAGE` may list languages in order of preference, unless the locale is C.
    """
    locale = environment.get(VARIABLE) or _locale(environment, "LC_MESSAGES") or _windows_locale()
    if _language(locale) in {"", "c", "posix"}:
        return "en"
    listed = [] if environment.get(VARIABLE) else environment.get("LANGUAGE", "").split(":")
    known = [language for name in (*listed, locale) if (language := _language(name)) in LANGUAGES]
    return known[0] if known else "en"


def marks_for(language: str, environment: Mapping[str, str]) -> Marks:
    """How numbers are written: as the locale does if it speaks the language, else as most who speak it do."""
    here = _place(_locale(environment, "LC_NUMERIC") or _windows_locale())
    territory = here.partition("_")[2] if _language(here) == language != "en" else ""
    return _ELSEWHERE.get(territory, _USUAL[language])


def _locale(environment: Mapping[str, str], category: str) -> str:
    found = (environment.get(name, "") for name in ("LC_ALL", category, "LANG"))
    return next((value for value in found if value), "")


def _windows_locale() -> str:
    """What Windows speaks, as "es_MX"; "" elsewhere, where the environment says it."""
    if sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""


def _place(locale: str) -> str:
    """The language and the place of a locale: "es_MX.UTF-8@euro" as "es_MX"."""
    return locale.partition(".")[0].partition("@")[0].replace("-", "_")


def _language(locale: str) -> str:
    return _place(locale).partition("_")[0].lower()
