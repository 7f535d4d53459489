"""A batch over all test material that there is: killed twice and started again, its exports are the undisturbed ones.

`make soak` runs it. The three jobs of test_batch.py are its short sibling in every run.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.flow.test_batch import begun, state_of
from tests.support.archives import tar_of, zip_of
from tests.support.evidence import make_small_evidence
from tests.support.pictures import jpeg
from tests.support.processes import cut_power
from tests.support.program import forensicdesk
from tests.support.shared import shared_data

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc"),
]

FORMATS = ("json", "csv", "hashes", "geojson", "kml", "vics")
TWO_AT_A_TIME = ("--wait", 1)
PATIENCE_S = 3600.0
VICS_CASE = re.compile(rb'"CaseID": ?"([0-9a-f-]{36})"')
DONE = {"done", "done_with_differences"}


def exhibits(folder: Path) -> list[Path]:
    """Each folder of the further test material; where there is none, a few small ones that are made."""
    shared = shared_data()
    if shared is not None:
        return sorted(one for one in shared.iterdir() if one.is_dir())
    made = [make_small_evidence(folder / f"evidence-{number}") for number in range(4)]
    for number, place in enumerate(made):
        pictures = {f"DCIM/{one}.jpg": jpeg(100 * number + one) for one in range(12)}
        (place / "backup.zip").write_bytes(zip_of(pictures | {"inside.tar": tar_of(pictures)}))
    return made


def write_queue(folder: Path, sources: list[Path]) -> Path:
    """A queue with a job for each exhibit, a list that knows some of them, and a password."""
    folder.mkdir()
    (folder / "passwords.txt").write_text("synth\n", encoding="ascii")
    (folder / "list.txt").write_text("0" * 32 + "\n", encoding="ascii")
    lists = [folder / "list.txt"]
    known = [one / "hashlists" / name for one in [sources[0].parent] for name in ("md5sum.txt", "hashdeep.txt")]
    lists += [one for one in known if one.exists()]
    named = ", ".join(f'{{ file = {json.dumps(str(one))}, role = "notable" }}' for one in lists)
    lines = [
        '[batch]\nexaminer = "Examiner A"\npassword_file = "passwords.txt"',
        f"formats = {json.dumps(list(FORMATS))}\nlists = [{named}]",
        *(f'[[job]]\nname = "{one.name}"\nsources = [{json.dumps(str(one))}]' for one in sources),
    ]
    queue = folder / "queue.toml"
    queue.write_text("\n".join(lines), encoding="utf-8")
    return queue


def exports(home: Path, folder: Path) -> dict[str, bytes]:
    """Everything that is given out of each case, without the times at which things were done."""
    found = {}
    for place in sorted((folder / "cases").glob("*.fdcase")):
        for command in (("items", place, "--where", "state=any"), ("stacks", place, "--json")):
            said = forensicdesk(home, *command)
            assert said.returncode == 0, said.stderr
            found[f"{place.stem} {command[0]}"] = said.stdout.replace(str(place), "CASE").encode()
        reports = folder / "reports" / place.stem / "en"
        report = json.loads((reports / "report-court.json").read_bytes())["report"]
        times = {report["made_at"], report["case"]["created_at"], report["report_id"]}
        times |= {one["added_at"] for one in report["exhibits"]} | {one["imported_at"] for one in report["lists"]}
        for path in sorted(reports.glob("report-court.*")):
            found[f"{place.stem} {path.name}"] = without(path.read_bytes(), times)
        found[f"{place.stem} report-court.json"] = json.dumps(timeless(report), sort_keys=True).encode()
    return found


def without(content: bytes, times: set[str]) -> bytes:
    """A report without when it was made, and without the number of the case in a VICS file, which comes of that."""
    for one in times | {one.decode() for one in VICS_CASE.findall(content)}:
        content = content.replace(one.encode(), b"WHEN")
    return content


def timeless(report: dict[str, object]) -> dict[str, object]:
    """The JSON report without what tells when things were done."""
    kept = {key: report[key] for key in report.keys() - {"report_id", "made_at", "examined", "audit", "content_sha256"}}
    for part, key in (("exhibits", "added_at"), ("lists", "imported_at")):
        kept[part] = [{name: one[name] for name in one.keys() - {key}} for one in report[part]]  # type: ignore[attr-defined]
    kept["case"] = {name: value for name, value in report["case"].items() if name != "created_at"}  # type: ignore[attr-defined]
    return kept


def disturbed(
    home: Path, queue: Path, finished: int, end: Callable[[subprocess.Popen[bytes]], None]
) -> dict[str, object]:
    """Work on a queue until so many jobs are done and others at work, end that, and give each job's stage."""
    folder = queue.with_name("queue-batch")
    process = begun(home, queue, *TWO_AT_A_TIME)
    limit = time.monotonic() + PATIENCE_S
    while True:
        stages = [job["stage"] for job in state_of(folder)["jobs"]]
        if sum(one in DONE for one in stages) >= finished and "running" in stages:
            break
        assert process.poll() is None, stages
        assert time.monotonic() < limit, stages
        time.sleep(0.1)
    time.sleep(2.0)  # into the work of the job that has begun last
    end(process)
    process.wait(60)
    return {job["name"]: job["stage"] for job in state_of(folder)["jobs"]}


def stages_of(queue: Path) -> set[str]:
    return {job["stage"] for job in state_of(queue.with_name("queue-batch"))["jobs"]}


def kill(process: subprocess.Popen[bytes]) -> None:
    os.kill(process.pid, signal.SIGKILL)


def test_killed_in_the_middle_and_after_a_power_cut_a_batch_over_everything_gives_the_same_exports(
    tmp_path: Path,
) -> None:
    sources = exhibits(tmp_path)
    straight, again = write_queue(tmp_path / "straight", sources), write_queue(tmp_path / "again", sources)
    home = tmp_path / "home"
    assert begun(home, straight, *TWO_AT_A_TIME).wait(PATIENCE_S) in {0, 1}  # some files are damaged on purpose
    assert stages_of(straight) <= DONE
    expected = exports(home, straight.with_name("queue-batch"))

    other = tmp_path / "other"
    first = disturbed(other, again, 1, kill)
    second = disturbed(other, again, len(sources) // 3 + 1, lambda process: cut_power(process.pid))
    assert begun(other, again, *TWO_AT_A_TIME).wait(PATIENCE_S) in {0, 1}

    assert "running" in first.values()
    assert "running" in second.values()
    assert stages_of(again) <= DONE
    found = exports(other, again.with_name("queue-batch"))
    assert len(found) == len(sources) * (2 + len(FORMATS))
    assert sorted(found) == sorted(expected)
    assert [name for name in expected if found[name] != expected[name]] == []
