"""A case of every older version opens, with nothing lost and nothing claimed that was not done then."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.audit import verify_log
from forensicdesk.case.codec import encode_card
from forensicdesk.case.migrate import SCRIPTS, head_revision
from forensicdesk.case.store import AUDIT
from forensicdesk.finding import Found
from forensicdesk.model import ItemFilter, MatchKind, Result, State
from forensicdesk.pipeline.recount import recount
from forensicdesk.pipeline.relate import relate
from forensicdesk.relations import GroupKind
from hashing.values import Embedded, EmbeddedKind, Recipe
from tests.forensicdesk.case.building import NOW, at, opened, picture, writer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.case.store import CaseStore
    from hashing.values import Analysis

SAMPLES = Path(__file__).parent / "samples"
EVERYTHING = ItemFilter(states=tuple(State))


def copied(folder: Path, name: str = "case-0001") -> Path:
    return Path(shutil.copytree(SAMPLES / name, folder / "old.fdcase"))


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[CaseStore]:
    with opened(copied(tmp_path)) as store:
        yield store


def test_every_item_of_the_first_version_is_there_after_the_upgrade(upgraded: CaseStore) -> None:
    with closing(sqlite3.connect(SAMPLES / "case-0001" / "case.db")) as old:
        counts = dict(old.execute("SELECT state, count(*) FROM items GROUP BY state").fetchall())
        hashes = old.execute("SELECT value, orientations FROM perceptual ORDER BY content_id, position").fetchall()
        frames = old.execute("SELECT time_s, pdq FROM frames ORDER BY content_id, number").fetchall()

    items = list(upgraded.reader.items(EVERYTHING))

    ledger = upgraded.reader.ledger()
    assert {name: getattr(ledger, name) for name in counts} == counts
    assert ledger.embedded == 0
    found = {
        value.value: b"".join(value.orientations)
        for item in items
        if item.analysis
        for value in item.analysis.perceptual
    }
    assert found == {value: orientations or b"" for value, orientations in hashes}
    ((_, film),) = upgraded.reader.films()
    assert [(frame.time_s, frame.pdq + b"".join(frame.orientations)) for frame in film.frames] == frames
    assert (film.inner, {frame.count for frame in film.frames}) == ((), {1})
    assert all(item.parent_id is None for item in items)
    assert upgraded.reader.match_counts()[MatchKind.EXACT.value] == 2
    assert upgraded.database.check() == ()


def test_an_older_analysis_does_not_claim_what_was_not_looked_for(upgraded: CaseStore) -> None:
    recipe = upgraded.reader.recipe()

    assert recipe is not None
    assert (recipe.name, recipe.inner, recipe.features) == ("standard", False, False)
    assert recipe != Recipe()
    assert not list(upgraded.reader.features())


def test_the_log_of_an_older_case_still_agrees_with_its_database(upgraded: CaseStore) -> None:
    assert verify_log(upgraded.folder / AUDIT, upgraded.reader.audit_head()) == ()
    assert list(recount(upgraded)) == []


def test_an_upgraded_case_takes_new_items_and_files_inside_them(upgraded: CaseStore) -> None:
    writer = writer_of(upgraded)
    writer.record_found(1, [Found(at(b"new.jpg"), 900, None)])
    (job,) = upgraded.reader.pending_jobs(1000)
    recipe = upgraded.reader.recipe()
    assert recipe is not None
    inside = (Embedded(EmbeddedKind.EXIF_THUMBNAIL, 100, 50),)

    writer.record_results([Result(job.item_id, picture_with(inside))], recipe)

    assert writer.enter_embedded() == (1, 50)
    assert upgraded.reader.ledger().embedded == 1
    with upgraded.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM recipes").scalar() == 1


def picture_with(inside: tuple[Embedded, ...]) -> Analysis:
    return replace(picture(b"new picture"), embedded=inside)


def test_matches_of_the_second_version_stay_and_name_no_policy(tmp_path: Path) -> None:
    path = copied(tmp_path, "case-0002")
    with closing(sqlite3.connect(SAMPLES / "case-0002" / "case.db")) as old:
        cards = [card for (card,) in old.execute("SELECT card FROM matches ORDER BY id")]
        assert old.execute("SELECT version_num FROM alembic_version").fetchall() == [("0002",)]

    with opened(path) as store:
        matches = store.reader.matches()
        (used,) = store.reader.lists_used()
        assert sorted(encode_card(match.card) for match in matches) == sorted(cards)
        assert [(match.policy_id, match.dismissed) for match in matches] == [("", None)] * 3
        assert (used.name, used.issuer, used.check) == ("oldlist", "", "")
        assert store.reader.judgements.last_policy() == ""
        assert store.reader.judgements.policies() == {}
        assert store.reader.match_counts() == {"exact": 2, "near": 3, "video": 0}
        assert list(recount(store)) == []
        assert verify_log(store.folder / AUDIT, store.reader.audit_head()) == ()
        assert store.database.check() == ()


def test_an_upgraded_case_has_no_stacks_until_they_are_made(upgraded: CaseStore) -> None:
    assert upgraded.related.made_from() is None
    assert list(upgraded.related.groups(GroupKind.STACK)) == []
    assert upgraded.related.featured_films() == set()

    assert relate(upgraded, lambda _event: None, now=NOW) is True

    names = [
        {item.location.steps[0].path for item in upgraded.reader.items(ItemFilter(stack=stack.id))}
        for stack in upgraded.related.groups(GroupKind.STACK)
    ]
    assert names == [{b"phone/one.jpg", b"drive/one-small.jpg", b"drive/no-extension"}]
    assert relate(upgraded, lambda _event: None, now=NOW) is False


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("case-*")))
def test_a_case_of_every_version_opens_with_all_that_was_in_it(tmp_path: Path, name: str) -> None:
    revision = name.removeprefix("case-")
    with closing(sqlite3.connect(SAMPLES / name / "case.db")) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchall() == [(revision,)]
        states = dict(old.execute("SELECT state, count(*) FROM items GROUP BY state").fetchall())
        matches = old.execute("SELECT count(*) FROM matches").fetchone()[0]

    with opened(copied(tmp_path, name)) as store:
        ledger = store.reader.ledger()
        assert {state: getattr(ledger, state) for state in states} == states
        assert len(store.reader.matches()) == matches
        assert list(recount(store)) == []
        assert verify_log(store.folder / AUDIT, store.reader.audit_head()) == ()
        assert store.database.check() == ()

    backup = tmp_path / "old.fdcase" / f"case-before-upgrade-{revision}.db"
    assert backup.exists() == (revision != head_revision())


def test_no_revision_before_the_newest_sample_is_without_one() -> None:
    revisions = {path.name[1:5] for path in (SCRIPTS / "versions").glob("r*.py")}
    samples = {path.name.removeprefix("case-") for path in SAMPLES.glob("case-*")}

    assert samples == {revision for revision in revisions if revision <= max(samples)}
    assert max(samples) >= "0010"
