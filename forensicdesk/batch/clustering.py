"""The cluster that a job of a batch has its items analysed on."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

JOB_FILE, READY, SHARED = "job.toml", "job.ready", "batch.toml"
KEY = "cluster"
FILES = ("cluster_ca", "cluster_cert", "cluster_key")
_GREATEST_FILE = 4 << 20


@dataclass(frozen=True, slots=True)
class ClusterOrder:
    """Which scheduler, and with what.

    Attributes:
        url: such as `tls://10.0.0.5:8786`.
        files: absolute paths of the authority's certificate, this machine's and its key, in the order of `FILES`.
    """

    url: str
    files: tuple[Path, ...]

    @property
    def options(self) -> tuple[str, ...]:
        """As `run` takes it."""
        named = (f"--{key.replace('_', '-')}={path}" for key, path in zip(FILES, self.files, strict=True))
        return (f"--{KEY}={self.url}", *named)


def names_cluster(arguments: Sequence[str]) -> bool:
    """Whether a queue or intake folder among these arguments of `batch` names a cluster.

    What cannot be read names none; the command says so itself later.
    """
    places = (Path(argument.partition("=")[2] or argument).expanduser() for argument in arguments)
    return any(_named(path) for place in places for path in _files(place))


def _files(place: Path) -> Iterator[Path]:
    try:
        if place.is_dir():
            yield from (place / SHARED, *(one / JOB_FILE for one in place.iterdir()))
        else:
            yield place
    except (OSError, ValueError):
        return


def _named(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            found = tomllib.loads(file.read(_GREATEST_FILE).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return False
    jobs = found.get("job")
    tables = (found, found.get("batch"), *(jobs if isinstance(jobs, list) else ()))
    return any(isinstance(table, dict) and KEY in table for table in tables)
