"""Category schemes: what the numbers of a list mean, as TOML files. Two come with the program."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence

_FOLDER = Path(__file__).with_name("schemes")


@dataclass(frozen=True, slots=True)
class Scheme:
    """The labels of one list's category numbers.

    Attributes:
        name: of the preset, or of the file without its suffix.
        title: what the scheme is, "" if the file does not say.
        source: where the labels come from, "" if the file does not say.
        labels: category number (or name), as text, to label.
        translated: by language the title, as "title", and labels, as "label 1", as far as the file has them.
    """

    name: str
    title: str
    source: str
    labels: dict[str, str]
    translated: dict[str, dict[str, str]] = field(default_factory=dict)

    def title_in(self, language: str) -> str:
        """The title in a language; the title where the file has none in it."""
        return self.translated.get(language, {}).get("title") or self.title

    def labels_in(self, language: str) -> dict[str, str]:
        """The labels in a language; those without one in it as they are."""
        others = self.translated.get(language, {})
        return {number: others.get(f"label {number}", label) for number, label in self.labels.items()}


def presets() -> tuple[str, ...]:
    """Names of the schemes that come with the program."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def find_scheme(wanted: Path) -> Scheme:
    """The preset of this name, or the scheme in this file.

    Raises:
        UsageError: there is neither, both, or the file is no such file.
        EnvironmentProblem: the file cannot be read.
    """
    if str(wanted) not in presets():
        return read_scheme(wanted)
    if wanted.exists():
        msg = sentence(
            "{wanted} is both a preset and a file in this folder; say the file's whole path or rename it.",
            wanted=wanted,
        )
        raise UsageError(msg)
    return read_scheme(_FOLDER / f"{wanted}.toml")


def read_scheme(path: Path) -> Scheme:
    """Read `number = "label"` pairs, at the top of the file or in a table [categories]; title and source beside it.

    Raises:
        UsageError: the file does not exist or is no such file.
        EnvironmentProblem: the file cannot be read.
    """
    document = _document(path)
    table = document.get("categories", document)
    if not isinstance(table, dict) or not table or not all(isinstance(label, str) for label in table.values()):
        msg = sentence(
            'The categories file {path} needs lines such as 1 = "label", alone or under [categories].', path=path
        )
        raise UsageError(msg)
    labels = {str(number): str(label) for number, label in table.items()}
    title, source = ("", "") if table is document else (document.get(key, "") for key in ("title", "source"))
    translated = {} if table is document else {language: _translated(document, language) for language in ("es", "pt")}
    return Scheme(path.stem, str(title), str(source), labels, translated)


def _translated(document: dict[str, object], language: str) -> dict[str, str]:
    """What the file says in a language: title_es, and the table [categories_es]."""
    table = document.get(f"categories_{language}")
    labels = {f"label {number}": str(label) for number, label in table.items()} if isinstance(table, dict) else {}
    return labels | {"title": str(document.get(f"title_{language}", ""))}


def _document(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        msg = sentence(
            "The categories file {path} does not exist; the presets are {choices}.",
            path=path,
            choices=", ".join(presets()),
        )
        raise UsageError(msg) from error
    except UnicodeDecodeError as error:
        msg = sentence("The categories file {path} is not UTF-8 text.", path=path)
        raise UsageError(msg) from error
    except OSError as error:
        msg = sentence("The categories file {path} cannot be read: {strerror}.", path=path, strerror=error.strerror)
        raise EnvironmentProblem(msg) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = sentence("The categories file {path} is not valid TOML: {error}.", path=path, error=error)
        raise UsageError(msg) from error
