"""Places of items: joined by scale, counted with hits, told one by one; a base map goes on record with its SHA-256."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forensicdesk.charting import Bounds, Fix
from forensicdesk.finding import Found
from forensicdesk.model import Location, Result, Step
from forensicdesk.session import Session
from hashing.values import Recipe
from tests.forensicdesk.case.building import NOW, a_list, a_match, new_case, opened, picture, put_matches, writer_of
from tests.support.maps import write_geojson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hashing.values import MetadataGroup

LISBON, PORTO, SUVA = (38.7, -9.1), (41.1, -8.6), (-18.1, 178.4)


def stated(place: tuple[float, float] | None, *more: tuple[str, str]) -> tuple[MetadataGroup, ...]:
    """Metadata with this place."""
    if place is None:
        return (("summary", (("Make", "Kamera"),)),)
    fields = (("GPSLatitude", f"{place[0]:.6f}"), ("GPSLongitude", f"{place[1]:.6f}"), *more)
    return (("GPS", (("GPSHPositioningError", "4.5"),)), ("summary", fields))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Two items of equal bytes in Lisbon that match, one in Porto, one in Suva, one nowhere, one off the globe."""
    path = new_case(tmp_path)
    with opened(path) as store:
        writer = writer_of(store)
        writer.add_source(Path("/exhibits/phone"), "folder", "phone", NOW)
        contents = [
            (
                b"a",
                stated(LISBON, ("GPSAltitude", "12 m"), ("GPSDateTime", "2019:03:04 10:11:12 (UTC by the standard)")),
            ),
            (b"a", ()),
            (b"b", stated(PORTO)),
            (b"c", stated(SUVA)),
            (b"d", stated(None)),
            (b"e", stated((123.0, 5.0))),
        ]
        writer.record_found(
            1, [Found(Location((Step("file", b"%d.jpg" % at),)), 9, None) for at in range(len(contents))]
        )
        results = [Result(at, replace(picture(data), metadata=said)) for at, (data, said) in enumerate(contents, 1)]
        writer.record_results(results, Recipe())
        used = a_list()
        writer.record_list(used, NOW)
        put_matches(store, used.id, [a_match(1, used.id)])
    with Session.open(path, clock=lambda: NOW) as made:
        yield made


def test_places_that_lie_close_together_are_joined_until_the_map_is_larger(session: Session) -> None:
    far = session.clusters(scale=0)
    near = session.clusters(scale=12)

    assert sorted((one.items, one.hits) for one in far.clusters) == [(1, 0), (3, 2)]
    assert sorted((one.items, one.hits) for one in near.clusters) == [(1, 0), (1, 0), (2, 2)]
    assert (far.placed, far.unplaced) == (4, 2)
    assert far.bounds == Bounds(-9.1, -18.1, 178.4, 41.1)
    lisbon = next(one for one in near.clusters if one.items == 2)
    assert (lisbon.latitude, lisbon.longitude) == pytest.approx(LISBON)


def test_only_the_items_and_the_part_of_the_globe_asked_for_are_joined(session: Session) -> None:
    found = session.clusters(Bounds(-20, 40, 0, 45), 3, [1, 3, 5])

    assert [(one.items, one.hits) for one in found.clusters] == [(1, 0)]
    assert (found.placed, found.unplaced) == (2, 1)


def test_a_rectangle_gives_its_items_across_the_antimeridian_too(session: Session) -> None:
    assert session.placed_items() == (1, 2, 3, 4)
    assert session.placed_items(Bounds(-10, 38, -9, 39)) == (1, 2)
    assert session.placed_items(Bounds(170, -20, -8.8, 39)) == (1, 2, 4)
    assert session.placed_items(items=[3, 5, 6]) == (3,)


def test_a_fix_is_told_as_the_metadata_state_it(session: Session) -> None:
    first, second, porto = session.fixes([1, 2, 5, 3])

    time = "2019:03:04 10:11:12 (UTC by the standard)"
    assert first == Fix(1, "0.jpg", *LISBON, "12 m", time, "4.5", hit=True)
    assert second == replace(first, item_id=2, name="1.jpg")
    assert porto == Fix(3, "2.jpg", *PORTO, "", "", "4.5")


def test_a_base_map_goes_on_record_with_its_hash(session: Session, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "coast.json", {"type": "LineString", "coordinates": [[0, 0], [1, 1]]})

    session.choose_base_map(path).close()

    *_, record = session.audit_records()
    assert record.action == "base map chosen"
    assert dict(record.detail) == {
        "file": "coast.json",
        "kind": "GeoJSON",
        "bytes": str(path.stat().st_size),
        "SHA-256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
