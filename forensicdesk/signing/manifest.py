"""The manifest of a report folder: every file with its size and SHA-256, in one canonical form that can be signed.

`SHA256SUMS` says the same sums in the form that `sha256sum` reads, and names the manifest, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk import __version__
from forensicdesk.build import program_build
from forensicdesk.signing import statements

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST = "MANIFEST.json"
SIGNATURE = MANIFEST + statements.SIGNATURE_SUFFIX
STAMP = f"{MANIFEST}.tst"
"""The time stamp over the manifest: a token of RFC 3161 in DER, where the unit has an authority of its own."""

DETACHED = f"{MANIFEST}.p7s"
"""The signature of a certificate over the manifest: CMS in DER."""

PUBLIC_KEY = "unit-key.pub"
SIGNED_FILES = (MANIFEST, SIGNATURE, STAMP, DETACHED, PUBLIC_KEY)
"""What a manifest does not list: itself, and what rests upon it."""

KIND = "manifest of a report folder"
OF_WORKSTATION = "the time is that of the workstation's clock"
OF_AUTHORITY = "the time of the workstation's clock, and a time stamp of the unit's own authority beside this manifest"

Entries = dict[str, dict[str, object]]
"""File name to its size in bytes (None if not known), SHA-256 in hex, and for a report its ID."""


def make(case: str, made_at: str, audit: tuple[int, str], files: Entries, public: bytes | None, clock: str) -> bytes:
    """The bytes of a manifest.

    Args:
        case: identifier of the case.
        made_at: time of the report.
        audit: number and SHA-256 of the audit record that the report rests upon.
        files: every file it lists.
        public: the public half of the key it is to be signed with; None if it is not.
        clock: whose time `made_at` is.
    """
    return statements.encode(
        {
            "kind": KIND,
            "case": case,
            "made_at": made_at,
            "clock": clock,
            "audit_log": {"record": audit[0], "sha256": audit[1]},
            "program": f"forensicdesk {__version__}",
            "build": program_build(),
            "files": files,
            statements.KEY: public.hex() if public else None,
        }
    )


def entries_of(values: Mapping[str, object]) -> Entries | None:
    """The files that a decoded manifest lists; None if it is none."""
    files = values.get("files")
    if values.get("kind") != KIND or not isinstance(files, dict):
        return None
    if not all(isinstance(entry, dict) and isinstance(entry.get("sha256"), str) for entry in files.values()):
        return None
    return files


def merged(existing: bytes | None, listed: Mapping[str, str], written: Entries) -> Entries | None:
    """The entries of a new manifest: files just written, and what was said of the others that are still listed.

    Args:
        existing: the manifest that is there; None if there is none.
        listed: file name to SHA-256 of everything that `SHA256SUMS` lists.
        written: the files just written.

    Returns:
        None if `existing` is no manifest.
    """
    before: Entries | None = {}
    if existing is not None:
        values = statements.decode(existing)
        before = entries_of(values) if values is not None else None
    if before is None:
        return None
    kept: Entries = {}
    for name, sha256 in listed.items():
        if name not in written and name not in SIGNED_FILES:
            said = before.get(name, {})
            kept[name] = said if said.get("sha256") == sha256 else {"sha256": sha256, "size": None}
    return kept | written
