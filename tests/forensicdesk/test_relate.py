"""A real case is put into stacks: copies of one picture together, for stated reasons, whatever the order of things."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw

from forensicdesk.case.seal import break_seal
from forensicdesk.errors import EnvironmentProblem, Interrupted
from forensicdesk.model import ItemFilter
from forensicdesk.relations import GroupKind
from forensicdesk.session import Session
from tests.support.evidence import texture, write_film, write_picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.events import Event

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def noon() -> datetime:
    return NOON


def ignore(_event: Event) -> None:
    """Nobody listens."""


def scene(seed: int) -> Image.Image:
    """A picture with many corners, of which local features find enough."""
    random = np.random.default_rng(seed)
    picture = Image.fromarray(texture(seed, 800, 600))
    draw = ImageDraw.Draw(picture)
    for _ in range(90):
        x, y = random.integers(0, 760), random.integers(0, 560)
        width, height = random.integers(8, 80, 2)
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        draw.rectangle((int(x), int(y), int(x + width), int(y + height)), fill=colour)
    return picture


def make_evidence(folder: Path) -> tuple[Path, Path]:
    """Two exhibits: a picture with a smaller, a mirrored and a cropped copy; equal bytes; a film and its copy."""
    one, two = folder / "phone", folder / "drive"
    one.mkdir(parents=True)
    two.mkdir()
    original = scene(1)
    original.save(one / "original.jpg", quality=92)
    original.resize((400, 300)).save(two / "small.jpg", quality=70)
    original.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(two / "mirrored.png")
    original.crop((100, 70, 720, 540)).save(two / "cropped.jpg", quality=85)
    write_picture(one / "other.jpg", 5)
    (two / "same.jpg").write_bytes((one / "other.jpg").read_bytes())
    scene(2).save(one / "alone.png")
    write_film(one / "film.mp4", 7)
    write_film(two / "longer.mp4", 7, seconds=4.5)
    return one, two


def processed(folder: Path, sources: tuple[Path, ...], profile: str) -> Path:
    with Session.create(folder, "2026-001", "Examiner A", clock=noon) as session:
        for source in sources:
            session.add_source(source, ignore)
        session.process(ignore, profile=profile, workers=1)
        return session.folder


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_evidence(tmp_path_factory.mktemp("stacks"))


@pytest.fixture(scope="module")
def case(evidence: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return processed(tmp_path_factory.mktemp("cases") / "thorough", evidence, "thorough")


@pytest.fixture
def session(case: Path) -> Iterator[Session]:
    with Session.open(case, clock=noon) as opened:
        yield opened


def named(session: Session) -> dict[int, set[str]]:
    """The names of the files of each content."""
    names: dict[int, set[str]] = {}
    for item in session.items(ItemFilter()):
        if item.content_id is not None:
            names.setdefault(item.content_id, set()).add(item.location.steps[-1].path.decode())
    return names


def stacks_by_name(session: Session) -> list[set[str]]:
    names = named(session)
    return [{min(names[member.content_id]) for member in stack.members} for stack in session.stacks()]


def test_copies_are_in_one_stack_and_other_pictures_are_not(session: Session) -> None:
    assert sorted(map(sorted, stacks_by_name(session))) == [
        ["cropped.jpg", "mirrored.png", "original.jpg", "small.jpg"],
        ["film.mp4", "longer.mp4"],
    ]


def test_every_membership_says_why(session: Session) -> None:
    names = named(session)
    [pictures] = [stack for stack in session.stacks() if stack.media == "picture"]
    reasons = {min(names[member.content_id]): member.reason for member in pictures.members}
    features = reasons["cropped.jpg"]

    assert features is not None
    assert (features.algorithm, features.second) == ("local-features", "")
    assert features.distance >= features.threshold == 5
    assert features.coverage is not None
    assert features.coverage > 0.9
    assert features.other_coverage is not None
    assert 0.5 < features.other_coverage < 0.75
    assert len(features.transform) == 3
    near = {name: reason for name, reason in reasons.items() if reason and reason.algorithm == "pdq"}
    assert {reason.second for reason in near.values()} <= {"phash", "dhash"}
    assert "flipy" in {reason.orientation for reason in near.values()}
    assert all(reason.distance <= reason.threshold == 31 for reason in near.values())
    assert [reason for reason in reasons.values() if reason is None] == [None]


def test_an_item_knows_its_stack_and_a_filter_shows_it(session: Session) -> None:
    [original] = [item for item in session.items(ItemFilter()) if item.location.steps[-1].path == b"original.jpg"]
    [alone] = [item for item in session.items(ItemFilter()) if item.location.steps[-1].path == b"alone.png"]
    stack = session.stack_of(original.id)

    assert alone.stack is None
    assert session.stack_of(alone.id) is None
    assert stack is not None
    assert original.stack is not None
    assert (original.stack.id, original.stack.size) == (stack.id, 4)
    assert len(session.item_ids(ItemFilter(stack=stack.id))) == 4


def test_exhibits_share_equal_bytes_and_other_forms(session: Session) -> None:
    shared = session.shared()
    [pair] = shared.pairs

    assert (pair.first, pair.second) == (1, 2)
    assert (pair.exact, pair.near, pair.exact_films, pair.near_films) == (1, 1, 0, 1)
    assert [(thing.media, thing.exact) for thing in shared.things].count(("picture", True)) == 1


def test_a_report_tells_what_exhibits_share(case: Path, tmp_path: Path) -> None:
    with Session.open(case, clock=noon) as session:
        [written] = session.report(tmp_path / "r", ("json",))
    shared = json.loads(written.path.read_text("ascii"))["report"]["shared"]

    assert (shared["things"], shared["near"]) == (3, True)
    [pair] = shared["pairs"]
    assert (pair["first"], pair["second"]) == ("phone", "drive")
    assert (pair["exact"], pair["near"], pair["near_films"]) == (1, 1, 1)


def test_unchanged_input_is_not_computed_again(session: Session) -> None:
    before = list(session.stacks())

    assert session.stack(ignore) is False
    assert list(session.stacks()) == before


def test_what_was_done_is_on_record_with_the_numbers_that_decided(case: Path) -> None:
    records = [json.loads(line) for line in (case / "audit.jsonl").read_text("ascii").splitlines()]
    [made] = [record["detail"] for record in records if record["action"] == "stacks made"]

    assert made["stacks"] == "2"
    assert (made["phash"], made["dhash"], made["matching_pdq_distance"]) == ("10", "10", "31")


def test_a_stack_that_was_taken_out_by_hand_is_noticed(evidence: tuple[Path, Path], tmp_path: Path) -> None:
    case = processed(tmp_path / "case", evidence, "standard")
    with Session.open(case, clock=noon) as session:
        assert session.verify(ignore) == ()
    break_seal(case)  # or the case would not be opened for writing at all
    with closing(sqlite3.connect(case / "case.db")) as connection, connection:
        connection.execute("DELETE FROM stack_members WHERE stack_id = 1")
        connection.execute("DELETE FROM stacks WHERE id = 1")

    with Session.open(case, clock=noon) as session:
        problems = session.verify(ignore)
    assert any("stacks, the database has 1" in problem.what for problem in problems)


def test_new_evidence_is_put_into_the_stacks(evidence: tuple[Path, Path], tmp_path: Path) -> None:
    case = processed(tmp_path / "case", evidence[:1], "standard")
    with Session.open(case, clock=noon) as session:
        assert list(session.stacks()) == []
        session.add_source(evidence[1], ignore)
        session.process(ignore, workers=1)
        assert ["mirrored.png", "original.jpg", "small.jpg"] in [sorted(names) for names in stacks_by_name(session)]


def test_the_order_of_the_exhibits_changes_no_stack(evidence: tuple[Path, Path], tmp_path: Path, case: Path) -> None:
    turned = processed(tmp_path / "case", evidence[::-1], "thorough")

    with Session.open(turned, writable=False) as other, Session.open(case, writable=False) as session:
        assert sorted(map(sorted, stacks_by_name(other))) == sorted(map(sorted, stacks_by_name(session)))


def test_stopping_leaves_what_was_there(case: Path) -> None:
    stop = threading.Event()
    stop.set()
    break_seal(case)  # what is changed by hand would be refused
    with closing(sqlite3.connect(case / "case.db")) as connection, connection:
        before = connection.execute("SELECT fingerprint FROM grouping").fetchone()
        connection.execute("UPDATE grouping SET fingerprint = 'of something else'")
    try:
        with Session.open(case, clock=noon) as session, pytest.raises(Interrupted):
            session.stack(ignore, stop=stop)
        with Session.open(case, writable=False) as session:
            assert len(list(session.stacks())) == 2
    finally:
        break_seal(case)
        with closing(sqlite3.connect(case / "case.db")) as connection, connection:
            connection.execute("UPDATE grouping SET fingerprint = ?", before)


def test_a_case_opened_for_reading_is_not_changed(case: Path) -> None:
    with Session.open(case, writable=False) as session, pytest.raises(EnvironmentProblem, match="for reading only"):
        session.stack(ignore)


def test_pictures_that_flow_into_each_other_do_not_make_one_stack(tmp_path: Path) -> None:
    folder = tmp_path / "steps"
    folder.mkdir()
    one, two = (np.asarray(scene(seed)).astype(np.float32) for seed in (21, 22))
    for step in range(9):
        mixed = one + (two - one) * step / 8
        Image.fromarray(mixed.astype(np.uint8)).save(folder / f"{step}.png")
    case = processed(tmp_path / "case", (folder,), "standard")

    with Session.open(case, writable=False) as session:
        together = stacks_by_name(session)
    assert together
    assert not [names for names in together if {"0.png", "8.png"} <= names]
    assert all(len(one & two) == 0 for one, two in pairwise(together))


@pytest.mark.parametrize("profile", ["standard", "thorough"])
def test_a_collage_does_not_put_its_pictures_together(tmp_path: Path, profile: str) -> None:
    folder = tmp_path / "collage"
    folder.mkdir()
    one, two = scene(31), scene(32)
    for name, picture in (("one", one), ("two", two)):
        picture.save(folder / f"{name}.png")
        picture.save(folder / f"{name}-again.jpg", quality=80)
    for number, (left, right) in enumerate(((one, two), (two, one))):
        wide = Image.new("RGB", (1640, 640), "white")
        wide.paste(left, (13, 20))
        wide.paste(right, (827, 20))
        wide.save(folder / f"collage-{number}.png")
    case = processed(tmp_path / "case", (folder,), profile)

    with Session.open(case, writable=False) as session:
        together = stacks_by_name(session)
        ties = [link for item_id in session.item_ids(ItemFilter()) for link in session.links_of(item_id)]
    assert not [names for names in together if {"one.png", "two.png"} <= names]
    assert sum({"one.png", "one-again.jpg"} <= names for names in together) == 1
    assert sum({"two.png", "two-again.jpg"} <= names for names in together) == 1
    assert {link.kind.value for link in ties} == {"part"}


def test_clusters_are_kept_apart_from_stacks(session: Session) -> None:
    clusters = list(session.stacks(GroupKind.CLUSTER))

    assert clusters
    assert {cluster.kind for cluster in clusters} == {GroupKind.CLUSTER}
    assert all(member.reason is None or member.reason.second == "dhash" for one in clusters for member in one.members)


def test_a_screenshot_of_a_film_is_tied_to_it_and_in_no_stack(tmp_path: Path) -> None:
    import av

    folder = tmp_path / "scene"
    write_film(folder / "film.mp4", 3)
    with av.open(str(folder / "film.mp4")) as film:
        pixels = next(iter(film.decode(video=0))).to_ndarray(format="rgb24")
    Image.fromarray(pixels).save(folder / "still.png")
    case = processed(tmp_path / "case", (folder,), "standard")

    with Session.open(case, writable=False) as session:
        [still] = session.items(ItemFilter(media="picture"))
        [link] = session.links_of(still.id)
        assert list(session.stacks()) == []
    assert (link.kind.value, link.first, link.reason.algorithm) == ("same-scene", still.content_id, "pdq")
    assert link.reason.time_s is not None
    assert link.reason.time_s < 1


def test_a_cropped_film_is_in_the_stack_of_its_original_by_features(tmp_path: Path) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    whole = np.asarray(scene(8))
    for name, seed, cut in (("film.mp4", 8, 0), ("cropped.mp4", 8, 24), ("other.mp4", 9, 0)):
        pixels = whole if seed == 8 else np.asarray(scene(seed))
        windows = [pixels[top : top + 240, 3 * top : 3 * top + 320] for top in range(0, 160, 8)]
        _write_frames(folder / name, [window[cut : 240 - cut, cut : 320 - cut] for window in windows])
    case = processed(tmp_path / "case", (folder,), "thorough")

    with Session.open(case, writable=False) as session:
        names = named(session)
        [stack] = session.stacks()
        [reason] = [member.reason for member in stack.members if member.reason]

    assert {name for member in stack.members for name in names[member.content_id]} == {"film.mp4", "cropped.mp4"}
    assert (reason.algorithm, reason.percent, reason.other_percent) == ("film-features", 100.0, 100.0)
    assert reason.distance >= reason.threshold
    assert len(reason.transform) == 3


def _write_frames(path: Path, frames: list[np.ndarray]) -> None:
    import av

    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=8)
        stream.height, stream.width, stream.pix_fmt = *frames[0].shape[:2], "yuv420p"
        for pixels in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")))
        container.mux(stream.encode(None))
