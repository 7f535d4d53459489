"""A report folder against its list of checksums, `SHA256SUMS` in the format of sha256sum."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence
from forensicdesk.model import Problem
from forensicdesk.pipeline.manifests import check_manifest
from forensicdesk.pipeline.trust import Trust

if TYPE_CHECKING:
    from pathlib import Path

SUMS = "SHA256SUMS"

_LINE = re.compile(rb"([0-9a-f]{64})  (.+)", re.DOTALL)


def verify_report(folder: Path, trust: Trust | None = None) -> tuple[Problem, ...]:
    """Check a report folder: files that are missing, changed or not in its list, its manifest, and every signature.

    Args:
        folder: the report folder.
        trust: what was brought along from outside; it is told what the check proves.

    Raises:
        UsageError: the folder has no list of checksums.
        EnvironmentProblem: the list cannot be read.
    """
    try:
        content = (folder / SUMS).read_bytes()
    except FileNotFoundError as error:
        msg = sentence(
            "{folder} is no report folder: it has no {sums}; give the folder that `forensicdesk report` wrote.",
            folder=folder,
            sums=SUMS,
        )
        raise UsageError(msg) from error
    except OSError as error:
        msg = sentence(
            "{folder} cannot be read: {strerror}. Check its rights.", folder=folder / SUMS, strerror=error.strerror
        )
        raise EnvironmentProblem(msg) from error
    problems: list[Problem] = []
    listed: dict[str, tuple[str, str]] = {}
    for number, line in enumerate(content.split(b"\n")[:-1], 1):
        stated = _parse(line)
        if stated is None:
            problems.append(
                Problem(
                    sentence("this line is no checksum of a file in this folder"),
                    sentence("{sums}, line {number}", sums=SUMS, number=number),
                )
            )
            continue
        digest, name = stated
        listed[name] = digest, f"{SUMS}, line {number}"
        what = _difference(folder / name, digest)
        if what is not None:
            problems.append(Problem(what, name))
    if content and not content.endswith(b"\n"):
        problems.append(
            Problem(
                sentence("the last line does not end in a newline"),
                sentence("{sums}, line {number}", sums=SUMS, number=content.count(bytes([10])) + 1),
            )
        )
    added = sorted(_files_of(folder) - set(listed) - {SUMS})
    problems += [Problem(sentence("the file is not in {sums}: it was added later", sums=SUMS), name) for name in added]
    if not listed and not problems:
        problems.append(Problem(sentence("the list of checksums is empty"), SUMS))
    return tuple(dict.fromkeys((*problems, *check_manifest(folder, listed, trust or Trust()))))


def _parse(line: bytes) -> tuple[str, str] | None:
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    name = os.fsdecode(match[2])
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or path.as_posix() != name:
        return None  # never look outside the report folder
    return match[1].decode("ascii"), name


def _difference(path: Path, stated: str) -> str | None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return sentence("the file is missing")
    except OSError as error:
        return sentence("the file cannot be read: {reason}", reason=error.strerror)
    return None if found == stated else sentence("the file has changed: its SHA-256 is not the one in the list")


def _files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
