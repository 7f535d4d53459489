"""Items are filtered by the dates of each origin as the timeline counts them, in cases of older versions, too."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.case.backing import open_database
from forensicdesk.case.moments import NO_DATE, moments_by_origin, offset_of, seconds_of, standing_of
from forensicdesk.case.opening import bring_to_revision
from forensicdesk.case.times import read_times
from forensicdesk.charting import DateSource
from forensicdesk.facets import OF_ORIGIN, Between, Column
from forensicdesk.finding import Found
from forensicdesk.model import ItemFilter, Result
from hashing.values import DateFact, Recipe
from tests.forensicdesk.case.building import NOW, at, new_case, opened, picture, writer_of
from tests.forensicdesk.case.test_older_cases import copied

if TYPE_CHECKING:
    from forensicdesk.case.store import CaseStore

KINDS = (
    "exif:DateTimeOriginal", "exif:DateTime", "exif:GPSDateTime", "xmp:photoshop:DateCreated", "iptc:DateCreated",
    "container:creation_time", "container:track 1:creation_time", "container:modification_time", "original:modified",
    "application:xmp:ModifyDate", "application:xmp:MetadataDate", "file:created", "unheard-of:date",
)  # fmt: skip
TEXTS = ("2019:03:04 10:11:12", "2021-05-06T07:08:09+02:00", "2020-02-30 00:00:00", "1969-12-31", "20240102", "")
FACTS = st.builds(DateFact, st.sampled_from(KINDS), st.sampled_from(TEXTS), st.sampled_from((None, "Z", "+02:00")))
MANY = 120


def chosen(store: CaseStore, column: Column, low: float | None = None, high: float | None = None) -> list[int]:
    """The items with a date of this column."""
    return store.reader.item_ids(ItemFilter(conditions=(Between(column, low, high),)))


@given(st.lists(FACTS, max_size=8))
def test_of_several_fields_the_best_that_can_be_read_counts(facts: list[DateFact]) -> None:
    wanted: dict[DateSource, int] = {}
    for source in DateSource:
        readable = [
            (found[1], place, seconds - (offset_of(fact.zone) or 0))
            for place, fact in enumerate(facts)
            if (found := standing_of(fact.kind))
            and found[0] is source
            and (seconds := seconds_of(fact.text)) is not None
        ]
        if readable:
            wanted[source] = min(readable)[2]

    assert moments_by_origin(facts) == wanted


def some_facts(chance: random.Random) -> tuple[DateFact, ...]:
    """Fields of any origin, some of which cannot be read."""
    return tuple(
        DateFact(chance.choice(KINDS), chance.choice(TEXTS), chance.choice((None, "Z", "+02:00")))
        for _ in range(chance.randrange(6))
    )


def dated_case(folder: Path) -> Path:
    """Items with many fields, of their own and of their contents; every third has the bytes of the one before."""
    chance = random.Random(7)  # noqa: S311 - a test's
    path = new_case(folder)
    with opened(path) as store:
        writer = writer_of(store)
        writer.add_source(Path("/exhibits/phone"), "folder", "phone", NOW)
        writer.record_found(
            1, [Found(at(b"%d.jpg" % number), 9, None, dates=some_facts(chance)) for number in range(MANY)]
        )
        analyses = [replace(picture(b"%d" % number), dates=some_facts(chance)) for number in range(MANY)]
        results = [Result(number + 1, analyses[number - (number % 3 == 2)]) for number in range(MANY)]
        writer.record_results(results, Recipe())
    return path


def assert_as_in_the_timeline(store: CaseStore) -> None:
    """Every filter by the date of an origin gives the items that the timeline has there."""
    times = read_times(store.database)
    for column, source in OF_ORIGIN.items():
        told = dict(zip(times.ids.tolist(), times.columns[source].seconds.tolist(), strict=True))
        dated = {item: moment for item, moment in told.items() if moment != NO_DATE}
        assert len(set(dated.values())) > 2, "there is nothing to tell apart"
        assert chosen(store, column) == sorted(dated)
        for moment in set(dated.values()):
            assert chosen(store, column, moment, moment) == [item for item in sorted(dated) if dated[item] == moment]


def test_a_filter_and_the_timeline_agree_on_many_fields(tmp_path: Path) -> None:
    with opened(dated_case(tmp_path)) as store:
        assert_as_in_the_timeline(store)


def test_a_case_of_revision_0012_gets_its_dates_from_what_was_stored(tmp_path: Path) -> None:
    with opened(copied(tmp_path, "case-0012")) as store:
        found = {column: chosen(store, column) for column in OF_ORIGIN}
        spans = {column: store.reader.choosing.span(ItemFilter(), column) for column in OF_ORIGIN}

    assert found == {Column.EXIF_DATE: [11], Column.CONTAINER_DATE: [3], Column.APPLICATION_DATE: [11]}
    least = {column: span.least for column, span in spans.items() if span is not None}
    assert least == {
        Column.EXIF_DATE: 1_551_694_272,  # 2019-03-04 10:11:12, as written
        Column.CONTAINER_DATE: 1_672_628_645,  # 2023-01-02 03:04:05 UTC
        Column.APPLICATION_DATE: 1_620_277_689,  # 2021-05-06 07:08:09 +02:00, before the date of the metadata
    }


def taken_back(folder: Path) -> None:
    """Make a case what it would be at revision 0012."""
    with closing(open_database(folder, writable=True)) as database, database.writing() as connection:
        for table in ("items", "content_facts"):
            for name in ("exif_s", "container_s", "application_s"):
                connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {name}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0012'")


def test_the_upgrade_gives_every_item_what_it_would_have_got(tmp_path: Path) -> None:
    path = dated_case(tmp_path)
    taken_back(path)

    with closing(open_database(path, writable=True)) as database:
        ((came_from, *_),) = bring_to_revision(path, database, writable=True)
    assert came_from == ("from", "0012")
    with opened(path) as store:
        assert_as_in_the_timeline(store)
