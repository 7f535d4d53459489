"""Lists of a report that lie in a file: what comes back is what went in, every form reads them, memory stays small."""

from __future__ import annotations

import dataclasses
import gc
import io
import tracemalloc
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import pytest

from reports.json_ import content_id, read_json, shown, write_json
from reports.media import no_media
from reports.model import NotExamined, ReportItem, Variant
from reports.packed import TOGETHER, Changed, Packing, Room, packed
from reports.render import FORMATS, WITHOUT_FILES, render
from reports.tally import Counted
from reports.variants import content_hash, reduced
from tests.reports import samples
from tests.reports.test_decided_items import decided

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.model import ReportModel
    from reports.packed import Packed

LENGTHS = (0, 1, TOGETHER - 1, TOGETHER, TOGETHER + 1, 3 * TOGETHER + 5)


def items(count: int) -> Iterator[ReportItem]:
    return (samples.item(number, samples.near_card(number)) for number in range(1, count + 1))


def lying(values: Sequence[ReportItem]) -> Packed[ReportItem]:
    return packed(ReportItem, values, Room(io.BytesIO()))


def with_packed(model: ReportModel) -> ReportModel:
    """The same model, its lists in a file."""
    room = Room(io.BytesIO())
    names = ("not_examined", "named_like_media", "analysed_with_issues")
    left = {name: packed(NotExamined, getattr(model, name), room) for name in names}
    found = {name: packed(ReportItem, getattr(model, name), room) for name in ("items", "decided_items")}
    return dataclasses.replace(model, **left, **found)  # type: ignore[arg-type]  # each of its own type


@pytest.mark.parametrize("count", LENGTHS)
def test_what_is_packed_comes_back_in_order_as_often_as_it_is_read(count: int) -> None:
    values = tuple(items(count))
    kept = lying(values)

    assert len(kept) == count
    assert bool(kept) == bool(values)
    assert tuple(kept) == values
    assert tuple(kept) == values
    assert kept == values
    assert values == kept
    assert hash(kept) == hash(values)


def test_places_and_slices_are_those_of_a_tuple() -> None:
    values = tuple(items(2 * TOGETHER + 3))
    kept = lying(values)

    for at in (0, TOGETHER - 1, TOGETHER, -1, -len(values)):
        assert kept[at] == values[at]
    for some in (slice(100), slice(TOGETHER - 1, TOGETHER + 2), slice(-3, None), slice(5, 2), slice(0, 90, 30)):
        assert kept[some] == values[some]
    for outside in (len(values), -len(values) - 1):
        with pytest.raises(IndexError):
            kept[outside]


def test_one_other_value_or_one_more_is_another_list() -> None:
    values = tuple(items(3))

    assert lying(values) != values[:2]
    assert lying(values) != (*values[:2], samples.item(4, samples.near_card(4)))
    assert lying(values) != list(values)


def test_two_readers_and_a_writer_do_not_disturb_each_other() -> None:
    room = Room(io.BytesIO())
    first = packed(ReportItem, items(TOGETHER + 1), room)
    second = Packing(ReportItem, room)
    seen = []
    for one, again in zip(first, first, strict=True):
        second.add(one)
        seen.append((one, again))

    assert all(one == again for one, again in seen)
    assert second.done() == first
    assert [one.number for one in first.before(second.done())] == [*range(1, TOGETHER + 2)] * 2


def test_any_text_comes_back_and_pictures_do() -> None:
    for model in (samples.hostile(), samples.usual(Variant.RESTRICTED)):
        assert with_packed(model) == model


def test_a_changed_list_is_changed_whenever_it_is_read() -> None:
    values = tuple(items(5))
    blind = Changed(lying(values), lambda one: dataclasses.replace(one, picture=None))

    assert len(blind) == len(values)
    for _ in range(2):
        assert [one.picture for one in blind] == [None] * len(values)
    assert blind[1:3] == tuple(dataclasses.replace(one, picture=None) for one in values[1:3])


def test_the_file_is_closed_with_the_last_list_that_lies_in_it() -> None:
    file = io.BytesIO()
    model = dataclasses.replace(samples.usual(), items=packed(ReportItem, items(3), Room(file)))
    view = shown(model)
    del model
    gc.collect()
    assert not file.closed
    assert len(tuple(view.items)) == 3

    del view
    gc.collect()
    assert file.closed


def test_a_disk_without_room_is_told() -> None:
    with open("/dev/full", "r+b", buffering=0) as full, pytest.raises(OSError, match="No space left"):  # noqa: PTH123 - a device
        packed(ReportItem, items(1), Room(full))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("variant", Variant)
def test_every_form_has_the_same_bytes_of_packed_lists(name: str, variant: Variant) -> None:
    if variant is Variant.STATISTICS and name not in WITHOUT_FILES:
        pytest.skip("a list of files, which this variant does not have")
    model = decided(variant)
    same = with_packed(model)

    assert render(same, name, no_media).content == render(model, name, no_media).content
    assert content_hash(same) == content_hash(model)
    assert content_id(reduced(same)) == content_id(reduced(model))


def test_json_gives_packed_lists_back() -> None:
    model = with_packed(decided())

    assert read_json(render(model, "json").content) == shown(model)


def most_memory(count: int) -> int:
    """Bytes of memory at most, for making a model of so many items and reading it in every way that a report does."""
    gc.collect()
    with TemporaryFile() as file, TemporaryFile() as out:
        tracemalloc.start()
        try:
            kept = packed(ReportItem, items(count), Room(file))
            model = dataclasses.replace(samples.model(), items=kept)
            content_hash(model)
            content_id(model)
            write_json(model, out)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_memory_hardly_grows_with_the_items() -> None:
    most_memory(TOGETHER)  # what is made once is made
    few, many = most_memory(400), most_memory(1_200)

    assert many < 1.5 * few  # 2.5 times as much where items are held, some 2,700 bytes each


def test_counts_and_copies_are_those_of_the_items() -> None:
    model = with_packed(decided())
    counted = Counted(model)

    assert counted.tally.strongest == {"exact": 2, "near": 1, "video": 1}
    assert counted.tally.weak == 2
    assert counted.tally.seen.total() == sum(len(item.matches) for item in model.items)
    assert counted.copies == {model.items[0].sha256: (3, 12)}
