"""Items over time: counted by origin of the date, zones apart, nothing invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.case.moments import NO_DATE, all_seconds, offset_of, seconds_of, standing_of
from forensicdesk.charting import DateSource, Grain, Moment
from forensicdesk.finding import Found
from forensicdesk.model import Location, Result, Step
from forensicdesk.session import Session
from hashing.values import DateFact, Recipe
from tests.forensicdesk.case.building import NOW, a_list, a_match, new_case, opened, picture, put_matches, writer_of

if TYPE_CHECKING:
    from collections.abc import Sequence

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NS = 1_000_000_000
MARCH = (2019 - 1970) * 12 + 2
"""The month of March 2019, in months since 1970."""


def at(text: str) -> int:
    """Seconds of a time of day in UTC."""
    return int((datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH).total_seconds())


def made(
    folder: Path, dates: Sequence[tuple[DateFact, ...]], files: Sequence[tuple[int | None, tuple[DateFact, ...]]] = ()
) -> Session:
    """A case with an item for each of these dates of contents, and of files; the first content is a hit."""
    path = new_case(folder)
    with opened(path) as store:
        writer = writer_of(store)
        writer.add_source(Path("/exhibits/phone"), "folder", "phone", NOW)
        of_files = [*files, *[(None, ())] * (len(dates) - len(files))]
        writer.record_found(
            1,
            [
                Found(Location((Step("file", b"%d.jpg" % n),)), 9, modified, dates=said)
                for n, (modified, said) in enumerate(of_files)
            ],
        )
        results = [Result(n, replace(picture(b"%d" % n), dates=one)) for n, one in enumerate(dates, 1)]
        writer.record_results(results, Recipe())
        used = a_list()
        writer.record_list(used, NOW)
        put_matches(store, used.id, [a_match(1, used.id)])
    return Session.open(path, clock=lambda: NOW)


def exif(text: str, zone: str | None = None, field: str = "exif:DateTimeOriginal") -> DateFact:
    return DateFact(field, text, zone)


@pytest.fixture
def dated(tmp_path: Path) -> Session:
    """Five items: two of March without zone, one with, one of June, one with a date that is none."""
    return made(
        tmp_path,
        [
            (exif("2019:03:04 10:11:12"), exif("2001:01:01 00:00:00", None, "exif:DateTime")),
            (exif("2019:03:31 23:59:59"),),
            (exif("2019:04:01 01:30:00", "+02:00"),),
            (exif("2019:06:01 00:00:00.25"), DateFact("application:xmp:ModifyDate", "2020-02-30T25:00:00Z", "Z")),
            (exif("    :  :     :  :  "),),
        ],
        [
            (at("2020-01-01 12:00") * NS + 5, ()),
            (None, (DateFact("file:created", "2020-05-05 01:02:03", None),)),
            (10**40, ()),
        ],
    )


def test_zones_are_kept_apart_and_a_stated_one_counts_in_utc(dated: Session) -> None:
    with dated as session:
        found = session.histogram(DateSource.EXIF, Grain.MONTH, (MARCH, 4))

    assert found.local.items == (2, 0, 0, 1)
    assert found.local.hits == (1, 0, 0, 0)
    assert found.zoned.items == (1, 0, 0, 0)  # 1 April, 01:30 +02:00 is 31 March, 23:30 UTC
    assert found.dated == (1, 3)
    assert found.undated == 1
    assert (found.earliest, found.latest) == (at("2019-03-04 10:11:12"), at("2019-06-01"))
    assert found.fields == (("exif:DateTimeOriginal", 4),)


def test_a_span_gives_the_items_that_its_bars_counted(dated: Session) -> None:
    with dated as session:
        march, april = at("2019-03-01"), at("2019-04-01")
        assert session.dated_items(DateSource.EXIF, march, april) == (1, 2, 3)
        assert session.dated_items(DateSource.EXIF, march, april, zoned=True) == (3,)
        assert session.dated_items(DateSource.EXIF, march, april, zoned=False) == (1, 2)
        assert session.dated_items(DateSource.EXIF, march, april, (2, 4)) == (2,)
        assert session.undated_items(DateSource.EXIF) == (5,)
        assert session.undated_items(DateSource.EXIF, (1, 2)) == ()
        assert session.undated_items(DateSource.APPLICATION) == (1, 2, 3, 4, 5)


def test_dates_of_the_file_system_count_by_their_origin(dated: Session) -> None:
    with dated as session:
        found = session.histogram(DateSource.FILE, Grain.YEAR, (50, 1))
        assert (found.zoned.items, found.local.items, found.undated) == ((1,), (1,), 3)
        assert dict(found.fields) == {"file:modified": 1, "file:created": 1}
        assert session.moments_of(1) == (
            Moment(DateSource.FILE, at("2020-01-01 12:00"), True, "file:modified"),
            Moment(DateSource.EXIF, at("2019-03-04 10:11:12"), False, "exif:DateTimeOriginal"),
        )
        assert session.moments_of(99) == ()


def test_only_the_items_asked_for_are_counted(dated: Session) -> None:
    with dated as session:
        found = session.histogram(DateSource.EXIF, Grain.MONTH, (MARCH, 1), [1, 5])
        assert (found.local.items, found.dated, found.undated) == ((1,), (0, 1), 1)
        nothing = session.histogram(DateSource.EXIF, Grain.MONTH, (MARCH, 1), [])
        assert (nothing.dated, nothing.undated, nothing.earliest) == ((0, 0), 0, None)


def test_items_that_come_later_are_counted_at_the_next_question(tmp_path: Path) -> None:
    with made(tmp_path, [(exif("2019:03:04 10:11:12"),)]) as session:
        assert session.histogram(DateSource.EXIF, Grain.MONTH, (MARCH, 1)).local.items == (1,)
        writer = writer_of(session._store)
        writer.record_found(1, [Found(Location((Step("file", b"late.jpg"),)), 9, None)])
        later = replace(picture(b"late"), dates=(exif("2019:03:05 10:11:12"),))
        writer.record_results([Result(2, later)], Recipe())
        assert session.histogram(DateSource.EXIF, Grain.MONTH, (MARCH, 1)).local.items == (2,)


@given(
    st.lists(
        st.one_of(
            st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31)).map(  # noqa: DTZ001
                lambda moment: f"{moment.year:04}:{moment:%m:%d %H:%M:%S}"
            ),
            st.from_regex(r"\A[0-9]{4}[-:/. ][0-9]{2}[-:/.][0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?[Z.5]?\Z"),
            st.text(max_size=25),
        ),
        max_size=30,
    )
)
def test_many_texts_at_once_say_what_each_says_alone(texts: list[str]) -> None:
    alone = [NO_DATE if (one := seconds_of(text)) is None else one for text in texts]

    assert all_seconds(texts).tolist() == alone


@given(st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31)))  # noqa: DTZ001
def test_a_date_is_counted_as_it_is_written(moment: datetime) -> None:
    text = f"{moment.year:04}-{moment:%m-%dT%H:%M:%S}Z"
    expected = int((moment.replace(tzinfo=UTC, microsecond=0) - EPOCH) / timedelta(seconds=1))

    assert seconds_of(text) == expected


@pytest.mark.parametrize("text", ["2019:02:29 10:00:00", "0000:00:00 00:00:00", "2019:13:01 00:00:00", "soon", ""])
def test_what_no_calendar_holds_is_no_date(text: str) -> None:
    assert seconds_of(text) is None
    assert all_seconds([text]).tolist() == [NO_DATE]


@pytest.mark.parametrize(
    ("zone", "ahead"),
    [("Z", 0), ("+02:00", 7200), ("-0530", -19800), ("+14:00", 50400), (None, None), ("CET", None), ("", None)],
)
def test_a_zone_is_read_or_unknown_and_never_guessed(zone: str | None, ahead: int | None) -> None:
    assert offset_of(zone) == ahead


def test_a_field_counts_before_others_by_what_it_says() -> None:
    fields = (
        "exif:GPSDateTime", "exif:DateTime", "exif:Thumbnail DateTime", "exif:DateTimeOriginal",
        "xmp:photoshop:DateCreated",
    )  # fmt: skip
    standing = sorted((found[1], field) for field in fields if (found := standing_of(field)) is not None)

    assert standing[0][1] == "exif:DateTimeOriginal"
    assert {field for _, field in standing[-2:]} == {"exif:GPSDateTime", "exif:Thumbnail DateTime"}
    assert standing_of("container:creation_time") == (DateSource.CONTAINER, 2)
    assert standing_of("nobody:knows") is None
