"""What the documentation lists is what the code has."""

from __future__ import annotations

import re
from pathlib import Path

from hashing.decode.kinds import DEMUXERS
from hashing.perceptual.pictures import ALGORITHMS, PDQ_PARAMETERS
from hashing.values import IssueCode, Stage

_DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_issue_code_is_explained_and_no_other() -> None:
    text = (_DOCS / "issues.md").read_text(encoding="utf-8")

    explained = re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)

    assert sorted(explained) == sorted(code.value for code in IssueCode)


def test_every_stage_is_named() -> None:
    text = (_DOCS / "issues.md").read_text(encoding="utf-8")

    assert all(f"`{stage.value}`" in text for stage in Stage)


def test_the_parameters_of_the_hashes_are_stated() -> None:
    text = (_DOCS / "hashing.md").read_text(encoding="utf-8")

    assert f"`{PDQ_PARAMETERS}`" in text
    assert all(f"`{algorithm.parameters}`" in text for algorithm in ALGORITHMS.values())


def test_no_demuxer_beyond_those_of_the_supported_films_may_be_used() -> None:
    text = (_DOCS / "films.md").read_text(encoding="utf-8")

    listed = re.findall(r"^\| [^|]+ \| `([a-z0-9]+)` \|", text, re.MULTILINE)

    assert sorted(listed) == list(DEMUXERS)
    assert not {"hls", "concat", "dash", "sdp", "rtsp", "image2", "lavfi", "swf"} & set(DEMUXERS)
