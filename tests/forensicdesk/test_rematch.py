"""Matching again: other thresholds, what is gone, what an examiner said, what came with the case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from forensicdesk.changed import Changes
from forensicdesk.errors import UsageError
from forensicdesk.lists.library import Library
from forensicdesk.lists.values import HashEntries
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.matching.policy_file import policy_from_json
from forensicdesk.model import CarriedValue, Dismissal, ItemFilter, MatchKind
from forensicdesk.pipeline import match as module
from forensicdesk.pipeline.dismiss import record_dismissal
from forensicdesk.pipeline.match import match_lists
from hashing.values import PerceptualHash
from tests.forensicdesk.case.building import put_matches, writer_of
from tests.forensicdesk.test_match import NOW, digests, film, ignore, make_case, pdq, picture, take

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.case.store import CaseStore
    from forensicdesk.matching.policy import Policy
    from forensicdesk.model import HashList
    from hashing.values import Analysis

NARROW = replace(DEFAULT_POLICY, pdq_distance=3)


def flipped(value: bytes, bits: int) -> bytes:
    return (int.from_bytes(value) ^ ((1 << bits) - 1)).to_bytes(len(value))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "lists")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    analyses = [
        *(picture(number) for number in range(1, 10)),
        picture(10, quality=38),
        with_small_hashes(),
        film(100, range(500, 510)),
    ]
    with make_case(tmp_path / "a.fdcase", analyses) as opened:
        yield opened


def with_small_hashes() -> Analysis:
    small = PerceptualHash("phash", "1", "8x8", pdq(1)[:8]), PerceptualHash("dhash", "1", "8x8", pdq(2)[:8])
    return replace(picture(20), perceptual=(*picture(20).perceptual, *small))


def run(store: CaseStore, library: Library, *lists: HashList, policy: Policy = DEFAULT_POLICY) -> list[Changes]:
    found = match_lists(store, library, lists, ignore, now=NOW, policy=policy)
    return [Changes(tuple(changes.new), tuple(changes.gone)) for _, changes in found]


def near_list(library: Library, folder: Path) -> HashList:
    return take(library, folder, "near", f"{pdq(1).hex()}\n{flipped(pdq(2), 20).hex()}\n{pdq(999).hex()}\n", "pdq")


def test_a_narrower_policy_says_what_is_gone_and_a_wider_one_what_is_new(
    store: CaseStore, library: Library, tmp_path: Path
) -> None:
    used = near_list(library, tmp_path)
    (first,) = run(store, library, used)
    (narrow,) = run(store, library, used, policy=NARROW)
    (wide,) = run(store, library, used)

    assert [match.card.distance for match in first.new] == [0, 20]
    assert (narrow.new, [match.entry for match in narrow.gone]) == ((), ["line 2"])
    assert ([match.entry for match in wide.new], wide.gone) == (["line 2"], ())
    assert {match.policy_id for match in store.reader.matches()} == {DEFAULT_POLICY.id}
    kept = store.reader.judgements.policies()
    assert {policy_from_json(text) for text in kept.values()} == {DEFAULT_POLICY, NARROW}
    assert policy_from_json(store.reader.judgements.last_policy()) == DEFAULT_POLICY


def test_the_nearest_entry_is_kept_for_contents_without_a_match(
    store: CaseStore, library: Library, tmp_path: Path
) -> None:
    used = near_list(library, tmp_path)
    run(store, library, used, policy=NARROW)
    nearest = {near.content_id: near for near in store.reader.judgements.nearest(used.id)}

    matched = {match.content_id for match in store.reader.matches()}
    assert matched
    assert not matched & nearest.keys()
    second = next(near for near in nearest.values() if near.entry == "line 2" and near.distance == 20)
    assert second.threshold == 3
    assert [near.note for near in nearest.values() if near.distance is None] == [
        "Not compared: quality 38 under the gate 50."
    ]
    (item,) = (item for item in store.reader.items(ItemFilter()) if item.content_id == second.content_id)
    assert item.nearest == (second,)
    run(store, library, used)
    assert second.content_id not in {near.content_id for near in store.reader.judgements.nearest(used.id)}


def test_one_pass_over_the_case_gives_what_list_by_list_gives(
    store: CaseStore, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = [
        near_list(library, tmp_path),
        take(library, tmp_path, "exact", digests(3).md5.hex()),
        take(library, tmp_path, "film", "film,frame,pdq,quality\n" + f"known,1,{pdq(500).hex()},100\n" * 3),
    ]
    together = run(store, library, *lists)
    for used in lists:
        put_matches(store, used.id, ())
    monkeypatch.setattr(module, "_ENTRIES_IN_HAND", 0)
    assert run(store, library, *lists) == together
    for used in lists:
        put_matches(store, used.id, ())
    assert [run(store, library, used)[0] for used in lists[::-1]] == together[::-1]
    assert [len(changes.new) for changes in together] == [2, 1, 1]


def test_a_crowd_is_flagged_beyond_the_number_and_nothing_is_dropped(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = [flipped(pdq(700), bits) for bits in range(8)]
    analyses = [replace(picture(600 + at), perceptual=(hashed(value),)) for at, value in enumerate(crowd)]
    listed = [pdq(700), *(flipped(pdq(1), bits) for bits in range(3)), pdq(2)]
    rows = "\n".join(value.hex() for value in listed)
    lists = [take(library, tmp_path, name, rows, "pdq") for name in ("a", "b")]
    policy = replace(DEFAULT_POLICY, crowded_contents=7, crowded_entries=2)
    monkeypatch.setattr(module, "_CONTENTS_AT_ONCE", 3)
    with make_case(tmp_path / "crowd.fdcase", [*analyses, picture(1), picture(2)]) as store:
        for changes in run(store, library, *lists, policy=policy):
            said: dict[str, list[tuple[bool, str]]] = {}
            for match in changes.new:
                said.setdefault(match.entry, []).append((match.weak, match.card.note.split(":")[-1][:24]))
            assert said.pop("line 1") == [(True, " the entry is near 8 con")] * 8
            assert said.pop("line 5") == [(False, "The list states no quali")]
            assert said == {f"line {line}": [(True, " the content is near 3 e")] for line in (2, 3, 4)}
            assert set(changes.new) <= set(store.reader.matches())


def hashed(value: bytes) -> PerceptualHash:
    return PerceptualHash("pdq", "1", "64x64-dct16", value, 90)


def dismissal(store: CaseStore, reason: str = "another dog", *, revoked: bool = False, entry: str = "line 1") -> None:
    match = store.reader.matches()[0]
    said = Dismissal(match.content_id, match.list_id, entry, "Examiner A", "2026-01-01T00:00:00Z", reason, revoked)
    record_dismissal(store, said)


def test_what_an_examiner_dismissed_stays_dismissed_over_rematches(
    store: CaseStore, library: Library, tmp_path: Path
) -> None:
    used = near_list(library, tmp_path)
    run(store, library, used)
    dismissal(store)
    run(store, library, used, policy=NARROW)

    (match,) = store.reader.matches()
    assert match.dismissed is not None
    assert (match.dismissed.reason, match.dismissed.examiner) == ("another dog", "Examiner A")
    shown = [found for item in store.reader.items(ItemFilter(matched=True)) for found in item.matches]
    assert shown == [match]
    dismissal(store, "looked again", revoked=True)
    assert store.reader.matches()[0].dismissed is None
    assert [said.revoked for said in store.reader.judgements.dismissals()] == [False, True]


def test_a_dismissal_is_carried_over_to_a_new_version_of_the_list_and_says_where_it_comes_from(
    store: CaseStore, library: Library, tmp_path: Path
) -> None:
    first = take(library, tmp_path, "unit", f"{pdq(1).hex()}\n{pdq(2).hex()}\n", "pdq")
    run(store, library, first)
    dismissal(store)
    other = take(library, tmp_path, "other", f"{pdq(1).hex()}\n{pdq(3).hex()}\n", "pdq")
    second = take(library, tmp_path, "unit", f"{pdq(5).hex()}\n{pdq(2).hex()}\n{pdq(1).hex()}\n", "pdq")
    assert (second.name, second.version) == (first.name, 2)
    run(store, library, other, second)

    said = {(match.list_id, match.entry): match.dismissed for match in store.reader.matches()}
    carried = said[second.id, "line 3"]
    assert carried is not None
    assert (carried.list_id, carried.entry, carried.reason) == (first.id, "line 1", "another dog")
    assert {key for key, word in said.items() if word is not None} == {(first.id, "line 1"), (second.id, "line 3")}
    items = [match for item in store.reader.items(ItemFilter(matched=True)) for match in item.matches]
    assert {(match.list_id, match.entry): match.dismissed for match in items} == said

    back = replace(carried, list_id=second.id, entry="line 3", reason="looked again", revoked=True)
    record_dismissal(store, back)
    said = {(match.list_id, match.entry): match.dismissed for match in store.reader.matches()}
    assert said[second.id, "line 3"] is None
    assert said[first.id, "line 1"] is not None
    third = take(library, tmp_path, "unit", f"{pdq(1).hex()}\n", "pdq")
    run(store, library, third)
    assert [match.dismissed for match in store.reader.matches(third.id)] == [None]
    with pytest.raises(UsageError, match="none can be taken back"):
        record_dismissal(store, replace(back, list_id=third.id, entry="line 1"))


def test_nothing_is_dismissed_without_a_match_and_a_reason(store: CaseStore, library: Library, tmp_path: Path) -> None:
    run(store, library, near_list(library, tmp_path))
    with pytest.raises(UsageError, match="reason"):
        dismissal(store, "")
    with pytest.raises(UsageError, match="no match"):
        dismissal(store, entry="line 3")
    with pytest.raises(UsageError, match="none can be taken back"):
        dismissal(store, revoked=True)
    assert store.reader.judgements.dismissals() == ()


def test_different_labels_of_one_content_are_shown_side_by_side(
    store: CaseStore, library: Library, tmp_path: Path
) -> None:
    one = take(library, tmp_path, "one", f"md5,label\n{digests(1).md5.hex()},2\n{digests(2).md5.hex()},1\n")
    two = take(library, tmp_path, "two", f"md5,label\n{digests(1).md5.hex()},1\n{digests(2).md5.hex()},1\n")
    run(store, library, one, two)

    (conflict,) = store.reader.judgements.conflicts()

    assert conflict.sha256 == digests(1).sha256
    assert {(match.list_id, match.label) for match in conflict.matches} == {(one.id, "2"), (two.id, "1")}


class CarryingLibrary(Library):
    """A library whose one list carries further hashes of its first entry."""

    def hashes(self, list_id: str, algorithm: str) -> HashEntries:
        assert list_id
        values = {"phash": flipped(pdq(1)[:8], 3), "dhash": flipped(pdq(2)[:8], 4), "photodna": photodna_value()}
        rows = np.frombuffer(values[algorithm], np.uint8).reshape(1, -1)
        return HashEntries(np.array([1]), rows, np.array([-1], np.int16))


@pytest.mark.parametrize(("quality", "found"), [(50, ["pdq+phash+dhash"]), (49, []), (None, [])])
def test_three_hashes_of_a_list_agree_where_the_quality_of_its_pdq_is_stated_and_sufficient(
    tmp_path: Path, quality: int | None, found: list[str]
) -> None:
    library = Library(tmp_path / "lists")
    value, phash, dhash = flipped(pdq(20), 60).hex(), flipped(pdq(1)[:8], 12).hex(), flipped(pdq(2)[:8], 4).hex()
    stated = "" if quality is None else str(quality)
    used = take(library, tmp_path, "a", f"pdq,quality,phash,dhash\n{value},{stated},{phash},{dhash}\n")
    with make_case(tmp_path / "c.fdcase", [with_small_hashes()]) as store:
        (changes,) = run(store, library, used)
    assert [match.card.algorithm for match in changes.new] == found


def photodna_value() -> bytes:
    return np.random.default_rng(4).integers(0, 256, 144, dtype=np.uint8).tobytes()


def test_carried_values_and_small_hashes_of_a_list_take_part(tmp_path: Path) -> None:
    library = CarryingLibrary(tmp_path / "lists")
    plain = take(library, tmp_path, "a", digests(999).md5.hex())
    used = replace(plain, entries=(*plain.entries, ("phash", 1), ("dhash", 1), ("photodna", 1)))
    with make_case(tmp_path / "b.fdcase", [with_small_hashes(), picture(21)]) as store:
        first = run(store, library, used)[0].new
        by_digest = {value.sha256: number for number, value in store.reader.digests()}
        carried = CarriedValue(by_digest[digests(21).sha256], "photodna", photodna_value(), "VICS case")
        assert store.reader.lists_incomplete() == ()
        assert writer_of(store).record_carried([carried, carried]) == 1
        assert [known.id for known in store.reader.lists_incomplete()] == [used.id]
        assert list(store.reader.judgements.carried("photodna")) == [carried]
        (second,) = run(store, library, used)[0].new
    assert [(match.card.algorithm, match.card.distance, match.weak) for match in first] == [("phash+dhash", 7, True)]
    assert (second.kind, second.card.algorithm, second.card.distance) == (MatchKind.NEAR, "photodna", 0)
    assert photodna_value().hex() not in str(second)
