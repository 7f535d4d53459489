"""What a batch is asked to do: jobs as values, read from TOML."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forensicdesk.batch.clustering import FILES, KEY, ClusterOrder
from forensicdesk.cluster.address import parse_endpoint
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.model import Role
from forensicdesk.session import case_folder, check_request
from hashing.values import PROFILES

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,98}[A-Za-z0-9]|[A-Za-z0-9]")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_TEXTS = ("number", "examiner", "profile", "skip_hash_check", "accept_mismatch")
_MANY = ("sources", "variants", "languages", "formats")
_PATHS = ("password_file", "thumbnails_passphrase_file", *FILES)
_KNOWN = frozenset({*_TEXTS, *_MANY, *_PATHS, KEY, "name", "case", "fields", "lists", "encrypt_thumbnails", "priority"})
_SHARED = _KNOWN - {"name", "sources", "number"} | {"cases"}
_WITHOUT_EFFECT = frozenset({"priority", "thumbnails_passphrase_file", "cluster"})
"""What an order says that alters nothing in what comes of it."""

_GREATEST_FILE = 4 << 20


@dataclass(frozen=True, slots=True)
class JobOrder:
    """One job: exhibits into one case, and its reports.

    Attributes:
        name: unique in its batch; names folders and files.
        sources: absolute paths of the exhibits.
        case: the case folder; several jobs may name one.
        number, examiner, fields: of a case that is made; "" leaves them out.
        lists: absolute path and role of each hash list.
        profile: "" is the program's own.
        variants, languages, formats: of the reports; each variant is written in each language.
        password_file: None for none.
        priority: the higher comes first.
        skip_hash_check, accept_mismatch: reasons, "" for none; see `RunOrder`.
        encrypt_thumbnails: whether the thumbnails of a case that is made are kept encrypted.
        thumbnails_passphrase_file: whose first line opens encrypted thumbnails; None for none.
        cluster: where items are analysed; None for this machine.
    """

    name: str
    sources: tuple[Path, ...]
    case: Path
    number: str = ""
    examiner: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    lists: tuple[tuple[Path, Role], ...] = ()
    profile: str = ""
    variants: tuple[str, ...] = ("court",)
    languages: tuple[str, ...] = ("en",)
    formats: tuple[str, ...] = ("pdf", "html", "json")
    password_file: Path | None = None
    priority: int = 0
    skip_hash_check: str = ""
    accept_mismatch: str = ""
    encrypt_thumbnails: bool = False
    thumbnails_passphrase_file: Path | None = None
    cluster: ClusterOrder | None = None

    @property
    def id(self) -> str:
        """The first 16 hex digits of SHA-256 over all that its result depends on: an altered order is another one."""
        said = {key: value for key, value in asdict(self).items() if key not in _WITHOUT_EFFECT}
        if not self.encrypt_thumbnails:
            del said["encrypt_thumbnails"]  # orders of before it was known keep theirs
        text = json.dumps(said, sort_keys=True, default=str)
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]

    @property
    def inputs(self) -> tuple[Path, ...]:
        """Every file and folder that has to be there."""
        named = (self.password_file, self.thumbnails_passphrase_file, *(self.cluster.files if self.cluster else ()))
        return (*self.sources, *(path for path, _ in self.lists), *(path for path in named if path is not None))


@dataclass(frozen=True, slots=True)
class BadOrder:
    """A job that cannot be understood, and the sentence that says why."""

    name: str
    why: str


def read_queue(path: Path, cases: Path) -> tuple[JobOrder, ...]:
    """The jobs of a queue file, in its order.

    Args:
        path: the TOML file; relative paths in it start at its folder.
        cases: where cases go that are named without a folder.

    Raises:
        UsageError: the file cannot be read, says something unknown, or two jobs have one name.
    """
    found = read_toml(path)
    unknown = set(found) - {"batch", "job"}
    jobs = found.get("job", [])
    if unknown or not isinstance(jobs, list) or not jobs:
        what = sentence("says {word!r}", word=min(unknown)) if unknown else sentence("has no job")
        msg = sentence(
            "The queue {path} {what}; write one [batch] table and a [[job]] table for each job.", path=path, what=what
        )
        raise UsageError(msg)
    shared = shared_settings(found.get("batch", {}), path)
    orders = tuple(job_order(job, shared, path, cases) for job in jobs)
    names = [order.name.casefold() for order in orders]
    for order in orders:
        if names.count(order.name.casefold()) > 1:
            msg = sentence(
                "Two jobs of the queue {path} are called {name!r}; give each a name of its own.",
                path=path,
                name=order.name,
            )
            raise UsageError(msg)
    return orders


def shared_settings(found: object, path: Path) -> Mapping[str, Any]:
    """What a [batch] table says for all jobs.

    Raises:
        UsageError: it says something unknown.
    """
    if not isinstance(found, dict):
        msg = sentence("What {path} says of the batch is no table; write [batch].", path=path)
        raise UsageError(msg)
    _only(found, _SHARED, f"The table [batch] of {path}")
    return found


def job_order(found: object, shared: Mapping[str, Any], path: Path, cases: Path, name: str = "") -> JobOrder:
    """One job from its table.

    Args:
        found: the table.
        shared: what holds for every job that does not say otherwise.
        path: the file it stands in.
        cases: where cases go that are named without a folder; the key `cases` goes before.
        name: of a job that does not name itself.

    Raises:
        UsageError: something is missing, unknown or of the wrong kind.
    """
    if not isinstance(found, dict):
        msg = sentence("A job of {path} is no table; write [[job]].", path=path)
        raise UsageError(msg)
    title = found.get("name", name)
    where = sentence("The job {title!r} of {path}", title=title, path=path)
    _only(found, _KNOWN, where)
    said = _Said({key: value for key, value in shared.items() if key != "cases"} | found, path.parent, where)
    if not isinstance(title, str) or not _NAME.fullmatch(title) or _DEVICE.fullmatch(title):
        msg = sentence("{where} needs a name of letters, digits, spaces, points and dashes (at most 100).", where=where)
        raise UsageError(msg)
    sources = said.texts("sources")
    if not sources:
        msg = sentence('{where} names no exhibit; write sources = ["folder"].', where=where)
        raise UsageError(msg)
    folder = path.parent / str(shared["cases"]) if "cases" in shared else cases
    order = JobOrder(
        name=title,
        sources=tuple(said.path(text) for text in sources),
        case=case_folder(folder / Path(said.text("case") or title).expanduser()),
        **{key: said.text(key) for key in _TEXTS},
        fields=said.fields(),
        lists=said.lists(),
        variants=said.texts("variants") or ("court",),
        languages=said.texts("languages") or ("en",),
        formats=said.texts("formats") or ("pdf", "html", "json"),
        password_file=said.file("password_file"),
        priority=said.number("priority"),
        encrypt_thumbnails=said.truth("encrypt_thumbnails"),
        thumbnails_passphrase_file=said.file("thumbnails_passphrase_file"),
        cluster=said.cluster(),
    )
    _check(order, where)
    return order


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file.

    Raises:
        UsageError: it cannot be read or is none.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_GREATEST_FILE + 1)
    except OSError as error:
        msg = sentence(
            "The file {path} cannot be read ({strerror}); check the path and your rights.",
            path=path,
            strerror=error.strerror,
        )
        raise UsageError(msg) from error
    if len(raw) > _GREATEST_FILE:
        msg = sentence(
            "The file {path} is longer than {greatest_file:,} bytes; split the queue.",
            path=path,
            greatest_file=_GREATEST_FILE,
        )
        raise UsageError(msg)
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        msg = sentence("The file {path} is no TOML: {error}.", path=path, error=error)
        raise UsageError(msg) from error


def _check(order: JobOrder, where: str) -> None:
    if order.encrypt_thumbnails and order.thumbnails_passphrase_file is None:
        msg = sentence(
            "{where} wants encrypted thumbnails, and nobody is there to type their passphrase; name a file with "
            "thumbnails_passphrase_file.",
            where=where,
        )
        raise UsageError(msg)
    if order.profile and order.profile not in {recipe.name for recipe in PROFILES}:
        msg = sentence(
            "{where} asks for the profile {profile!r}; choose {choices}.",
            where=where,
            profile=order.profile,
            choices=", ".join(one.name for one in PROFILES),
        )
        raise UsageError(msg)
    for variant in order.variants:
        for language in order.languages:
            check_request(order.formats, variant, language)


def _only(found: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    unknown = sorted(set(found) - known)
    if unknown:
        msg = sentence(
            "{where} says {unknown!r}, which is unknown; there are: {choices}.",
            where=where,
            unknown=unknown[0],
            choices=", ".join(sorted(known)),
        )
        raise UsageError(msg)


def _is_list(said: object) -> bool:
    """Whether this is a hash list as a queue names it."""
    if not isinstance(said, dict) or set(said) != {"file", "role"}:
        return False
    return isinstance(said["file"], str) and "\0" not in said["file"] and said["role"] in set(Role)


class _Said:
    """The keys of one table, each read as what it has to be."""

    def __init__(self, found: Mapping[str, Any], base: Path, where: str) -> None:
        self._found = found
        self._base = base
        self._where = where

    def text(self, key: str) -> str:
        value = self._found.get(key, "")
        if not isinstance(value, str) or "\0" in value:
            raise self._wrong(key, sentence("a text"))
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._found.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one and "\0" not in one for one in value):
            raise self._wrong(key, sentence("a list of texts"))
        return tuple(dict.fromkeys(value))

    def number(self, key: str) -> int:
        value = self._found.get(key, 0)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong(key, sentence("a whole number"))
        return value

    def path(self, text: str) -> Path:
        return (self._base / Path(text).expanduser()).absolute()

    def file(self, key: str) -> Path | None:
        text = self.text(key)
        return self.path(text) if text else None

    def truth(self, key: str) -> bool:
        value = self._found.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, sentence("true or false"))
        return value

    def cluster(self) -> ClusterOrder | None:
        url, files = self.text(KEY), [self.file(key) for key in FILES]
        found = tuple(path for path in files if path is not None)
        if not url:
            return None
        if len(found) < len(FILES):
            msg = sentence(
                "{where} names a cluster without the lab's certificates; name {files} beside it.",
                where=self._where,
                files=", ".join(FILES),
            )
            raise UsageError(msg)
        return ClusterOrder(parse_endpoint(url).url, found)

    def fields(self) -> tuple[tuple[str, str], ...]:
        key, value = "fields", self._found.get("fields", {})
        good = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
        if not good or any("=" in name or not name.strip() for name in value):
            raise self._wrong(key, sentence("a table of texts, without = in their names"))
        return tuple(value.items())

    def lists(self) -> tuple[tuple[Path, Role], ...]:
        key, value = "lists", self._found.get("lists", [])
        if not isinstance(value, list) or not all(_is_list(one) for one in value):
            raise self._wrong(key, sentence('a list like [{ file = "unit.csv", role = "notable" }]'))
        return tuple((self.path(one["file"]), Role(one["role"])) for one in value)

    def _wrong(self, key: str, kind: str) -> UsageError:
        return UsageError(sentence("{where} has a wrong {key!r}; it is {kind}.", where=self._where, key=key, kind=kind))
