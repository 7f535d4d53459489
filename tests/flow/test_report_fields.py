"""`report --fields` and a template choose what a report shows; the report says what it leaves out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.pictures import jpeg
from tests.support.program import forensicdesk

if TYPE_CHECKING:
    from pathlib import Path


def test_fields_are_chosen_by_option_or_template(tmp_path: Path) -> None:
    evidence, home, case = tmp_path / "phone", tmp_path / "home", tmp_path / "c.fdcase"
    evidence.mkdir()
    (evidence / "1.jpg").write_bytes(jpeg(1))
    template = tmp_path / "unit"
    template.mkdir()
    (template / "template.toml").write_text('show = ["dates", "plots"]\n', encoding="utf-8")
    assert forensicdesk(home, "run", evidence, "--case", case, "--format", "json").returncode == 0

    def left_out(*options: object) -> list[str]:
        made = forensicdesk(home, "report", case, "--out", tmp_path / "r", "--format", "json", *options)
        assert made.returncode == 0, made.stderr
        found = json.loads((tmp_path / "r/report-court.json").read_bytes())["report"]
        assert (found["left_out"]["parts"] == []) == (not options)
        parts: list[str] = found["left_out"]["parts"]
        return parts

    assert left_out() == []
    assert left_out("--template", template) == ["pictures", "names", "metadata", "indicators", "notes", "cards"]
    assert left_out("--template", template, "--fields", "pictures,names,dates,metadata,indicators,notes,cards") == [
        "plot:categories", "plot:time", "plot:cameras", "plot:network", "plot:distances",
    ]  # fmt: skip

    wrong = forensicdesk(home, "report", case, "--out", tmp_path / "r", "--fields", "digests")
    assert (wrong.returncode, "no part 'digests' of a report" in wrong.stderr) == (2, True)
