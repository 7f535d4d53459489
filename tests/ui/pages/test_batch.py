"""The batch window shows what stands on disk, and starts and stops the program that does the jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forensicdesk.batch.state import BatchState, JobState, ListHits, Progress, Stage, write_state
from tests.ui.driving import LONG_MS
from tests.ui.fakes import FakeChooser
from ui.models.batch import COLUMNS, STAGES
from ui.pages.batch import BatchPage

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.tasks import TaskRunner

JOBS = (
    JobState(
        "phone",
        "1",
        Stage.DONE,
        ledger=(("media", 1200), ("failed", 0)),
        hits=(ListHits("unit", 1, "notable", 3),),
        seconds=3725.0,
    ),
    JobState("drive", "2", Stage.RUNNING, progress=Progress("Analysing", 5, 10)),
    JobState("stick", "3", Stage.WAITING, cause="missing", said="The folder is not there."),
)


@pytest.fixture
def page(qtbot: QtBot, runner: TaskRunner) -> BatchPage:
    made = BatchPage(runner, FakeChooser())
    qtbot.addWidget(made)
    return made


def row(page: BatchPage, number: int) -> list[str]:
    return [page.model.index(number, column).data() for column in range(len(COLUMNS))]


def test_every_stage_has_words() -> None:
    assert set(STAGES) == set(Stage)


def test_it_shows_jobs_progress_and_failures(qtbot: QtBot, page: BatchPage, tmp_path: Path) -> None:
    write_state(tmp_path, BatchState(str(tmp_path / "queue.toml"), 2, running=True, jobs=JOBS))
    page.show_folder(tmp_path)
    qtbot.waitUntil(lambda: page.model.rowCount() == len(JOBS), timeout=LONG_MS)

    assert row(page, 0) == ["phone", "done", "", "1,200", "3", "1:02:05", ""]
    assert row(page, 1)[:3] == ["drive", "running", "Analysing 5 / 10"]
    assert row(page, 2)[-1] == "The folder is not there."
    assert page.said.text() == "The batch is not at work. 1 of 3 jobs are done, 1 running, 1 waiting."
    assert page.start.isEnabled()
    assert not page.stop.isEnabled()


def test_a_damaged_state_is_said(qtbot: QtBot, page: BatchPage, tmp_path: Path) -> None:
    (tmp_path / "status.json").write_bytes(b"{")
    page.show_folder(tmp_path)

    qtbot.waitUntil(lambda: "Move it away" in page.said.text(), timeout=LONG_MS)


def test_it_starts_and_stops_the_program(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> None:
    queue = tmp_path / "queue.toml"
    queue.write_text('[[job]]\nname = "phone"\nsources = ["unplugged"]', encoding="utf-8")
    page = BatchPage(runner, FakeChooser(file=queue))
    qtbot.addWidget(page)
    page.show()
    page.choose.click()
    qtbot.waitUntil(page.start.isEnabled, timeout=LONG_MS)
    assert page.said.text() == "This batch has not begun yet."
    page.start.click()
    qtbot.waitUntil(lambda: page.stop.isEnabled() and row(page, 0)[1] == "waiting", timeout=LONG_MS)
    page.stop.click()
    qtbot.waitUntil(lambda: page.start.isEnabled() and "not at work" in page.said.text(), timeout=LONG_MS)

    assert row(page, 0)[1] == "failed"
    assert "not there" in row(page, 0)[-1]


def test_a_queue_that_cannot_be_understood_is_said(qtbot: QtBot, page: BatchPage, tmp_path: Path) -> None:
    queue = tmp_path / "queue.toml"
    queue.write_text("[[jobs]]", encoding="utf-8")
    page.show_folder(tmp_path / "queue-batch", queue)
    qtbot.waitUntil(page.start.isEnabled, timeout=LONG_MS)
    page.start.click()

    qtbot.waitUntil(lambda: "says 'jobs'" in page.said.text(), timeout=LONG_MS)
