"""Category schemes are files: two come with the program, and people write their own."""

from __future__ import annotations

import zipfile
from pathlib import Path
from subprocess import run as start
from sys import executable
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import UsageError
from forensicdesk.lists.scheme import find_scheme, presets
from tests.architecture.sources import ROOT
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from forensicdesk.lists.library import Library
    from tests.forensicdesk.lists.conftest import Take

VICS = '{"@odata.context": "x/DataModels/2.0.xml/US/$metadata#Media", "value": [{"Category": 2, "MD5": "%s"}]}'


def test_the_presets_name_their_source() -> None:
    assert presets() == ("us-autopsy", "us-older")
    for name in presets():
        scheme = find_scheme(Path(name))
        assert "Autopsy" in scheme.source
        assert set(scheme.labels) == set(map(str, range(len(scheme.labels))))
    assert find_scheme(Path("us-autopsy")).labels["0"] == "Non-Pertinent"
    assert find_scheme(Path("us-older")).labels["0"] == "Uncategorized"


def test_a_preset_labels_an_import(take: Take, library: Library) -> None:
    used = take(VICS % ("a1" * 16), categories=Path("us-older"))
    (entry,) = library.entries(used.id, [1])
    assert entry.label == "Child Exploitation (Non-Illegal/Age Difficult)"


def test_a_file_named_like_a_preset_is_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "us-older").write_text('1 = "own"', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="both a preset and a file"):
        find_scheme(Path("us-older"))
    assert find_scheme(tmp_path / "us-older").labels == {"1": "own"}


def test_an_unknown_name_is_answered_with_the_presets(tmp_path: Path) -> None:
    done = forensicdesk(tmp_path, "list", "categories", "us-newer")
    assert done.returncode == 2
    assert "us-autopsy, us-older" in done.stderr


def test_the_command_shows_presets_and_files(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('title = "Unit 7"\n[categories]\n1 = "first kind"\n', encoding="utf-8")
    shown = forensicdesk(tmp_path, "list", "categories")
    assert shown.returncode == 0
    assert "us-autopsy" in shown.stdout
    assert "Exemplar/Comparison" in shown.stdout
    (scheme,) = document(forensicdesk(tmp_path, "list", "categories", own, "--json"))
    assert scheme == {"name": "own", "title": "Unit 7", "source": "", "categories": {"1": "first kind"}}


@pytest.mark.slow
def test_the_wheel_holds_the_presets(tmp_path: Path) -> None:
    build = "from setuptools.build_meta import build_wheel; import sys; build_wheel(sys.argv[1])"
    copied = tmp_path / "source"
    for path in [*ROOT.glob("*.toml"), *ROOT.glob("*.md"), ROOT / "LICENSE", *(ROOT / "forensicdesk").rglob("*")]:
        if path.is_file() and path.suffix in {".toml", ".md", ".py", ""}:
            target = copied / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    done = start([executable, "-c", build, tmp_path], cwd=copied, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {f"forensicdesk/lists/schemes/{name}.toml" for name in presets()} <= set(names)
