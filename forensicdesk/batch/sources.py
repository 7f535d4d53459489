"""Where jobs come from: a queue file, or an intake folder that is watched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forensicdesk.batch.clustering import FILES, JOB_FILE, READY, SHARED
from forensicdesk.batch.order import BadOrder, job_order, read_queue, read_toml, shared_settings
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from forensicdesk.batch.order import JobOrder


class QueueFile:
    """The jobs of one file, read once.

    Raises:
        UsageError: see `read_queue`.
    """

    endless = False

    def __init__(self, path: Path, cases: Path) -> None:
        self._orders = read_queue(path, cases)

    def read(self) -> Sequence[JobOrder | BadOrder]:
        """The jobs, always the same."""
        return self._orders


@dataclass
class Intake:
    """A folder whose folders are jobs: each has a `job.toml`, and a file `job.ready` once it is complete.

    Attributes:
        folder: the intake folder; nothing in it is ever written.
        cases: where cases go that are named without a folder.
        endless: whether to go on watching once all is done.
    """

    folder: Path
    cases: Path
    endless: bool = True
    _seen: dict[Path, tuple[tuple[int, int], JobOrder | BadOrder]] = field(default_factory=dict)

    def read(self) -> Sequence[JobOrder | BadOrder]:
        """The jobs that are complete now, by the names of their folders.

        Raises:
            UsageError: the folder cannot be read, or what holds for all jobs is wrong.
        """
        return tuple(self._read())

    def _read(self) -> Iterator[JobOrder | BadOrder]:
        names = set[str]()
        for place in self._complete():
            one = self._order(place)
            if one.name.casefold() in names:
                yield BadOrder(place.name, f"{place} has the name {one.name!r} of another job; give it one of its own.")
                continue
            names.add(one.name.casefold())
            yield one

    def _complete(self) -> list[Path]:
        try:
            return sorted(place for place in self.folder.iterdir() if (place / READY).exists())
        except OSError as error:
            msg = sentence(
                "The intake folder {folder} cannot be read ({strerror}); check the path and your rights.",
                folder=self.folder,
                strerror=error.strerror,
            )
            raise UsageError(msg) from error

    def _order(self, place: Path) -> JobOrder | BadOrder:
        """The order in a folder; read again only if its file has changed."""
        file = place / JOB_FILE
        try:
            stat = file.stat()
        except OSError as error:
            return BadOrder(place.name, f"{file} cannot be read ({error.strerror}); write it, then make {READY} again.")
        stamp = (stat.st_mtime_ns, stat.st_size)
        known = self._seen.get(place)
        if known is None or known[0] != stamp:
            known = (stamp, self._understood(file, place.name))
            self._seen[place] = known
        return known[1]

    def _understood(self, file: Path, name: str) -> JobOrder | BadOrder:
        shared = self.folder / SHARED
        try:
            said = shared_settings(read_toml(shared).get("batch", {}), shared) if shared.exists() else {}
            # Relative paths of what holds for all start at the intake folder, those of a job at its own.
            return job_order(read_toml(file), _from(said, self.folder), file, self.cases, name)
        except UsageError as error:
            return BadOrder(name, str(error))


def _from(shared: object, folder: Path) -> dict[str, object]:
    said = dict(shared) if isinstance(shared, dict) else {}
    if isinstance(said.get("lists"), list):
        said["lists"] = [
            one | {"file": str(folder / one["file"])}
            if isinstance(one, dict) and isinstance(one.get("file"), str)
            else one
            for one in said["lists"]
        ]
    for key in ("password_file", "thumbnails_passphrase_file", "cases", *FILES):
        if isinstance(said.get(key), str):
            said[key] = str(folder / said[key])
    return said
