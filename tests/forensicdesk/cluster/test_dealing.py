"""Properties of dealing jobs to nodes that come and go: each job is done once, whatever is lost."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.cluster.dealing import LOSSES_OF_ONE_JOB, PARCEL_JOBS, Dealing
from forensicdesk.model import Job, Location, Step
from forensicdesk.settings import JOBS_IN_FLIGHT_PER_WORKER

if TYPE_CHECKING:
    from forensicdesk.cluster.dealing import Parcel


def job(number: int) -> Job:
    return Job(number, b"/evidence", Location((Step("file", b"%d.jpg" % number),)), 1000)


@given(
    jobs=st.integers(0, 300),
    killers=st.frozensets(st.integers(0, 299), max_size=3),
    children=st.lists(st.integers(1, 4), min_size=1, max_size=4),
    events=st.randoms(use_true_random=False),
)
def test_every_job_is_done_once_and_a_killer_costs_two_nodes_and_no_other_job(
    jobs: int, killers: frozenset[int], children: list[int], events: object
) -> None:
    """The cluster: each node answers its parcels in any order; one with a killer takes its node along."""
    choose = events.choice  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    dealing, waiting, done = Dealing(), [job(number) for number in range(jobs)][::-1], Counter[int]()
    out: list[Parcel] = []
    sizes: dict[str, int] = {}
    lost = 0

    def bring(count: int) -> None:
        name = f"n{len(sizes)}"
        sizes[name] = count
        dealing.join(name, count)

    for count in children:
        bring(count)
    while waiting or not dealing.is_idle:
        while (node := dealing.next_node()) is not None:
            again = dealing.again()
            take = [again] if again else [waiting.pop() for _ in range(min(PARCEL_JOBS, len(waiting)))]
            if not take:
                break
            out.append(dealing.deal(node, take, 0.0, 1.0))
        room = sum(sizes[node] * JOBS_IN_FLIGHT_PER_WORKER + PARCEL_JOBS - 1 for node in dealing.nodes)
        assert dealing.jobs_out <= room
        if not out:
            break
        parcel = choose(out)
        out.remove(parcel)
        if killers & {one.item_id for one in parcel.jobs} and parcel.node in dealing.nodes:
            here, _ = dealing.leave(parcel.node)
            done.update(one.item_id for one in here)
            lost += 1
            bring(choose(children))
        elif dealing.answered(parcel.number, 0.0) is not None:
            done.update(one.item_id for one in parcel.jobs)

    assert done == Counter(range(jobs))
    assert lost <= LOSSES_OF_ONE_JOB * len(killers)


def test_a_node_that_is_sent_away_costs_its_jobs_nothing() -> None:
    dealing = Dealing()
    dealing.join("a", 1)
    for _ in range(5):
        dealing.join("b", 1)
        parcel = dealing.deal("b", [again if (again := dealing.again()) else job(1)], 0.0, 1.0)
        assert dealing.leave("b", lost=False) == ([], [parcel.number])

    assert dealing.answered(parcel.number, 0.0) is None


def test_the_node_with_the_least_to_do_for_its_size_comes_next() -> None:
    dealing = Dealing()
    dealing.join("small", 1)
    dealing.join("large", 4)
    dealt = Counter[str]()
    while (node := dealing.next_node()) is not None:
        dealing.deal(node, [job(sum(dealt.values()))], 0.0, 1.0)
        dealt[node] += 1

    assert dealt == {"small": JOBS_IN_FLIGHT_PER_WORKER, "large": 4 * JOBS_IN_FLIGHT_PER_WORKER}


def test_a_node_that_is_silent_for_longer_than_its_longest_item_takes_is_named() -> None:
    dealing = Dealing()
    dealing.join("a", 1)
    dealing.join("b", 1)
    dealing.deal("a", [job(1)], 100.0, 30.0)
    first = dealing.deal("b", [job(2)], 100.0, 30.0)
    dealing.deal("b", [job(3)], 100.0, 60.0)
    dealing.answered(first.number, 120.0)

    assert dealing.silent(129.0) == []
    assert dealing.silent(131.0) == [("a", 30.0)]
    assert dealing.silent(181.0) == [("a", 30.0), ("b", 60.0)]
