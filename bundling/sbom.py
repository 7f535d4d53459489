"""The list of parts (SBOM) of a bundle, as CycloneDX 1.6 JSON: `python -m bundling.sbom dist/forensicdesk`.

Parts are the libraries whose metadata lie in the bundle, Python itself, and every shared library at the top of
`_internal`, where PyInstaller puts what came from wheels and from the machine that built it.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import sys
import uuid
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from bundling.notices import licences
from forensicdesk import __version__
from forensicdesk.installed import plain_name

ROOT = Path(__file__).resolve().parent.parent
NAME = "sbom.cdx.json"
_LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==\S+.*?\\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)
_EXPRESSION = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")
_SHARED = re.compile(r"\.(so(\.[\d.]+\w*)?|dll|dylib)$")

Part = dict[str, Any]


def bill_of_materials(bundle: Path, *, made: str) -> Part:
    """The whole document for the bundle in the folder `bundle`; `made` is its time, as "2026-01-31T12:00:00Z"."""
    internal = bundle / "_internal"
    notices = licences((ROOT / "NOTICE.md").read_text(encoding="utf-8"))
    hashes = locked_hashes((ROOT / "requirements" / "runtime.lock").read_text(encoding="utf-8"))
    held = {plain_name(one.metadata["Name"]): one for one in metadata.distributions(path=[str(internal)])}
    program = _program(held.pop("forensicdesk", None))
    libraries = [_library(name, held[name], notices, hashes) for name in sorted(held)]
    parts = [_python(), *libraries, *_shared_libraries(internal)]
    document: Part = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": made, "lifecycles": [{"phase": "build"}], "component": program},
        "components": parts,
        "dependencies": _dependencies(program, held),
    }
    # The number follows from the content, so that the same bundle gives the same document.
    text = json.dumps(document, sort_keys=True)
    number = uuid.UUID(bytes=hashlib.sha256(text.encode()).digest()[:16], version=5)
    return {**document, "serialNumber": f"urn:uuid:{number}"}


def locked_hashes(lock: str) -> dict[str, tuple[str, ...]]:
    """By plain name: the SHA-256 of every file (wheel or source) that the lock allows."""
    return {
        plain_name(name): tuple(re.findall(r"sha256:([0-9a-f]{64})", lines)) for name, lines in _LOCKED.findall(lock)
    }


def _program(own: metadata.Distribution | None) -> Part:
    version = own.version if own else __version__
    return {
        "type": "application",
        "bom-ref": f"forensicdesk@{version}",
        "name": "forensicdesk",
        "version": version,
        "licenses": [{"expression": "Apache-2.0"}],
        "properties": [{"name": "forensicdesk:bundle", "value": "as a whole under GPL-3.0; see NOTICE.md"}],
    }


def _python() -> Part:
    return {
        "type": "platform",
        "bom-ref": f"python@{platform.python_version()}",
        "name": "CPython",
        "version": platform.python_version(),
        "licenses": [{"expression": "PSF-2.0"}],
    }


def _reference(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def _library(
    name: str,
    held: metadata.Distribution,
    notices: dict[str, tuple[str, str]],
    hashes: dict[str, tuple[str, ...]],
) -> Part:
    licence, along = notices[name]
    is_expression = _EXPRESSION.fullmatch(licence) is not None
    stated: Part = {"expression": licence} if is_expression else {"license": {"name": licence}}
    properties = [{"name": "forensicdesk:locked-sha256", "value": value} for value in hashes[name]]
    part: Part = {
        "type": "library",
        "bom-ref": _reference(name, held.version),
        "name": name,
        "version": held.version,
        "purl": _reference(name, held.version),
        "licenses": [stated],
        "properties": properties,
    }
    return {**part, "description": f"brings along: {along}"} if along else part


def _shared_libraries(internal: Path) -> list[Part]:
    """Each file once; links to it are other names of the same file."""
    found = sorted(path for path in internal.iterdir() if _SHARED.search(path.name) and not path.is_symlink())
    return [
        {
            "type": "file",
            "bom-ref": f"file:_internal/{path.name}",
            "name": f"_internal/{path.name}",
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
        }
        for path in found
    ]


def _dependencies(program: Part, held: dict[str, metadata.Distribution]) -> list[Part]:
    """Which part asks for which other one, as far as both are in the bundle."""
    references = {name: _reference(name, one.version) for name, one in held.items()}
    rows = [{"ref": references[name], "dependsOn": _asked(held[name].requires, references)} for name in sorted(held)]
    own = metadata.requires("forensicdesk")
    return [{"ref": program["bom-ref"], "dependsOn": _asked(own, references)}, *rows]


def _asked(requires: list[str] | None, references: dict[str, str]) -> list[str]:
    asked = [Requirement(text) for text in requires or ()]
    names = {plain_name(one.name) for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})}
    return sorted(references[name] for name in names & references.keys())


def main(arguments: list[str]) -> None:
    """Write the list of parts into the bundle named on the command line, at the time SOURCE_DATE_EPOCH gives."""
    bundle = Path(arguments[0])
    made = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = json.dumps(bill_of_materials(bundle, made=made), indent=1, sort_keys=True, ensure_ascii=False)
    (bundle / NAME).write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
