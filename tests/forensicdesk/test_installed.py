"""What is installed is told as it is, and what is missing in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.installed import inventory, plain_name

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def made(folder: Path, name: str, version: str, *requires: str, licence: str = "") -> None:
    """Metadata of a library, as an installer leaves them."""
    place = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    place.mkdir()
    needs = "".join(f"Requires-Dist: {text}\n" for text in requires)
    (place / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{licence}{needs}\n")


def test_everything_this_program_asks_for_is_there() -> None:
    found = inventory()

    names = {plain_name(one.name) for one in found.libraries}
    assert found.faults == ()
    assert {
        "pyhanko",
        "pyhanko-certvalidator",
        "oscrypto",
        "asn1crypto",
        "libfsapfs-python",
        "pyside6-essentials",
    } <= names
    assert "aiohttp" not in names


def test_what_is_missing_or_of_another_version_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "made-program", "1", "made_one==2", "made-gone", 'made-elsewhere; sys_platform == "none"')
    made(tmp_path, "made-one", "1", "made-two[more]", licence="License-Expression: MIT\n")
    made(
        tmp_path, "made-two", "3", 'made-third; extra == "more"', 'made-never; extra == "less"', licence="License: A\n"
    )
    made(tmp_path, "made-third", "1", licence="Classifier: License :: OSI Approved :: BSD License\n")
    monkeypatch.syspath_prepend(tmp_path)

    found = inventory("made-program")

    assert found.faults == (
        "made-gone is missing; install the program again from its folder or its wheels.",
        "made_one is 1, ==2 is needed.",
    )
    assert [(one.name, one.version, one.licence) for one in found.libraries] == [
        ("made-one", "1", "MIT"),
        ("made-third", "1", "BSD License"),
        ("made-two", "3", "A"),
    ]
