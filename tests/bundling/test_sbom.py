"""The list of parts has what CycloneDX 1.6 requires, and says what is there."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from bundling.notices import licences
from bundling.sbom import bill_of_materials, locked_hashes
from bundling.sums import NAME, sums
from forensicdesk.installed import inventory, plain_name
from tests.architecture.sources import ROOT

MADE = "2026-01-31T12:00:00Z"
KINDS = {
    "application", "framework", "library", "container", "platform", "operating-system", "device", "device-driver",
    "firmware", "file", "machine-learning-model", "data", "cryptographic-asset",
}  # fmt: skip
"""The kinds of component that CycloneDX 1.6 knows."""
DOCUMENT = {"$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "dependencies"}
COMPONENT = {
    "type", "bom-ref", "name", "version", "purl", "licenses", "hashes", "properties", "description",
}  # fmt: skip


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A folder laid out as PyInstaller does it, with the metadata of two libraries and one shared library."""
    internal = tmp_path / "forensicdesk" / "_internal"
    internal.mkdir(parents=True)
    installed = Path(sysconfig.get_path("purelib"))
    for name in ("pikepdf", "packaging", "forensicdesk"):
        (source,) = installed.glob(f"{name}-*.dist-info")
        shutil.copytree(source, internal / source.name)
    (internal / "libexample.so.6").write_bytes(b"a library")
    (internal / "libexample.so").symlink_to("libexample.so.6")
    return internal.parent


def test_the_document_has_what_the_standard_requires_and_nothing_else(bundle: Path) -> None:
    document = bill_of_materials(bundle, made=MADE)

    assert set(document) == DOCUMENT
    assert (document["bomFormat"], document["specVersion"], document["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", document["serialNumber"])
    everything = [document["metadata"]["component"], *document["components"]]
    references = [part["bom-ref"] for part in everything]
    assert len(set(references)) == len(references)
    for part in everything:
        check_component(part)
    for row in document["dependencies"]:
        assert {row["ref"], *row["dependsOn"]} <= set(references)
        assert len(set(row["dependsOn"])) == len(row["dependsOn"])


def check_component(part: dict[str, Any]) -> None:
    assert set(part) <= COMPONENT
    assert part["type"] in KINDS
    assert part["name"]
    for stated in part.get("licenses", ()):
        assert set(stated) in ({"expression"}, {"license"})
    for value in part.get("hashes", ()):
        assert (value["alg"], bool(re.fullmatch("[0-9a-f]{64}", value["content"]))) == ("SHA-256", True)
    assert all(set(pair) == {"name", "value"} for pair in part.get("properties", ()))


def test_parts_are_those_of_the_bundle_with_licence_hashes_and_what_they_need(bundle: Path) -> None:
    document = bill_of_materials(bundle, made=MADE)

    parts = {part["name"]: part for part in document["components"]}
    assert set(parts) == {"CPython", "pikepdf", "packaging", "_internal/libexample.so.6"}
    assert parts["pikepdf"]["licenses"] == [{"expression": "MPL-2.0"}]
    assert parts["pikepdf"]["properties"][0]["name"] == "forensicdesk:locked-sha256"
    assert parts["_internal/libexample.so.6"]["hashes"][0]["content"] == hashlib.sha256(b"a library").hexdigest()
    needs = {row["ref"]: row["dependsOn"] for row in document["dependencies"]}
    assert parts["packaging"]["bom-ref"] in needs[parts["pikepdf"]["bom-ref"]]


def test_the_same_bundle_gives_the_same_document(bundle: Path) -> None:
    first, second = (json.dumps(bill_of_materials(bundle, made=MADE)) for _ in range(2))

    assert first == second


def test_every_locked_library_has_hashes_and_every_installed_one_a_licence_in_the_notices() -> None:
    lock = (ROOT / "requirements" / "runtime.lock").read_text(encoding="utf-8")
    hashes = locked_hashes(lock)
    stated = licences((ROOT / "NOTICE.md").read_text(encoding="utf-8"))

    assert set(hashes) == {plain_name(name) for name in re.findall(r"^([A-Za-z0-9_.-]+)==", lock, re.MULTILINE)}
    assert all(hashes.values())
    installed = {plain_name(one.name) for one in inventory().libraries}
    assert installed <= stated.keys()
    assert installed <= hashes.keys()


def test_sums_are_of_every_file_but_themselves(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two").write_bytes(b"2")
    (tmp_path / "one").write_bytes(b"1")
    (tmp_path / NAME).write_text("old")

    assert sums(tmp_path) == "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in (("b/two", b"2"), ("one", b"1"))
    )
