"""The language people are spoken to in: English text in the code, translations in gettext catalogues.

`_("Add an exhibit")` gives the sentence in the language in use; `tell` also fills in values, with numbers as people
write them. A program chooses its language before the modules of its windows and commands are loaded, so their constants
may be translated there; a change of language counts from the next start. What is marked with `later` is translated when
it is shown.

What is stored never depends on the language. A sentence that may be stored as well as shown - of an error, of a
difference found - is made with `sentence`: it is its English text wherever it is written, and `shown` translates it.
What comes back as text alone from where it was kept, `retold` translates.

The catalogues are `forensicdesk/locale/LANGUAGE/LC_MESSAGES/forensicdesk.mo`.
"""

from __future__ import annotations

from forensicdesk.language.choosing import VARIABLE, language_for, marks_for
from forensicdesk.language.numerals import Figure, Marks, decimal, number, write_numbers, written
from forensicdesk.language.retelling import retold
from forensicdesk.language.sentences import Sentence, all_of, counted, moment_text, relayed, said, sentence, shown, tell
from forensicdesk.language.speech import DOMAIN, FOLDER, LANGUAGES, _, later, plural, speak, spoken

__all__ = [
    "DOMAIN",
    "FOLDER",
    "LANGUAGES",
    "VARIABLE",
    "Figure",
    "Marks",
    "Sentence",
    "_",
    "all_of",
    "counted",
    "decimal",
    "language_for",
    "later",
    "marks_for",
    "moment_text",
    "number",
    "plural",
    "relayed",
    "retold",
    "said",
    "sentence",
    "shown",
    "speak",
    "spoken",
    "tell",
    "write_numbers",
    "written",
]
