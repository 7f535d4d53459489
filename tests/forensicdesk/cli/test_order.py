"""What `match`, `stacks`, `shared` and `conflicts` print does not depend on the order in which results came in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.store import create_case, open_case
from forensicdesk.finding import Found
from forensicdesk.model import Location, Result, Step
from hashing.values import PerceptualHash, Recipe
from tests.forensicdesk.case.building import NOW
from tests.forensicdesk.test_match import digests, pdq, picture
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hashing.values import Analysis

FILES = 6


def analyses() -> list[Analysis]:
    """Pictures of two scenes, three of each, in the order of the files."""
    found = []
    for number in range(FILES):
        scene = 1 + number % 2
        value = bytes([pdq(scene)[0] ^ number, *pdq(scene)[1:]])
        small = [PerceptualHash(name, "1", "8x8", pdq(scene + 50)[:8]) for name in ("phash", "dhash")]
        alone = PerceptualHash("pdq", "1", "64x64-dct16", value, 90, (value, *(pdq(at) for at in range(900, 907))))
        found.append(replace(picture(number + 1), perceptual=(alone, *small)))
    return found


def case_in_order(folder: Path, order: Sequence[int]) -> Path:
    """A case of two exhibits whose results came in this order."""
    create_case(folder, number="1", examiner="E", fields=(), now=NOW, actor="E")
    made = analyses()
    with open_case(folder, writable=True, now=NOW, actor="E") as store:
        assert store.writer is not None
        for label, half in (("A", range(3)), ("B", range(3, FILES))):
            source = store.writer.add_source(folder.parent / label, "folder", label, NOW)
            found = [Found(Location((Step("file", b"%d" % at),)), 1, None) for at in half]
            store.writer.record_found(source.id, found)
        jobs = sorted(job.item_id for job in store.reader.pending_jobs(1000))
        results = [Result(jobs[at], made[at]) for at in order]
        for result in results:
            store.writer.record_results([result], Recipe())
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("order")
    rows = [f"{digests(number).sha256.hex()},{label}" for number in (2, 5) for label in ("one", "two")]
    (root / "list.csv").write_text("\n".join(["sha256,label", *rows, f"{digests(99).sha256.hex()},x"]), "utf-8")
    (root / "near.txt").write_text(f"{pdq(1).hex()}\n{pdq(2).hex()}\n", "utf-8")
    case_in_order(root / "a.fdcase", range(FILES))
    case_in_order(root / "b.fdcase", [4, 1, 5, 0, 3, 2])
    for file in (("list.csv",), ("near.txt", "--type", "pdq")):
        done = forensicdesk(root, "list", "import", root / file[0], *file[1:], "--role", "notable")
        assert done.returncode == 0, done.stderr
    return root


def test_every_document_is_the_same_for_both_orders(home: Path) -> None:
    printed = []
    for name in ("a.fdcase", "b.fdcase"):
        case = home / name
        met = document(forensicdesk(home, "match", case, "--json"))
        stacks = document(forensicdesk(home, "stacks", case, "--json"))
        shared = document(forensicdesk(home, "shared", case, "--json"))
        conflicts = forensicdesk(home, "conflicts", case, "--json").stdout
        assert len(met["new"]) > FILES
        assert len(stacks["stacks"]) == 2
        assert shared["things"]
        assert conflicts.count("sha256") >= 2
        printed.append([{**one, "case": ""} for one in (met, stacks, shared)] + [conflicts])

    assert printed[0] == printed[1]


def test_a_match_is_dismissed_by_the_digest_that_is_printed(home: Path) -> None:
    digest = digests(2).sha256.hex()
    said = ("--list", "list", "--entry", "line 2", "--reason", "another place")
    done = forensicdesk(home, "dismiss", home / "a.fdcase", "--content", digest, *said)
    unknown = forensicdesk(home, "dismiss", home / "a.fdcase", "--content", "12", *said)

    assert done.returncode == 0, done.stderr
    assert digest in done.stdout
    assert unknown.returncode == 2
    assert "no content with the SHA-256 '12'" in unknown.stderr
