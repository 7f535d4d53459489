"""A queue says what is meant, or is refused with a sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.batch.order import JobOrder, job_order, read_queue
from forensicdesk.batch.sources import Intake
from forensicdesk.batch.steps import steps_of
from forensicdesk.errors import UsageError
from forensicdesk.model import Role

CASES = Path("/cases")
CERTIFICATES = "cluster_ca='ca.pem'\ncluster_cert='c.pem'\ncluster_key='k.pem'\n"


def queue(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "queue.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_job_says_what_is_its_own_and_takes_the_rest_from_the_batch(tmp_path: Path) -> None:
    text = """
    [batch]
    examiner = "Examiner A"
    lists = [{ file = "unit.csv", role = "notable" }]
    languages = ["en", "es"]
    [[job]]
    name = "phone 1"
    sources = ["a", "b"]
    [[job]]
    name = "phone 2"
    case = "2026-001"
    sources = ["c"]
    examiner = "Examiner B"
    priority = 5
    """
    first, second = read_queue(queue(tmp_path, text), CASES)

    assert first.examiner == "Examiner A"
    assert first.sources == (tmp_path / "a", tmp_path / "b")
    assert first.lists == ((tmp_path / "unit.csv", Role.NOTABLE),)
    assert first.case == CASES / "phone 1.fdcase"
    assert first.languages == ("en", "es")
    assert (second.examiner, second.priority, second.case) == ("Examiner B", 5, CASES / "2026-001.fdcase")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no job"),
        ("[[jobs]]\nname='a'", "says 'jobs'"),
        ("[[job]]\nname='a'", "names no exhibit"),
        ("[[job]]\nname='../a'\nsources=['x']", "needs a name"),
        ("[[job]]\nname='CON'\nsources=['x']", "needs a name"),
        ("[[job]]\nname='a'\nsources=['x']\nprofil='triage'", "'profil', which is unknown"),
        ("[[job]]\nname='a'\nsources=['x']\nprofile='quick'", "asks for the profile 'quick'"),
        ("[[job]]\nname='a'\nsources=['x']\nvariants=['secret']", "no report variant 'secret'"),
        ("[[job]]\nname='a'\nsources=['x']\nlists=['unit.csv']", "wrong 'lists'"),
        ("[[job]]\nname='a'\nsources=['x']\npriority='high'", "wrong 'priority'"),
        ("[[job]]\nname='a'\nsources=['x']\n[[job]]\nname='A'\nsources=['x']", "Two jobs"),
        ("[[job]]\nname='a'\nsources=['x']\nencrypt_thumbnails='yes'", "wrong 'encrypt_thumbnails'"),
        ("[[job]]\nname='a'\nsources=['x']\nencrypt_thumbnails=true", "nobody is there to type their passphrase"),
        ("[[job]]\nname='a'\nsources=['x']\ncluster='tls://10.0.0.5:1'", "names a cluster without"),
        (f"[batch]\n{CERTIFICATES}[[job]]\nname='a'\nsources=['x']\ncluster='tcp://10.0.0.5:1'", "would send evidence"),
        (f"[batch]\n{CERTIFICATES}[[job]]\nname='a'\nsources=['x']\ncluster='tls://lab:1'", "no address of a cluster"),
        ("[[job]\n", "is no TOML"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said.replace(".", r"\.")):
        read_queue(queue(tmp_path, text), CASES)


def test_where_items_are_analysed_and_what_opens_thumbnails_is_passed_on_and_makes_no_other_order(
    tmp_path: Path,
) -> None:
    job = "[[job]]\nname='a'\nsources=['x']\n"
    more = f"{CERTIFICATES}cluster='tls://10.0.0.5:8786'\nthumbnails_passphrase_file='p'\n"
    (plain,) = read_queue(queue(tmp_path, job), CASES)
    (order,) = read_queue(queue(tmp_path, job + more), CASES)
    (veiled,) = read_queue(queue(tmp_path, job + more + "encrypt_thumbnails=true"), CASES)
    first, second = steps_of(replace(veiled, languages=("en", "es")), tmp_path / "reports", None)

    assert order.id == plain.id != veiled.id
    assert set(order.inputs) - set(plain.inputs) == {tmp_path / name for name in ("ca.pem", "c.pem", "k.pem", "p")}
    assert {"--cluster=tls://10.0.0.5:8786", f"--cluster-key={tmp_path / 'k.pem'}", "--encrypt-thumbnails"} < set(first)
    assert not any(word.startswith("--cluster") for word in second)
    for step in (first, second):
        assert step[step.index("--thumbnails-passphrase-file") + 1] == str(tmp_path / "p")


def test_an_order_of_before_clusters_and_passphrases_is_still_the_same_one() -> None:
    order = JobOrder("phone", (Path("/evidence/phone"),), Path("/cases/phone.fdcase"))

    assert order.id == "8b1cfec751852319"


TEXTS = st.text("a./ =\x00é~", max_size=6)
ANYTHING = st.none() | st.booleans() | st.integers() | TEXTS | st.lists(TEXTS, max_size=3) | st.just({"a": "b"})
KEYS = st.sampled_from(["name", "sources", "case", "lists", "fields", "formats", "priority", "password_file", "number"])


@given(st.dictionaries(KEYS, ANYTHING))
def test_whatever_a_table_holds_it_is_understood_or_refused_with_a_sentence(found: dict[str, object]) -> None:
    order: JobOrder | str
    try:
        order = job_order(found, {}, Path("/queue/queue.toml"), CASES)
    except UsageError as error:
        order = str(error)

    assert order.endswith(".") if isinstance(order, str) else order.sources


def test_an_intake_gives_a_job_only_when_it_is_marked_complete(tmp_path: Path) -> None:
    job = tmp_path / "phone"
    job.mkdir()
    (tmp_path / "batch.toml").write_text('[batch]\nlists = [{ file = "u.csv", role = "neutral" }]', encoding="utf-8")
    (job / "job.toml").write_text('sources = ["evidence"]', encoding="utf-8")
    intake = Intake(tmp_path, CASES)
    before = intake.read()
    (job / "job.ready").touch()

    assert before == ()
    (order,) = intake.read()
    assert order.name == "phone"
    assert getattr(order, "sources", None) == (job / "evidence",)
    assert getattr(order, "lists", None) == ((tmp_path / "u.csv", Role.NEUTRAL),)


def test_an_intake_names_a_job_that_it_cannot_understand_and_reads_it_again_when_it_changes(tmp_path: Path) -> None:
    job = tmp_path / "phone"
    job.mkdir()
    (job / "job.ready").touch()
    (job / "job.toml").write_text("sources = [", encoding="utf-8")
    intake = Intake(tmp_path, CASES)
    (bad,) = intake.read()
    (job / "job.toml").write_text('sources = ["evidence"]', encoding="utf-8")
    (good,) = intake.read()

    assert "is no TOML" in getattr(bad, "why", "")
    assert getattr(good, "sources", None) == (job / "evidence",)
