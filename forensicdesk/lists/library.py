"""The hash lists of a workstation: every imported version is one file that never changes."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from forensicdesk import __version__
from forensicdesk.errors import EnvironmentProblem, ListError, UsageError
from forensicdesk.language import said, sentence
from forensicdesk.lists import importing, nearfile, querying
from forensicdesk.lists.categories import load_categories
from forensicdesk.lists.checking import check_file, integrity_problems
from forensicdesk.lists.completeness import check_near
from forensicdesk.lists.listfile import SUFFIX, content_digest, load, read_about, reading, writing
from forensicdesk.lists.nearfile import NearTables
from forensicdesk.lists.placing import clear_left_over, clear_sides, place
from forensicdesk.lists.readers.carried import PERCEPTUAL
from forensicdesk.lists.records import ImportSettings, ReadOptions, Record
from forensicdesk.lists.sorting import SideFiles
from forensicdesk.model import Problem, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from forensicdesk.lists.values import Entry, HashEntries, NearEntries, ReferenceFilm
    from forensicdesk.model import HashList

HASH_TYPES = ("sha256", "pdq", *PERCEPTUAL)
"""What values of 64 hexadecimal digits (the first two) or of 16 may be said to be."""

DELTA = "nsrl-rds3-delta"
"""The format of files that only say what changed in another list."""

RELEASES = ("nsrl-rds3-minimal", DELTA)
"""Formats of lists that a delta can change."""

_AT_ONCE = 5_000
_WALKED_AT_ONCE = 50_000
_ISSUED = ("issuer", "issued_version", "issued_at")
_LOCK_WAIT_S = 60
_SHORTEST_ID = 4


def default_folder() -> Path:
    """Where this user's lists lie: $FORENSICDESK_HOME/lists, or the platform's folder for application data."""
    home = os.environ.get("FORENSICDESK_HOME")
    base = Path(home) if home else platformdirs.user_data_path("ForensicDesk", appauthor=False)
    return base / "lists"


class Library:
    """A folder of hash lists. Several programs may use it at once: files appear whole and are never changed."""

    def __init__(self, folder: Path, ask: Callable[[], None] = lambda: None) -> None:
        """`ask` is called when a list was read and before it is kept; what it raises leaves nothing of it."""
        self.folder = folder
        self._ask = ask

    def import_file(  # noqa: PLR0913 - one for each thing that a person says of a list
        self,
        path: Path,
        *,
        role: Role | None,
        name: str | None = None,
        now: datetime,
        hash_type: str | None = None,
        categories: Path | None = None,
        as_format: str | None = None,
        base: str | None = None,
    ) -> HashList:
        """`import_with` for the settings that most lists need; see there."""
        stated = ImportSettings(role, name, hash_type, categories, as_format=as_format, base=base)
        return self.import_with(path, stated, now)

    def import_with(self, path: Path, stated: ImportSettings, now: datetime) -> HashList:
        """Import a list file of any known format; all of it, or nothing.

        The same file under the same role and name gives the list that is there already.

        Args:
            path: the list file.
            stated: what the person importing said.
            now: time of import, with zone.

        Raises:
            UsageError: no such file, or the same file is there with other settings.
            ListError: the file is damaged, truncated, of an unknown kind, or holds no usable entry.
            EnvironmentProblem: a file cannot be read or written.
        """
        role, hash_type, columns = stated.role, stated.hash_type, stated.columns
        if hash_type is not None and hash_type not in HASH_TYPES:
            msg = sentence(
                "{hash_type} is no type of hash that can be chosen; say {choices}.",
                hash_type=hash_type,
                choices=", ".join(HASH_TYPES),
            )
            raise UsageError(msg)
        labels = load_categories(stated.categories) if stated.categories else {}
        title = _checked_name(path.stem if stated.name is None else stated.name)
        source = importing.inspect(path, stated.as_format)
        changed = self._base(stated.base, source) if stated.base else None
        settings = {"hash_type": hash_type or "", "categories": importing.labels_as_json(labels)}
        settings["columns"] = json.dumps(columns) if columns else ""
        settings["base"] = changed.id if changed else ""
        said = {key: getattr(stated, key) for key in _ISSUED if getattr(stated, key)}
        facts = {
            "id": list_id(source.sha256, role or Role.NEUTRAL, title),
            "name": title,
            "role": (role or Role.NEUTRAL).value,
            "role_stated": "yes" if role else "no",
            "format": source.format.name,
            "sha256": source.sha256,
            "imported_at": now.isoformat(timespec="seconds"),
            "importer_version": __version__,
            "file_size": str(source.stamp[0]),
        } | settings
        known = self._known(facts["id"], settings)
        if known is not None:
            return known
        self._prepare(now)
        entries = partial(self._records, changed) if changed else None
        release = changed.issued_version if changed else ""
        options = ReadOptions(title, hash_type, columns, entries, stated.undecided, release)
        return self._import(source, options, labels, facts, said)

    def lists(self) -> tuple[HashList, ...]:
        """Every list version, by name and version.

        Raises:
            ListError: a stored list is damaged.
        """
        found = [load(path)[0] for path in self._paths()]
        return tuple(sorted(found, key=lambda known: (known.name, known.version, known.id)))

    def find(self, name: str) -> HashList:
        """One list: by name (its newest version), name@version, id, or the first digits of an id.

        Raises:
            UsageError: there is no such list, or an id fits several.
        """
        known = self.lists()
        named = [one for one in known if one.name == name] or [
            one for one in known if f"{one.name}@{one.version}" == name
        ]
        if named:
            return named[-1]
        by_id = [one for one in known if len(name) >= _SHORTEST_ID and one.id.startswith(name.lower())]
        if len(by_id) == 1:
            return by_id[0]
        there = ", ".join(f"{one.name}@{one.version} ({one.id})" for one in by_id or known)
        if by_id:
            msg = sentence("The id {name} fits several lists; there is: {there}.", name=name, there=there)
        elif there:
            msg = sentence("There is no hash list {name!r}; there is: {there}.", name=name, there=there)
        else:
            msg = sentence("There is no hash list {name!r}; no list has been imported yet.", name=name)
        raise UsageError(msg)

    def remove(self, name: str) -> HashList:
        """Remove one list version from the library. Cases keep what they recorded of it."""
        found = self.find(name)
        try:
            with self._locked():
                self._path(found.id).unlink()
                clear_sides(self.folder)
        except OSError as error:
            msg = sentence(
                "The list {name}@{version} cannot be removed: {strerror}.",
                name=found.name,
                version=found.version,
                strerror=error.strerror,
            )
            raise EnvironmentProblem(msg) from error
        return found

    def check(self, name: str) -> tuple[Problem, ...]:
        """Whether a stored list is what was imported: integrity of the file, counts, and a hash over its content.

        Raises:
            UsageError: there is no such list.
        """
        try:
            found = self.find(name)
        except ListError as error:
            return (Problem(said(error), name),)
        return check_file(self._path(found.id), f"{found.name}@{found.version}")

    def exact(self, list_id: str, algorithm: str, digests: Sequence[bytes]) -> Iterator[tuple[bytes, Entry]]:
        """Each entry whose digest is among `digests`, with that digest; `algorithm` is "md5", "sha1" or "sha256"."""
        if algorithm not in querying.DIGEST_KINDS:
            msg = sentence(
                "{algorithm} is no digest; choose from {choices}.",
                algorithm=algorithm,
                choices=", ".join(querying.DIGEST_KINDS),
            )
            raise UsageError(msg)
        with self._open(list_id) as connection:
            yield from querying.exact(connection, self._path(list_id), algorithm, digests)

    def entries(self, list_id: str, numbers: Sequence[int]) -> Iterator[Entry]:
        """The entries with these numbers, in order of number."""
        with self._open(list_id) as connection:
            yield from querying.entries(connection, self._path(list_id), numbers)

    def walk(self, list_id: str) -> Iterator[Entry]:
        """Every entry of a list, in order of number; memory does not grow with the list."""
        path = self._path(list_id)
        with self._open(list_id):
            found, _ = load(path)
        last = sum(count for _, count in found.entries) + found.duplicates + found.withdrawn
        for start in range(1, last + 1, _WALKED_AT_ONCE):
            yield from self.entries(list_id, range(start, min(start + _WALKED_AT_ONCE, last + 1)))

    def index(self, list_id: str, algorithm: str = nearfile.KIND, radius: int = nearfile.RADIUS) -> NearEntries:
        """Every PDQ of a list with the index that searches them near: mapped from disk where the list keeps it.

        Args:
            list_id: the list.
            algorithm: "pdq"; values of other kinds are given by `hashes`.
            radius: the distance in bits that will mostly be asked, for an index that has to be built now.

        Raises:
            UsageError: no index is made of this kind.
            ListError: the list is gone, or a file of it is missing or damaged.
        """
        if algorithm != nearfile.KIND:
            msg = sentence(
                "No near index is made of {algorithm}, only of {kind}.", algorithm=algorithm, kind=nearfile.KIND
            )
            raise UsageError(msg)
        with self._open(list_id) as connection:
            return nearfile.open_near(connection, self._path(list_id), radius)

    def hashes(self, list_id: str, algorithm: str) -> HashEntries:
        """Every value of one kind ("md5", "pdq", "phash", "photodna", ...) of a list; none where it has no such kind.

        Raises:
            ListError: the list is gone or damaged, or its values of this kind have different lengths.
        """
        with self._open(list_id) as connection:
            return querying.hashes(connection, self._path(list_id), algorithm)

    def scheme(self, list_id: str) -> str:
        """What the list file says that its values follow, such as "imagehash 4.3.2"; "" if it says nothing."""
        with self._open(list_id) as connection:
            return read_about(connection).get("scheme", "")

    def films(self, list_id: str) -> Iterator[ReferenceFilm]:
        """Every film of a list."""
        with self._open(list_id) as connection:
            yield from querying.films(connection)

    def more(self, list_id: str, algorithm: str, numbers: Sequence[int] | None = None) -> Iterator[tuple[int, bytes]]:
        """Entry number and value of a further kind, such as "features", of all entries or of these, by number."""
        with self._open(list_id) as connection:
            yield from querying.further(connection, algorithm, numbers)

    def _import(
        self,
        source: importing.ListSource,
        options: ReadOptions,
        labels: dict[str, str],
        facts: dict[str, str],
        said: dict[str, str],
    ) -> HashList:
        handle, temporary_name = tempfile.mkstemp(prefix="importing-", suffix=".tmp", dir=self.folder)
        os.close(handle)
        temporary = Path(temporary_name)
        side, near = SideFiles(temporary), NearTables(temporary)
        try:
            with writing(temporary) as connection:
                tally = importing.fill(connection, source, options, labels, side)
                counted = importing.entries_as_json(importing.entry_counts(connection, side))
                checked = check_near(connection, temporary, side, near)
            refused = {"refused": str(tally.refused), "duplicates": str(tally.duplicates), "entries": counted}
            refused |= {"withdrawn": str(tally.withdrawn), "check": checked}
            stated = {key: tally.facts[key] for key in (*_ISSUED, "scheme") if key in tally.facts}
            with self._locked():
                described = stated | said | facts | refused | side.facts() | near.facts()
                return self._publish(temporary, side, near, described)
        finally:
            side.discard()
            near.discard()
            temporary.unlink(missing_ok=True)

    def _base(self, name: str, source: importing.ListSource) -> HashList:
        """The list that a delta changes.

        Raises:
            UsageError: there is no such list, it is no release, or the file is no delta.
        """
        if source.format.name != DELTA:
            msg = sentence(
                "{name} is no delta but a whole list ({source_name}); leave --base out.",
                name=source.path.name,
                source_name=source.format.name,
            )
            raise UsageError(msg)
        found = self.find(name)
        if found.format not in RELEASES:
            msg = sentence(
                "{name}@{version} is {format}, but a delta changes one of {choices}.",
                name=found.name,
                version=found.version,
                format=found.format,
                choices=", ".join(RELEASES),
            )
            raise UsageError(msg)
        return found

    def _records(self, used: HashList) -> Iterator[Record]:
        """Every entry of a list, as readers give them. Numbers have gaps where entries said the same as others."""
        counts = dict(used.entries)
        last = max(counts[kind] for kind in ("md5", "sha1", "sha256")) + used.duplicates + used.refused
        for start in range(1, last + 1, _AT_ONCE):
            for one in self.entries(used.id, range(start, start + _AT_ONCE)):
                digests = one.md5, one.sha1, one.sha256
                yield Record(one.number, one.entry, one.name, "", one.label, *digests, extra=one.extra)

    def _publish(self, temporary: Path, side: SideFiles, near: NearTables, facts: dict[str, str]) -> HashList:
        """Give the finished files their version and place. Runs under the lock, so versions count up without gaps."""
        known = self._known(facts["id"], facts)
        if known is not None:
            return known
        versions = [one.version for one in self.lists() if one.name == facts["name"]]
        facts["version"] = str(max(versions, default=0) + 1)
        with writing(temporary) as connection:
            importing.write_about(connection, facts)
            importing.write_about(connection, {"content_sha256": content_digest(connection)})
        with reading(temporary) as connection:
            problems = integrity_problems(connection)
        if problems:
            msg = sentence(
                "The list could not be stored intact ({problems}); check the disk of {folder}.",
                problems=problems[0],
                folder=self.folder,
            )
            raise EnvironmentProblem(msg)
        final = self._path(facts["id"])
        self._ask()
        place(temporary, side, near, final)
        return load(final)[0]

    def _known(self, identity: str, settings: Mapping[str, str]) -> HashList | None:
        """The list with this id, if it is here with the same settings."""
        path = self._path(identity)
        if not path.exists():
            return None
        found, facts = load(path)
        if any(facts.get(key, "") != settings.get(key, "") for key in ("hash_type", "categories", "columns", "base")):
            msg = sentence(
                "This file is in the library already as {name}@{version}, imported with another --type, "
                "--map, --base or --categories; remove that first (forensicdesk list remove {id}) or choose "
                "another --name.",
                name=found.name,
                version=found.version,
                id=found.id,
            )
            raise UsageError(msg)
        return found

    def _prepare(self, now: datetime) -> None:
        """Make the folder, for its owner only, and clear what interrupted imports left a day ago."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            clear_left_over(self.folder, now.timestamp())
        except OSError as error:
            msg = sentence(
                "The folder for hash lists {folder} cannot be used: {strerror}.",
                folder=self.folder,
                strerror=error.strerror,
            )
            raise EnvironmentProblem(msg) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the library's lock: an SQLite file, as its locks work everywhere and end with the process."""
        path = self.folder / "library.lock"
        connection = sqlite3.connect(path, timeout=_LOCK_WAIT_S, isolation_level=None)
        try:
            path.chmod(0o600)
            connection.execute("BEGIN EXCLUSIVE")
            yield
        except sqlite3.OperationalError as error:
            msg = sentence(
                "The folder for hash lists {folder} is in use by another program: {error}; try again.",
                folder=self.folder,
                error=error,
            )
            raise EnvironmentProblem(msg) from error
        finally:
            connection.close()

    @contextmanager
    def _open(self, identity: str) -> Iterator[Connection]:
        path = self._path(identity)
        if not path.exists():
            msg = sentence(
                "The list with id {identity} is not in the library any more; import it again.", identity=identity
            )
            raise ListError(msg)
        with reading(path) as connection:
            yield connection

    def _paths(self) -> list[Path]:
        return sorted(self.folder.glob(f"*{SUFFIX}"))

    def _path(self, identity: str) -> Path:
        return self.folder / f"{identity}{SUFFIX}"


def list_id(sha256: str, role: Role, name: str) -> str:
    """The identifier of a list: the same file, role and name have the same one on every workstation."""
    return hashlib.sha256(f"{sha256}\n{role.value}\n{name}".encode()).hexdigest()[:16]


def _checked_name(name: str) -> str:
    title = name.strip().encode("utf-8", "backslashreplace").decode()
    if not title or not title.isprintable():
        msg = sentence("A list cannot be named {name!r}; choose a name of printable characters with --name.", name=name)
        raise UsageError(msg)
    return title


def newest_lists(library: Library) -> tuple[HashList, ...]:
    """The newest version of each list of the library, by name."""
    newest: dict[str, HashList] = {}
    for known in sorted(library.lists(), key=lambda used: (used.name, used.version)):
        newest[known.name] = known
    return tuple(newest.values())
