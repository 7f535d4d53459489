"""Tests of the coordinator against a cluster that is played: it says and loses what no real one would on demand.

What is played is the other side of the connection. Admission, dealing and the coordinator's own children are real.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, cast

import pytest

from forensicdesk.cluster import node
from forensicdesk.cluster.address import Endpoint
from forensicdesk.cluster.crowd import Crowd
from forensicdesk.cluster.link import Answer, Failure, Nodes
from forensicdesk.cluster.samples import Sample
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.model import Job, Location, Result, Step
from forensicdesk.workers.limits import Limits
from forensicdesk.workers.messages import packed, unpacked
from hashing.values import Analysis, Issue, IssueCode, Outcome, Recipe, Stage
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from forensicdesk.cluster.facts import Facts
    from forensicdesk.cluster.link import Link, Message

PLAYED = Analysis(Outcome.NOT_MEDIA, "application/x-played", 1)
RECIPE = Recipe(name="triage", perceptual=(), decode=False)


class Played:
    """The other side: nodes with these facts, which answer by a function; None loses the node."""

    endpoint = Endpoint("127.0.0.1", 1)

    def __init__(self, nodes: dict[str, Facts], answering: Callable[[str, tuple[Job, ...]], bytes | None]) -> None:
        self.nodes = dict(nodes)
        self._answering = answering
        self._messages: deque[Message] = deque([self._present()])
        self.worked: list[str] = []

    def ask(self, number: int, name: str, function: str, question: bytes) -> None:
        if name not in self.nodes:
            return
        if function == "introduce":
            self._messages.append(Answer(number, packed((1, self.nodes[name]))))
            return
        self.worked.append(name)
        jobs = cast("tuple[Recipe, object, tuple[Job, ...]]", unpacked(question))[2]
        answer = self._answering(name, jobs)
        if answer is None:
            del self.nodes[name]
            self._messages += [Failure(number, "it has ended", was_lost=True), self._present()]
        else:
            self._messages.append(Answer(number, answer))

    def forget(self, numbers: list[int]) -> None:
        """A real one would drop them."""

    def heard(self, _seconds: float) -> Iterator[Message]:
        while self._messages:
            yield self._messages.popleft()

    def _present(self) -> Nodes:
        return Nodes(tuple((name, name) for name in self.nodes))


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    for number in range(40):
        (folder / f"{number}.jpg").write_bytes(jpeg(number))
    return folder


def jobs_of(evidence: Path) -> list[Job]:
    root = bytes(evidence)
    return [
        Job(number, root, Location((Step("file", b"%d.jpg" % number),)), (evidence / f"{number}.jpg").stat().st_size)
        for number in range(40)
    ]


def good(evidence: Path) -> Facts:
    return node.facts_of(RECIPE, [Sample(bytes(evidence), b"1.jpg")])


def played(_name: str, jobs: tuple[Job, ...]) -> bytes:
    return packed(tuple(Result(job.item_id, PLAYED) for job in jobs))


def work(evidence: Path, link: Played) -> tuple[dict[int, Analysis], list[str], Crowd]:
    said: list[str] = []
    crowd = Crowd(cast("Link", link), [Sample(bytes(evidence), b"1.jpg")], said.append, 1)

    def waiting() -> Generator[Job | None, None, None]:
        yield from jobs_of(evidence)

    results = [one for one in crowd(waiting(), RECIPE, threading.Event(), Limits()) if one is not None]
    assert sorted(one.item_id for one in results) == list(range(40))
    return {one.item_id: one.analysis for one in results}, said, crowd


def test_an_item_that_ends_every_node_it_comes_to_costs_two_of_them_and_is_done_by_the_coordinator(
    evidence: Path,
) -> None:
    def killed_by_seven(name: str, jobs: tuple[Job, ...]) -> bytes | None:
        return None if 7 in {job.item_id for job in jobs} else played(name, jobs)

    link = Played(dict.fromkeys("abcd", good(evidence)), killed_by_seven)
    found, said, crowd = work(evidence, link)

    assert len(link.nodes) == 2
    assert sum("is gone" in one for one in said) == 2
    here = [number for number, one in found.items() if one != PLAYED]  # with it what was twice in such company
    assert 7 in here
    assert {found[number].media_type for number in here} == {"image/jpeg"}
    assert ("node", f"the coordinator: {len(here)} items") in crowd.account()


def test_a_node_that_cannot_read_what_the_coordinator_can_is_sent_away_and_its_word_does_not_count(
    evidence: Path,
) -> None:
    issue = Issue(Stage.READ, IssueCode.UNREADABLE, "The file could not be opened: Stale file handle.")
    blind = Analysis(Outcome.FAILED, "application/octet-stream", 1, issues=(issue,))

    def some(name: str, jobs: tuple[Job, ...]) -> bytes:
        if name == "a" and link.worked.count("a") > 1:
            return packed(tuple(Result(job.item_id, blind) for job in jobs))
        return played(name, jobs)

    link = Played(dict.fromkeys("ab", good(evidence)), some)
    found, said, crowd = work(evidence, link)

    assert blind not in found.values()
    assert any("The node a gets no work: it could not read" in one for one in said)
    assert [name for name, _ in crowd.refused] == ["a"]


@pytest.mark.parametrize(
    "answer", [packed(("gone", "The source is not there")), packed(()), packed("x"), b"no message", packed((PLAYED,))]
)
def test_a_node_that_answers_anything_but_its_results_is_sent_away(evidence: Path, answer: bytes) -> None:
    link = Played(dict.fromkeys("ab", good(evidence)), lambda name, jobs: answer if name == "a" else played(name, jobs))
    found, _, crowd = work(evidence, link)

    assert set(found.values()) == {PLAYED}
    assert [name for name, _ in crowd.refused] == ["a"]


@pytest.mark.parametrize("wrong", ["program", "recipe", "known answers", "library numpy", "Python"])
def test_a_node_that_differs_in_anything_gets_nothing(evidence: Path, wrong: str) -> None:
    here = good(evidence)
    assert wrong in dict(here)
    other = tuple((name, "other" if name == wrong else value) for name, value in here)
    link = Played({"a": other, "b": here}, played)

    work(evidence, link)

    assert set(link.worked) == {"b"}


def test_where_every_node_is_refused_the_run_ends_and_names_each_with_its_reason(evidence: Path) -> None:
    link = Played({"a": (*good(evidence), ("library extra", "1"))}, played)

    with pytest.raises(EnvironmentProblem, match=r"a was refused \(library extra: 1 there, nothing here\)"):
        work(evidence, link)
    assert link.worked == []


def test_a_question_on_its_way_shows_nothing_of_its_passwords() -> None:
    question = node.Sealed(node.question_jobs(RECIPE, Limits(passwords=("a secret of the suspect",)), []))

    assert question.find(b"a secret of the suspect") > 0
    assert "secret" not in f"{question!r} {question!s} {(question,)}"
