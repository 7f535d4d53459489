"""The language people are spoken to in."""

from __future__ import annotations

import pytest

from forensicdesk.language import _, later, plural, speak, spoken


def test_english_is_the_text_of_the_code() -> None:
    speak("en")
    assert (spoken(), _("Add an exhibit"), _(""), later("Case")) == ("en", "Add an exhibit", "", "Case")
    assert [plural("{n} item", "{n} items", n) for n in (0, 1, 2)] == ["{n} items", "{n} item", "{n} items"]


def test_a_language_without_a_catalogue_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'xx'; choose one of: en, es, pt"):
        speak("xx")
    assert spoken() == "en"
