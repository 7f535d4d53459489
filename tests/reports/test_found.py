"""A report says in which state an item was found, under which other paths, and where a stated digest differs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.items import item_block
from reports.json_ import read_json
from reports.model import Variant
from reports.wording import LANGUAGES, wording
from tests.reports.samples import item, model, rendered, sealed


@pytest.mark.parametrize("language", LANGUAGES)
def test_state_other_paths_and_digests_that_differ(language: str) -> None:
    words = wording(language)
    stated = (("md5", "ab" * 16, "report", "agrees"), ("sha256", "cd" * 32, "report", "differs"))
    found = replace(item(1), origin="deleted", names=("DCIM/a.jpg", *map(str, range(20))), stated=stated)

    facts = item_block(found, Variant.COURT, {}, words).facts
    plain = item_block(item(1), Variant.COURT, {}, words).facts

    said = {(fact.name, fact.value) for fact in facts} - {(fact.name, fact.value) for fact in plain}
    assert (words("item.origin"), words("origin.deleted")) in said
    assert (words("item.name"), "DCIM/a.jpg") in said
    assert (words("item.name"), words("item.name.more", more="9")) in said
    assert [value for _, value in said if value in {"ab" * 16, "cd" * 32}] == ["cd" * 32]


def test_the_json_form_has_all_of_it() -> None:
    found = replace(item(1), origin="carved", names=("a", "b"), stated=(("md5", "00" * 16, "x", ""),))
    changed = sealed(model(found))

    assert read_json(rendered(changed, "json")).items == (found,)
