"""A match is told in plain words and never as identity."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from forensicdesk.model import Dismissal, MatchKind
from tests.ui.fakes import make_list, make_match
from ui.evidence import LEAD, card_text
from ui.widgets.evidence_card import EvidenceCardWidget
from ui.work import Judgement

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("kind", list(MatchKind))
def test_every_kind_carries_what_a_check_needs(kind: MatchKind) -> None:
    match = make_match(kind, algorithm="sha256" if kind is MatchKind.EXACT else "pdq")

    facts = dict(card_text(match, make_list()).facts)

    assert facts["List"] == "Known, version 1"
    assert facts["Role"] == "Notable"
    assert facts["Entry"] == "line 12"
    assert facts["Label"] == "Category A"
    assert facts["Here"] == match.card.query
    assert facts["Listed"] == match.card.reference
    assert facts["Distance"] == f"{match.card.distance}, threshold {match.card.threshold}"


def test_a_near_match_says_how_many_bits_differ_and_how_it_was_turned() -> None:
    text = card_text(make_match(MatchKind.NEAR), make_list())

    assert "12 of 256 bits differ; up to 31 count as a match." in text.sentences
    assert "It agrees when this picture is rotated by 90°." in text.sentences


def test_a_film_says_both_percentages_and_when() -> None:
    text = " ".join(card_text(make_match(MatchKind.VIDEO), make_list()).sentences)

    assert "38 % of this film's frames (3 of 8)" in text
    assert "100 % of the listed film's frames (4 of 4)" in text
    assert "between 0:02 and 0:05" in text


def test_a_weak_match_is_called_weak() -> None:
    text = card_text(make_match(MatchKind.NEAR, weak=True), None)

    assert any(sentence.startswith("Weak:") for sentence in text.sentences)
    assert dict(text.facts)["List"] == "Known-1"


def test_the_card_on_screen_says_that_it_is_a_lead(qtbot: QtBot) -> None:
    card = EvidenceCardWidget(make_match(MatchKind.NEAR), make_list())
    qtbot.addWidget(card)

    assert LEAD in card.accessibleDescription()
    assert card.accessibleName() == "near match"


def test_a_card_of_carried_photodna_says_that_nothing_was_computed() -> None:
    match = make_match(MatchKind.NEAR, algorithm="photodna")

    text = card_text(match, make_list())

    assert text.sentences[0].endswith("They were not computed here.")
    assert dict(text.facts)["Algorithm"] == "PhotoDNA, version 1"


def test_two_small_hashes_are_named_as_people_write_them() -> None:
    match = make_match(MatchKind.NEAR, algorithm="phash+dhash")

    assert dict(card_text(match, make_list()).facts)["Algorithm"] == "pHash+dHash, version 1"


@pytest.mark.parametrize(("algorithm", "coarse"), [("phash+dhash", True), ("pdq+phash+dhash", True), ("pdq", False)])
def test_a_card_says_where_the_hashes_that_agree_are_coarse(algorithm: str, *, coarse: bool) -> None:
    text = card_text(make_match(MatchKind.NEAR, algorithm=algorithm), make_list())

    assert ("agrees with the listed one in coarse hashes" in text.headline) is coarse


def test_a_reason_is_asked_for_before_anything_is_said(qtbot: QtBot) -> None:
    card = EvidenceCardWidget(make_match(MatchKind.NEAR), make_list())
    qtbot.addWidget(card)
    card.allow(enabled=True)
    card.ask()
    assert not card.record.isEnabled()

    card.reason.setText("  ")
    card.reason.returnPressed.emit()
    assert not card.record.isEnabled()
    card.reason.setText("other windows")
    with qtbot.waitSignal(card.said) as said:
        card.record.click()

    assert said.args == [Judgement(card.match, "other windows", revoke=False)]


def test_what_was_dismissed_says_so_first_and_offers_to_take_it_back(qtbot: QtBot) -> None:
    said = Dismissal(1, "Known-1", "line 12", "Examiner A", "2026-03-02T10:00:00Z", "other <b>windows</b>")
    card = EvidenceCardWidget(replace(make_match(MatchKind.NEAR), dismissed=said), make_list())
    qtbot.addWidget(card)
    card.allow(enabled=True)

    assert card.accessibleName() == "near match, said to be none"
    assert card.accessibleDescription().splitlines()[1] == (
        "Not a match, said by Examiner A on 2026-03-02 10:00 UTC: other <b>windows</b>"
    )
    card.ask()
    card.reason.setText("looked again")
    with qtbot.waitSignal(card.said) as told:
        card.record.click()
    assert told.args == [Judgement(card.match, "looked again", revoke=True)]


def test_long_words_on_the_button_do_not_make_the_card_wider_than_the_inspector(qtbot: QtBot) -> None:
    card = EvidenceCardWidget(make_match(MatchKind.NEAR), make_list())
    qtbot.addWidget(card)
    card.judge.setText("Não é coincidência, e por quê…")
    narrow = card.judge.sizeHint().width() + 40
    card.resize(narrow, 700)
    card.show()
    qtbot.waitExposed(card)

    assert card.width() == narrow
    assert card.judge.geometry().right() < card.rect().right()
