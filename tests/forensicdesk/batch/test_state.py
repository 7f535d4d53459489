"""The state of a batch survives the disk, and damage is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.batch.causes import cause_of, hindrance
from forensicdesk.batch.order import JobOrder
from forensicdesk.batch.pages import status_page, summary_page
from forensicdesk.batch.state import BatchState, Cause, JobState, ListHits, Progress, Stage, read_state, write_state
from forensicdesk.batch.summary import list_totals, summary_csv
from forensicdesk.batch.words import LANGUAGES, Words
from forensicdesk.case.lock import CaseLock
from forensicdesk.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = (("seen", 5), ("not_media", 1), ("media", 4), ("analysed", 3), ("failed", 1))
TEXT = st.text("a<é\n", max_size=6)
HITS = st.builds(ListHits, TEXT, st.integers(1, 9), st.sampled_from(["notable", "neutral"]), st.integers(0, 999))
STATES = st.builds(
    JobState,
    name=TEXT,
    order=TEXT,
    stage=st.sampled_from(Stage),
    cause=st.sampled_from(["", *Cause]).map(str),
    said=TEXT,
    exit_code=st.none() | st.integers(-9, 130),
    progress=st.none() | st.builds(Progress, TEXT, st.integers(0), st.none() | st.integers(0)),
    ledger=st.just(LEDGER),
    hits=st.lists(HITS, max_size=3).map(tuple),
    reports=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
)


@given(st.lists(STATES, max_size=4).map(tuple))
@settings(max_examples=30)
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, jobs: tuple[JobState, ...]) -> None:
    folder = tmp_path_factory.mktemp("state")
    state = BatchState("queue.toml", 2, running=True, started_at="a", updated_at="b", jobs=jobs)
    write_state(folder, state)

    assert read_state(folder) == state


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"forensicdesk_batch": 99}', b'{"forensicdesk_batch": 1}'])
def test_a_damaged_state_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "status.json").write_bytes(content)

    with pytest.raises(UsageError, match="Move it away"):
        read_state(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_have_every_word_and_neither_scripts_nor_markup_of_others(language: str) -> None:
    jobs = [JobState("<b>", "1", stage, cause="missing", said="<script>", ledger=LEDGER) for stage in Stage]
    jobs += [JobState("x", "1", Stage.FAILED, cause=cause.value) for cause in Cause]
    state = BatchState("queue", 2, running=True, jobs=tuple(jobs))

    for page in (status_page(state, Words(language)), summary_page(state, Words(language))):
        assert "<script" not in page
        assert "<b>" not in page
        assert f'lang="{language}"' in page
        assert "src=" not in page.replace("-src", "")


def test_a_case_of_several_jobs_counts_once_in_the_hits_by_list() -> None:
    hits = (ListHits("unit", 1, "notable", 3),)
    jobs = [
        JobState(name, "1", Stage.DONE, case=case, hits=hits) for name, case in (("a", "x"), ("b", "x"), ("c", "y"))
    ]

    assert list_totals(BatchState("q", 1, jobs=tuple(jobs))) == [("unit@1", "notable", 2, 6)]


def test_no_cell_of_the_table_is_taken_for_a_formula() -> None:
    state = BatchState("q", 1, jobs=(JobState("a", "1", Stage.FAILED, said="=1+1"),))

    assert summary_csv(state).splitlines()[1].endswith(",'=1+1")


def order(tmp_path: Path) -> JobOrder:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a").write_bytes(b"a")
    return JobOrder("a", (source,), tmp_path / "a.fdcase")


def test_what_holds_a_job_up_is_seen_and_seen_to_be_over(tmp_path: Path) -> None:
    job = order(tmp_path)
    assert hindrance(job, 0) is None

    job.sources[0].joinpath("a").unlink()
    missing = hindrance(job, 0)
    job.sources[0].joinpath("a").write_bytes(b"a")
    full = hindrance(job, 1 << 62)
    job.case.mkdir()
    lock = CaseLock(job.case / "lock", job.case, "now")
    locked = hindrance(job, 0)
    lock.release()

    assert [one and one.cause for one in (missing, full, locked)] == [Cause.MISSING, Cause.DISK_FULL, Cause.LOCKED]
    assert hindrance(job, 0) is None


@pytest.mark.parametrize(
    ("code", "cause"),
    [(2, Cause.REFUSED), (3, Cause.ENVIRONMENT), (-9, Cause.CRASHED), (130, Cause.INTERRUPTED)],
)
def test_the_exit_code_says_why_a_job_ended(tmp_path: Path, code: int, cause: Cause) -> None:
    assert cause_of(code, "", order(tmp_path), 0).cause is cause
