"""What belongs to an item is told with its reason, for every kind of reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from forensicdesk.model import ItemFilter
from forensicdesk.relations import ContentLink, LinkKind, Reason
from forensicdesk.session import Session
from tests.ui.fakes import make_card, make_record
from tests.ui.reviewed import name_of
from ui.links import Links, pair_sentence, pair_text, read_links, read_things
from ui.models.conflicts import read_conflicts
from ui.related import CLUSTER, EQUAL, read_related, reason_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.model import ItemCard
    from forensicdesk.relations import GroupKind
    from tests.ui.reviewed import Reviewed

HASHES = Reason(4, "pdq", 12, 31, "phash", 2, 10, "rotate90", view="p1")
FEATURES = Reason(4, "local-features", 25, 8, coverage=0.5, other_coverage=0.25)
FILMS = Reason(4, "vpdq", 3, 31, percent=90.0, other_percent=85.0)
FRAME = Reason(4, "pdq", 6, 31, other_view="frame", time_s=65.0)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (
            HASHES,
            "PDQ differs from b.jpg in 12 bits (up to 31), pHash in 2 (up to 10), rotated by 90°, p1 against the whole",
        ),
        (
            FEATURES,
            "25 local features agree with b.jpg (at least 8 are asked), over 50 % of it and 25 % of the other",
        ),
        (FILMS, "90 % of its frames meet 85 % of those of b.jpg"),
        (FRAME, "PDQ differs from b.jpg in 6 bits (up to 31), the whole against frame, the film's frame at 1:05"),
    ],
)
def test_a_reason_is_told_in_numbers(reason: Reason, told: str) -> None:
    assert reason_text(reason, "b.jpg") == told


def test_relatives_of_a_real_case_have_names_reasons_and_items(reviewed: Reviewed) -> None:
    with Session.open(reviewed.case, writable=False) as session:
        records = {name_of(record): record for record in session.items(ItemFilter())}
        found = {one.title: one for one in read_related(session, records["p0.jpg"])}
        lonely = read_related(session, records["p4.jpg"])

    stack = next(one for title, one in found.items() if title.startswith("Stack"))
    group = {records[name].id for name in ("p0.jpg", "again.jpg", "backup.jpg", "small0.jpg")}
    assert {relative.name for relative in found[EQUAL].found} == {"Phone: again.jpg", "Drive: backup.jpg"}
    assert [relative.name for relative in stack.found] == ["small0.jpg"]
    assert "pHash in" in stack.found[0].why
    assert set(stack.items) == group
    assert CLUSTER in found
    assert lonely == ()


def test_what_two_exhibits_share_is_told_thing_by_thing(reviewed: Reviewed) -> None:
    with Session.open(reviewed.case, writable=False) as session:
        links = read_links(session)
        phone, laptop, drive = (source.id for source in links.sources)
        exact = read_things(session, links, (phone, drive))
        near = read_things(session, links, (laptop, phone))

    assert [(row.exact, row.first, row.second) for row in exact.rows] == [(True, 2, 1)]
    assert sorted((row.exact, row.first, row.second) for row in near.rows) == [(False, 1, 1), (False, 1, 2)]
    assert near.count == 2
    assert len(near.items) == 5
    assert links.pair(drive, phone) == links.pair(phone, drive)


def test_exhibits_that_share_nothing_are_said_to() -> None:
    assert pair_text(None) == "nothing"
    assert "share no picture" in pair_sentence(None, "A", "B")
    assert Links().pair(1, 2) is None
    assert Links().things(1, 2) == ()


def test_conflicts_of_a_real_case_stand_side_by_side(reviewed: Reviewed) -> None:
    with Session.open(reviewed.case, writable=False) as session:
        found = read_conflicts(session)

    assert [(row.name, len(row.items)) for row in found.rows] == [("again.jpg and 2 more", 3)]
    assert sorted(found.rows[0].says.split("   ·   ")) == ["other, version 1: class 9", "unit, version 1: first kind"]
    assert not found.more


class Tied:
    """A session in which a film is tied to two others, from either side."""

    def stack_of(self, _item_id: int, _kind: GroupKind) -> None:
        """Nothing is stacked."""

    def links_of(self, _item_id: int) -> tuple[ContentLink, ...]:
        """Told from the item's side, and from the other's."""
        return (
            ContentLink(1, LinkKind.FILM_PART, Reason(2, "vpdq", 3, 31, percent=95.0, other_percent=10.0)),
            ContentLink(3, LinkKind.FILM_PART, Reason(1, "vpdq", 3, 31, percent=20.0, other_percent=90.0)),
        )

    def items_of(self, contents: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """One item for each content."""
        return {content: (content * 10,) for content in contents}

    def cards(self, item_ids: Sequence[int]) -> list[ItemCard]:
        """Named after their numbers."""
        return [make_card(item_id) for item_id in item_ids]


def test_a_tie_says_whose_frames_are_meant() -> None:
    record = replace(make_record(Path("/e")), id=10, content_id=1)

    (tied,) = read_related(cast("Session", Tied()), record)

    assert tied.title == "Film within a film"
    assert tied.items == (10, 20, 30)
    assert [(one.items, one.why) for one in tied.found] == [
        ((20,), "This item: 95 % of its frames meet 10 % of those of IMG_0000020.jpg"),
        ((30,), "20 % of its frames meet 90 % of those of IMG_0000010.jpg"),
    ]
