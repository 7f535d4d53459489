"""Decisions: added, never overwritten; undone and done again; spread as the examiner says; read twice, blind."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.case.audit import as_utc
from forensicdesk.case.deciding import DecisionStore
from forensicdesk.case.schema import STACK_MEMBERS, STACKS, STANDING
from forensicdesk.deciding.agreement import agreement_of
from forensicdesk.deciding.scheme_file import find_category_scheme, read_category_scheme, shipped_schemes
from forensicdesk.decisions import ActKind, Reading, Scope
from forensicdesk.errors import UsageError
from forensicdesk.finding import Found
from forensicdesk.model import ItemFilter, Location, Result, Step
from forensicdesk.pipeline.decide import ranges
from forensicdesk.reporting.deciding import remarks_of
from forensicdesk.session import Session
from hashing.values import Recipe
from tests.forensicdesk.case.building import NOW, new_case, opened, picture, writer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.decisions import Judgement

CONTENTS = (b"a", b"b", b"a", b"c", b"d")
"""Items 1 and 3 have equal bytes; items 1, 3 and 2 are of one stack."""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with made(tmp_path) as case:
        yield case


def made(folder: Path) -> Session:
    path = new_case(folder)
    with opened(path) as store:
        writer = writer_of(store)
        writer.add_source(Path("/exhibits/phone"), "folder", "phone", NOW)
        found = [Found(Location((Step("file", b"%d.jpg" % at),)), 9, None) for at in range(len(CONTENTS))]
        writer.record_found(1, found)
        results = [Result(number, picture(content)) for number, content in enumerate(CONTENTS, 1)]
        writer.record_results(results, Recipe())
        with store.database.writing() as connection:
            connection.execute(STACKS.insert(), [{"id": 1, "media": "picture", "representative_id": 1, "size": 2}])
            members = [{"content_id": content, "stack_id": 1, "reason": None} for content in (1, 2)]
            connection.execute(STACK_MEMBERS.insert(), members)
    session = Session.open(path, clock=lambda: NOW)
    session.choose_scheme(find_category_scheme(Path("neutral")))
    return session


def said(session: Session, item: int) -> Judgement:
    record = session.item(item)
    assert record.judgement is not None
    return record.judgement


def category(session: Session, item: int) -> str | None:
    judgement = session.item(item).judgement
    return judgement.decision.code if judgement and judgement.decision else None


def test_a_decision_stands_with_who_and_when(session: Session) -> None:
    session.decide(ActKind.CATEGORY, "1", [2], examiner="Examiner B")

    decision = said(session, 2).decision
    assert decision is not None
    assert (decision.code, decision.label, decision.examiner) == ("1", "Pertinent", "Examiner B")
    assert decision.said_at == as_utc(NOW)
    assert session.item(1).judgement is None


@pytest.mark.parametrize(("scope", "items"), [(Scope.ITEM, (1,)), (Scope.COPIES, (1, 3)), (Scope.STACK, (1, 2, 3))])
def test_an_act_applies_to_what_was_shown_before(session: Session, scope: Scope, items: tuple[int, ...]) -> None:
    assert session.spread([1], scope) == items

    act = session.decide(ActKind.CATEGORY, "2", [1], scope=scope)

    assert act.items == len(items)
    assert [item for item in range(1, 6) if category(session, item)] == list(items)


def test_the_latest_wins_and_everything_stays_on_record(session: Session) -> None:
    session.decide(ActKind.CATEGORY, "1", [1])
    session.decide(ActKind.CATEGORY, "0", [1])
    assert category(session, 1) == "0"

    session.decide(ActKind.CATEGORY, "", [1])
    assert category(session, 1) is None

    assert [act.value for act in session.history(1)] == ["1", "0", ""]


def test_undo_and_redo_go_back_and_forth_without_limit(session: Session) -> None:
    for code in ("1", "2", "3"):
        session.decide(ActKind.CATEGORY, code, [1])

    seen = []
    for step in (session.undo, session.undo, session.undo, session.redo, session.redo, session.redo):
        step()
        seen.append(category(session, 1))

    assert seen == ["2", "1", None, "1", "2", "3"]
    with pytest.raises(UsageError, match="nothing by"):
        session.redo()


def test_a_new_act_makes_what_was_undone_final(session: Session) -> None:
    session.decide(ActKind.CATEGORY, "1", [1])
    session.decide(ActKind.CATEGORY, "2", [2])
    session.undo()
    session.decide(ActKind.CATEGORY, "3", [3])

    with pytest.raises(UsageError, match="nothing by"):
        session.redo()


def test_each_examiner_undoes_their_own_acts(session: Session) -> None:
    session.decide(ActKind.CATEGORY, "1", [1], examiner="Examiner A")
    session.decide(ActKind.CATEGORY, "2", [2], examiner="Examiner B")

    session.undo(examiner="Examiner A")

    assert (category(session, 1), category(session, 2)) == (None, "2")
    with pytest.raises(UsageError, match="nothing by Examiner C"):
        session.undo(examiner="Examiner C")


def test_notes_and_tags_are_kept_filtered_and_taken_back(session: Session) -> None:
    session.decide(ActKind.NOTE, "  see item 4 ", [1])
    session.decide(ActKind.TAG, "beach", [1, 2])
    session.decide(ActKind.UNTAG, "beach", [2])

    assert [note.text for note in said(session, 1).notes] == ["see item 4"]
    assert [tag.text for tag in said(session, 1).tags] == ["beach"]
    assert said(session, 2).tags == ()
    assert session.item_ids(ItemFilter(tag="beach")) == [1]
    session.undo()
    assert session.item_ids(ItemFilter(tag="beach")) == [1, 2]


def test_items_are_filtered_by_category(session: Session) -> None:
    session.decide(ActKind.CATEGORY, "1", [1, 4])
    session.decide(ActKind.CATEGORY, "0", [2])

    assert session.item_ids(ItemFilter(category="1")) == [1, 4]
    assert session.item_ids(ItemFilter(category="")) == [3, 5]
    assert session.undecided(ItemFilter()) == (3, 5)
    assert session.category_counts() == {"0": 1, "1": 2}


def test_a_second_reading_is_compared_and_a_supervisor_settles(session: Session) -> None:
    for item, code in enumerate("11023", 1):
        session.decide(ActKind.CATEGORY, code, [item])
    for item, code in enumerate("1102", 1):
        session.decide(ActKind.CATEGORY, "0" if item == 2 else code, [item], reading=Reading.SECOND, examiner="B")

    found = session.agreement()
    assert (found.items, found.same, found.undecided) == (4, 3, 1)
    assert found.table == (("0", "0", 1), ("1", "0", 1), ("1", "1", 1), ("2", "2", 1))
    assert found.kappa == pytest.approx((3 / 4 - 5 / 16) / (1 - 5 / 16))
    assert list(session.disagreements()) == [(2, "1", "0")]
    assert said(session, 2).disputed
    assert category(session, 2) == "1"
    assert session.left_to_read() == (5,)

    session.decide(ActKind.CATEGORY, "2", [2], reading=Reading.SUPERVISOR, examiner="C")

    assert list(session.disagreements()) == []
    assert (category(session, 2), said(session, 2).disputed) == ("2", False)
    assert session.category_counts() == {"0": 1, "1": 1, "2": 2, "3": 1}


def test_a_sample_is_the_same_again_and_grows_with_its_share(session: Session) -> None:
    session.decide(ActKind.CATEGORY, "1", [1, 2, 3, 4, 5])

    samples = [session.second_sample(share, seed=7) for share in (0.2, 0.5, 1.0)]

    assert samples[2] == (1, 2, 3, 4, 5)
    assert set(samples[0]) <= set(samples[1]) <= set(samples[2])
    assert session.second_sample(0.5, seed=7) == samples[1]
    for share in (0, -1, 1.1):
        with pytest.raises(UsageError, match="share"):
            session.second_sample(share)


def test_what_was_on_the_screen_is_remembered_for_each_examiner(session: Session) -> None:
    session.mark_seen([1, 2], examiner="A")
    session.mark_seen([2, 3], examiner="B")

    assert session.unseen(ItemFilter(), "A") == (3, 4, 5)
    assert session.unseen(ItemFilter()) == (4, 5)


@pytest.mark.parametrize(
    ("kind", "value", "items", "sentence"),
    [
        (ActKind.CATEGORY, "9", [1], "has no category '9'"),
        (ActKind.CATEGORY, "1", [99, 1], "no item 99"),
        (ActKind.CATEGORY, "1", [], "at least one item"),
        (ActKind.NOTE, "  ", [1], "needs some text"),
    ],
)
def test_what_cannot_be_is_one_clear_sentence(
    session: Session, kind: ActKind, value: str, items: list[int], sentence: str
) -> None:
    before = list(session.acts())

    with pytest.raises(UsageError, match=sentence):
        session.decide(kind, value, items)

    assert list(session.acts()) == before


def test_every_act_is_in_the_audit_log(session: Session) -> None:
    session.decide(ActKind.CATEGORY, "1", [1], scope=Scope.COPIES)
    session.undo()

    records = [record for record in session._store.audit.records() if record.action.startswith("decis")]
    decided = [record for record in session._store.audit.records() if record.action == "decided"]
    assert dict(decided[0].detail)["applies to"] == "1,3"
    assert [record.action for record in records] == ["decision undone"]


@settings(deadline=None, max_examples=15)
@given(
    st.lists(
        st.tuples(st.sampled_from(["set", "undo", "redo"]), st.sampled_from(["0", "1", "2", ""]), st.integers(1, 5)),
        max_size=25,
    )
)
def test_what_stands_is_what_the_acts_say(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int]]
) -> None:
    """A list of acts with marks for the undone ones is the oracle."""
    oracle: list[tuple[str, int]] = []
    undone: list[tuple[str, int]] = []
    with made(tmp_path_factory.mktemp("case")) as session:
        for step, code, item in steps:
            if step == "set":
                session.decide(ActKind.CATEGORY, code, [item])
                oracle.append((code, item))
                undone.clear()
            elif step == "undo" and oracle:
                session.undo()
                undone.append(oracle.pop())
            elif step == "redo" and undone:
                session.redo()
                oracle.append(undone.pop())
        expected = {item: code for code, item in oracle}
        found = {item: category(session, item) or "" for item in range(1, 6)}

    assert found == {item: expected.get(item, "") for item in range(1, 6)}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=40))
def test_kappa_is_what_its_definition_says(pairs: list[tuple[str, str]]) -> None:
    found = agreement_of(pairs)

    chance = sum(
        sum(first == code for first, _ in pairs) * sum(second == code for _, second in pairs) for code in "abc"
    )
    if not pairs or chance == len(pairs) ** 2:
        assert found.kappa is None
    else:
        observed = sum(first == second for first, second in pairs) / len(pairs)
        expected = chance / len(pairs) ** 2
        assert found.kappa == pytest.approx((observed - expected) / (1 - expected))


@given(st.sets(st.integers(1, 60)))
def test_ranges_name_the_numbers_and_no_others(numbers: set[int]) -> None:
    text = ranges(tuple(numbers))

    back: set[int] = set()
    for span in filter(None, text.split(",")):
        first, _, last = span.partition("-")
        back.update(range(int(first), int(last or first) + 1))
    assert back == numbers


def test_the_shipped_schemes_can_be_read_and_say_where_they_come_from() -> None:
    for name in shipped_schemes():
        scheme = find_category_scheme(Path(name))
        assert scheme.categories
        assert scheme.source
        keys = [one.key for one in scheme.categories]
        assert all(a != b for a, b in itertools.combinations(keys, 2))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "categories = 3",
        '[categories.1]\nkey = "1"',
        '[categories.1]\nlabel = "a"\nkey = "12"',
        '[categories.1]\nlabel = "a"\ncolour = "red"',
        '[categories.1]\nlabel = "a"\nshape = "round"',
        '[categories.1]\nlabel = "a"\nkey = "x"\n[categories.2]\nlabel = "b"\nkey = "x"',
        "[",
    ],
)
def test_a_scheme_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match=r"own\.toml"):
        read_category_scheme(path)


def test_an_own_scheme_takes_the_place_and_old_decisions_keep_their_label(session: Session, tmp_path: Path) -> None:
    session.decide(ActKind.CATEGORY, "1", [1])
    path = tmp_path / "unit.toml"
    path.write_text('title = "Ours"\n[categories.1]\nlabel = "Category A"\n', encoding="utf-8")
    assert tomllib.loads(path.read_text(encoding="utf-8"))["title"] == "Ours"

    session.choose_scheme(find_category_scheme(path))
    session.decide(ActKind.CATEGORY, "1", [2])

    labels = [said(session, item).decision for item in (1, 2)]
    assert [one.label for one in labels if one] == ["Pertinent", "Category A"]


def test_nothing_of_it_is_derived_twice(session: Session) -> None:
    """What stands can be thrown away and derived again from the acts alone."""
    session.decide(ActKind.CATEGORY, "1", [1, 2, 3])
    session.decide(ActKind.CATEGORY, "2", [2])
    session.undo()
    store = session._store
    before = dict(DecisionStore(store.database).standing(Reading.FIRST))
    with store.database.writing() as connection:
        connection.execute(STANDING.delete())

    session.decide(ActKind.CATEGORY, "3", [5])
    session.undo()
    assert dict(store.decisions.standing(Reading.FIRST)) == {}
    store.decisions.derive()
    assert dict(store.decisions.standing(Reading.FIRST)) == before


def test_two_items_are_said_to_be_the_same_or_different_and_the_last_word_counts(session: Session) -> None:
    session.decide(ActKind.SAME, "", [2, 4])
    session.decide(ActKind.DIFFERENT, "other curtains", [4, 5], examiner="Examiner B")

    (two,) = said(session, 2).pairs
    assert (two.other, two.same, two.reason, two.examiner, two.said_at) == (4, True, "", "A. Examiner", as_utc(NOW))
    assert {pair.other: (pair.same, pair.reason) for pair in said(session, 4).pairs} == {
        2: (True, ""),
        5: (False, "other curtains"),
    }
    assert remarks_of(said(session, 4)) == (
        ("same", f"2 (A. Examiner, {as_utc(NOW)})"),
        ("different", f"5: other curtains (Examiner B, {as_utc(NOW)})"),
    )
    session.decide(ActKind.DIFFERENT, "the scar", [2, 4])
    assert [(pair.other, pair.same) for pair in said(session, 2).pairs] == [(4, False)]
    session.undo()
    assert [(pair.other, pair.same) for pair in said(session, 2).pairs] == [(4, True)]
    session.undo()
    assert session.item(2).judgement is None
    session.redo()
    assert said(session, 2).pairs


def test_a_second_reader_is_told_nothing_of_what_the_first_compared(session: Session) -> None:
    session.decide(ActKind.SAME, "", [2, 4])

    assert session.judgements([2, 4], Reading.SECOND) == {}


@pytest.mark.parametrize(
    ("kind", "value", "items", "scope"),
    [
        (ActKind.SAME, "", [1], Scope.ITEM),
        (ActKind.SAME, "", [1, 1], Scope.ITEM),
        (ActKind.SAME, "", [1, 2, 3], Scope.ITEM),
        (ActKind.SAME, "", [1, 2], Scope.COPIES),
        (ActKind.DIFFERENT, " ", [1, 2], Scope.ITEM),
        (ActKind.SAME, "", [1, 99], Scope.ITEM),
    ],
)
def test_a_comparison_needs_two_items_and_a_difference_its_reason(
    session: Session, kind: ActKind, value: str, items: list[int], scope: Scope
) -> None:
    with pytest.raises(UsageError):
        session.decide(kind, value, items, scope=scope)
    assert session.item(1).judgement is None
