"""Nothing that the program says in Spanish or Portuguese is left in English: not on the terminal, not in a report."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from hashlib import md5
from html import unescape
from pathlib import Path

import pytest

from tests.support.evidence import write_picture

ROOT = Path(__file__).parents[2]
RUN = """
import json, sys
from forensicdesk.__main__ import run

if __name__ == "__main__":
    for order in json.loads(sys.argv[1]):
        print("$", order[0], flush=True)
        code = run(order)
        sys.stderr.flush()
        assert code in (0, 1, 2), (order, code)
"""
ENGLISH = re.compile(
    r"\b(the|of|and|is|was|not|be|with|from|which|could|cannot|has|have|are|were|that|this|by|its|it|an|to|bytes from"
    r"|found|list|picture|entry|frame|inner|refused|file|read|end|before|after|only|without)\b"
)
"""Words that every English sentence has one of, and no Spanish or Portuguese one."""
VERBATIM = (
    r"\w*Error: [^.;\n]*",  # a library's own words
    r"Operation not permitted",  # the system's
    r"--?[\w-]+|`[^`]*`|'[^'\n]*'",  # options and commands
    r"(?i)\S*/\S*|\b[\w-]+\.(py|jpg|gif|zip|csv|txt|md|json|toml)\b",  # paths, files
    r"(?m)^\$ .*$|^.*\b(BSD|MIT|LGPL|MPL|Apache|PSF|GPL)\b.*$",  # names of commands, licences
    r"(?m)^DejaVu.*$|^Bitstream.*$",  # fonts
    r"list_\w+|\w+_list|\b(file|exif):\w+",  # keys
)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures, damaged ones, an archive and damaged ones, links, and a list with lines that are none."""
    folder = tmp_path_factory.mktemp("spoken") / "evidence"
    write_picture(folder / "1.jpg", 1)
    write_picture(folder / "2.jpg", 2)
    whole = (folder / "1.jpg").read_bytes()
    (folder / "cut.jpg").write_bytes(whole[:6_000])
    (folder / "tiny.jpg").write_bytes(whole[:300])
    (folder / "trail.jpg").write_bytes(whole + b"hidden" * 50)
    (folder / "named.png").write_bytes(whole)
    (folder / "fake.jpg").write_text("hola\n" * 200, "ascii")
    (folder / "empty.jpg").touch()
    (folder / "link").symlink_to("1.jpg")
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.writestr("in/1.jpg", whole)
        archive.writestr("in/cut.jpg", whole[:6_000])
    packed = (folder / "z.zip").read_bytes()
    (folder / "half.zip").write_bytes(packed[: len(packed) // 2])
    digest = md5(whole, usedforsecurity=False).hexdigest()
    rows = (f"{digest},,uno", "nada,,malo", f"{'0' * 32},zzz,b", f"{digest},{'a' * 40},c")
    (folder.parent / "malos.csv").write_text("\n".join(("md5,sha1,name", *rows, "")), "ascii")
    return folder


@pytest.mark.parametrize("language", ["es", "pt"])
def test_commands_and_reports_say_nothing_in_english(evidence: Path, tmp_path: Path, language: str) -> None:
    files = [str(evidence / name) for name in ("1.jpg", "cut.jpg", "tiny.jpg", "trail.jpg", "named.png", "half.zip")]
    case, bad, report = str(tmp_path / "c.fdcase"), str(evidence.parent / "malos.csv"), str(tmp_path / "informe")
    orders = (
        ["doctor"],
        ["list", "preview", bad],
        ["list", "import", bad, "--role", "notable", "--name", "malos"],
        ["run", str(evidence), "--case", case, "--list", f"{bad}:notable", "--workers", "1", "--examiner", "A"],
        ["report", case, "--out", report, "--format", "html", "--lang", language],
        ["case", "info", case],
        ["hash", *files, "--workers", "1"],
        ["compare", files[0], files[1]],
        ["verify", case],
        ["hash", str(evidence / "nada.jpg")],
    )
    script = tmp_path / "run.py"
    script.write_text(RUN, "ascii")
    environment = os.environ | {"FORENSICDESK_LANG": language, "FORENSICDESK_HOME": str(tmp_path / "home")}
    environment |= {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    command = [sys.executable, str(script), json.dumps(orders)]

    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )

    assert done.returncode == 0, done.stderr[-2_000:]
    page = unescape((tmp_path / "informe" / "report-court.html").read_text("utf-8"))
    page = page.replace("<wbr>", "")
    page = re.sub(r"<(script|style|code)\b.*?</\1>|<[^>]+>", "\n", page, flags=re.DOTALL)
    assert left(done.stdout) + left(done.stderr) == []
    assert left(page) == []


def left(text: str) -> list[str]:
    """The lines in which an English word is left."""
    for pattern in VERBATIM:
        text = re.sub(pattern, "", text)
    return sorted({line.strip() for line in text.splitlines() if ENGLISH.search(line)})


def test_english_is_found_where_it_is_left() -> None:
    assert left("tudo bem\n  cut.jpg: the file ends early\nOSError: image file is truncated") == [
        ": the file ends early"
    ]
