"""How much a near match means, from a calibration to evidence cards and reports."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from forensicdesk.case.store import open_case
from forensicdesk.chance.calibration import shipped_calibration
from forensicdesk.chance.expecting import chance_of, expect
from forensicdesk.chance.keeping import KeptChances
from forensicdesk.chance.sampling import About, Sampled, calibrate_sample
from forensicdesk.errors import CaseError
from forensicdesk.model import MatchKind
from forensicdesk.reporting.building import build_model
from forensicdesk.session import utc_now
from reports.render import render
from reports.wording import LANGUAGES
from tests.support.evidence import texture, write_film, write_picture
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of two pictures and a film, matched against PDQ of a smaller copy, of a frame and of nothing."""
    home = tmp_path_factory.mktemp("workstation")
    for seed in (1, 2):
        write_picture(home / "evidence" / f"{seed}.png", seed)
    write_film(home / "evidence" / "film.mp4", 7)
    Image.fromarray(texture(1)).resize((300, 225)).save(home / "copy.jpg", quality=60)
    values = [pdq_of(home, home / "copy.jpg")]
    film = document(forensicdesk(home, "hash", home / "evidence" / "film.mp4", "--json"))[0]
    values.append(film["video"]["frames"][0]["pdq"])
    values += [bytes(np.random.default_rng(n).integers(0, 256, 32, dtype=np.uint8)).hex() for n in range(98)]
    (home / "unit.csv").write_text("\n".join(["pdq", *values]) + "\n", encoding="utf-8")
    done = forensicdesk(
        home, "run", home / "evidence", "--case", home / "c.fdcase", "--number", "1", "--examiner", "Examiner A",
        "--list", f"{home / 'unit.csv'}:notable", "--report", home / "report", "--format", "json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return home / "c.fdcase"


def pdq_of(home: Path, picture: Path) -> str:
    (found,) = document(forensicdesk(home, "hash", picture, "--json"))
    return str(next(one["hash"] for one in found["perceptual"] if one["algorithm"] == "pdq" and not one["view"]))


def near_of(case: Path) -> dict[str, dict[str, Any]]:
    """The near matches by the item's name."""
    done = forensicdesk(case.parent, "items", case)
    items = [json.loads(line) for line in done.stdout.splitlines()]
    return {
        item["location"][-1]["path"]: match for item in items for match in item["matches"] if match["kind"] == "near"
    }


def test_a_near_match_says_how_many_such_matches_chance_may_bring(case: Path) -> None:
    near = near_of(case)
    chance = near["1.png"]["chance"]

    assert (chance["calibration_id"], chance["entries"]) == (shipped_calibration().id, 100)
    assert chance["hashes"] >= 2
    expected = expect(shipped_calibration(), chance["hashes"], 100, near["1.png"]["distance"])
    assert chance["expected_at_most_95"] == expected.upper
    assert (chance["pairs_seen"], chance["expected_by_share"]) == (0, 0.0)
    assert "not about similar scenes, edits of one picture, or pictures taken in a row" in chance["about"]


def test_for_frames_of_films_nothing_is_claimed(case: Path) -> None:
    assert near_of(case)["film.mp4"]["chance"] is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_it_with_every_near_match_and_for_every_list(case: Path, language: str) -> None:
    with open_case(case, writable=False, now=utc_now(), actor="E") as store:
        model = build_model(store, variant="court", language=language, made_at=utc_now())

    cards = [card for item in model.items for card in item.matches]
    told = {card.chance for card in cards if card.kind == "near"}
    assert len(told) == 2
    assert sum("372 816" in text for text in told) == 1
    assert all(not card.chance for card in cards if card.kind == "exact")
    assert len(model.chances) == 3
    assert shipped_calibration().id in model.chances[0]
    assert "31 bits" in model.chances[1]
    for name in ("pdf", "html", "json"):
        content = render(model, name).content
        assert name == "pdf" or b"372 816" in content


def test_the_laboratorys_own_calibration_takes_the_place_of_the_shipped_one(case: Path) -> None:
    random = np.random.default_rng(4)
    sample = [
        Sampled(f"{at}", at.to_bytes(32), tuple(bytes(one) for one in random.integers(0, 256, (8, 32), dtype=np.uint8)))
        for at in range(200)
    ]
    made, _ = calibrate_sample(sample, Counter(), (), About("unit", "", utc_now(), "ForensicDesk", "2", 50))
    path = case.parent / "own.json"
    path.write_text(made.as_json(), encoding="utf-8")

    done = forensicdesk(case.parent, "match", case, "--calibration", path, "--json")

    assert done.returncode == 0, done.stderr
    assert near_of(case)["1.png"]["chance"]["calibration_id"] == made.id
    log = (case / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    started = [json.loads(line)["detail"] for line in log if '"matching started"' in line]
    assert [one["calibration"] for one in started] == [shipped_calibration().id, made.id]
    again = forensicdesk(case.parent, "match", case, "--calibration", case.parent / "unit.csv")
    assert (again.returncode, "is no calibration of this program" in again.stderr) == (2, True)
    assert near_of(case)["1.png"]["chance"]["calibration_id"] == made.id
    assert forensicdesk(case.parent, "match", case).returncode == 0
    assert near_of(case)["1.png"]["chance"]["calibration_id"] == shipped_calibration().id


def test_a_damaged_calibration_is_noticed(case: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "d.fdcase"
    damaged.mkdir()
    for file in case.iterdir():
        (damaged / file.name).write_bytes(file.read_bytes())
    with closing(sqlite3.connect(damaged / "case.db")) as connection:
        connection.execute("UPDATE calibrations SET calibration = replace(calibration, '[0', '[1')")
        connection.commit()

    done = forensicdesk(case.parent, "verify", damaged)

    assert done.returncode == 1, done.stderr
    assert "A calibration kept in" in done.stdout + done.stderr
    with (
        open_case(damaged, writable=False, now=utc_now(), actor="E") as store,
        pytest.raises(CaseError, match="is damaged"),
    ):
        KeptChances(store)


def test_nothing_is_said_of_comparisons_of_which_nothing_was_kept(case: Path) -> None:
    with open_case(case, writable=False, now=utc_now(), actor="E") as store:
        (used,) = store.reader.lists_used()
        near = [match for match in store.reader.matches(used.id) if match.kind is MatchKind.NEAR]

    assert near
    assert [chance_of(match, None, used) for match in near] == [None] * len(near)
