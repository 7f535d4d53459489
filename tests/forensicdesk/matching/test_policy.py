"""The policy: its id, its file, and what is said of mistakes in it."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.errors import UsageError
from forensicdesk.matching.policy import DEFAULT_POLICY, Policy
from forensicdesk.matching.policy_file import policy_from_json, policy_toml, read_policy

NAMES = [entry.name for entry in fields(Policy)]


@given(st.integers(0, 31), st.integers(0, 60), st.floats(1, 100), st.integers(1, 10**9))
def test_a_policy_comes_back_from_its_file_and_from_the_case(
    distance: int, quality: int, percent: float, crowded: int
) -> None:
    policy = replace(
        DEFAULT_POLICY, pdq_distance=distance, pdq_quality=quality, film_percent=percent, crowded_contents=crowded
    )

    assert read_policy(policy_toml(policy)) == policy
    assert policy_from_json(policy.as_json()) == policy
    assert (policy.id == DEFAULT_POLICY.id) == (policy == DEFAULT_POLICY)


def test_the_file_names_every_value_of_the_policy() -> None:
    stated = [line.partition(" =")[0] for line in policy_toml(DEFAULT_POLICY).splitlines() if " = " in line]
    assert sorted(stated) == sorted(NAMES)
    assert read_policy("") == DEFAULT_POLICY
    assert read_policy("film_percent = 70").film_percent == 70.0


def test_the_id_of_the_default_policy_changes_only_with_its_values() -> None:
    assert Policy().id == DEFAULT_POLICY.id
    assert len({replace(DEFAULT_POLICY, **{name: 17}).id for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pdq_distance = 32", "from 0 to 31"),
        ("pdq_distance = -1", "from 0 to 31"),
        ("pdq_distance = 3.5", "a whole number"),
        ("pdq_distance = true", "a whole number"),
        ("film_percent = 'much'", "a number from 1 to 100"),
        ("film_percent = nan", "a number from 1 to 100"),
        ("photodna_variety = 1.01", "from 0 to 1"),
        ("distance = 3", "no value named 'distance'"),
        ("pdq_firm_quality = 40", "below pdq_quality"),
        ("pdq_distance = ", "no TOML file"),
    ],
)
def test_a_mistake_is_said_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_policy(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_each_mistake_is_said() -> None:
    with pytest.raises(UsageError) as caught:
        read_policy("pdq_distance = 99\nframe_quality = 101\nwhat = 1")
    assert [line.split()[0] for line in str(caught.value).splitlines()] == ["pdq_distance", "frame_quality", "A"]
