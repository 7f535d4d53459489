"""The desktop remembers a little, and forgets when told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.recent import MOST_CASES, Memory

if TYPE_CHECKING:
    from pathlib import Path


def test_recent_cases_come_newest_first_and_only_once(tmp_path: Path, memory: Memory) -> None:
    first, second = tmp_path / "a.fdcase", tmp_path / "b.fdcase"
    for folder in (first, second):
        folder.mkdir()
        memory.remember_case(folder)
    memory.remember_case(first)

    assert memory.cases() == (first, second)
    assert Memory(tmp_path / "settings").cases() == (first, second)


def test_cases_that_are_gone_are_not_offered(tmp_path: Path, memory: Memory) -> None:
    memory.remember_case(tmp_path / "gone.fdcase")

    assert memory.cases() == ()


def test_a_forgotten_case_stays_on_disk(tmp_path: Path, memory: Memory) -> None:
    folder = tmp_path / "a.fdcase"
    folder.mkdir()
    memory.remember_case(folder)

    memory.forget_case(folder)

    assert memory.cases() == ()
    assert folder.is_dir()


def test_the_list_stays_short(tmp_path: Path, memory: Memory) -> None:
    for number in range(MOST_CASES + 3):
        folder = tmp_path / f"{number}.fdcase"
        folder.mkdir()
        memory.remember_case(folder)

    assert len(memory.cases()) == MOST_CASES


def test_examiner_and_appearance_are_kept(tmp_path: Path, memory: Memory) -> None:
    memory.examiner = "A. Examiner"
    memory.appearance = "dark"

    again = Memory(tmp_path / "settings")

    assert (again.examiner, again.appearance) == ("A. Examiner", "dark")
