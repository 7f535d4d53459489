"""A report folder against its manifest, and the signatures and time stamps that rest upon it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.model import Problem
from forensicdesk.signing import manifest, statements
from forensicdesk.signing.keys import fingerprint, public_pem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from forensicdesk.pipeline.trust import Trust
    from forensicdesk.signing.manifest import Entries
    from forensicdesk.signing.stamps import StampCheck

UNSIGNED = sentence(
    "The report is not signed: whoever can change a file can change manifest and checksums, too. Compare the "
    "SHA-256 of SHA256SUMS with the one that was handed over by another way."
)


def check_manifest(folder: Path, listed: Mapping[str, tuple[str, str]], trust: Trust) -> Iterator[Problem]:
    """Compare files and checksums with the manifest, and check what is signed.

    Args:
        folder: the report folder.
        listed: what `SHA256SUMS` lists, name to SHA-256 and the place of its line.
        trust: what was brought along from outside; it is told what the check proves.
    """
    content = _read(folder / manifest.MANIFEST)
    if content is None:
        if trust.public_key is not None:
            yield Problem(sentence("the report has no manifest, so nothing in it is signed"), manifest.MANIFEST)
        trust.said.append(UNSIGNED)
        return
    values = statements.decode(content)
    entries = manifest.entries_of(values) if values is not None else None
    if values is None or entries is None:
        yield Problem(sentence("this is no manifest in its one valid form"), manifest.MANIFEST)
        return
    yield from _compare(folder, entries, listed)
    yield from _check_signature(folder, content, values, trust)
    yield from _check_stamps(folder, content, entries, trust)


def _compare(folder: Path, entries: Entries, listed: Mapping[str, tuple[str, str]]) -> Iterator[Problem]:
    for name, entry in sorted(entries.items()):
        sha256, line = listed.get(name, ("", ""))
        if not sha256:
            yield Problem(sentence("the manifest names this file, SHA256SUMS does not"), name)
        elif sha256 != entry["sha256"]:
            yield Problem(sentence("this line is not what the manifest states of {name}", name=name), line)
        size = (folder / name).stat().st_size if (folder / name).is_file() else None
        if size is not None and entry.get("size") not in {None, size}:
            yield Problem(
                sentence(
                    "the file has {size} bytes, the manifest states {stated}", size=size, stated=entry.get("size")
                ),
                name,
            )
    for name in sorted(set(listed) - set(entries) - set(manifest.SIGNED_FILES)):
        yield Problem(sentence("the manifest does not name the file {name} of this line", name=name), listed[name][1])


def _check_signature(folder: Path, content: bytes, values: Mapping[str, object], trust: Trust) -> Iterator[Problem]:
    signature = _read(folder / manifest.SIGNATURE)
    if values.get(statements.KEY) is None:
        if signature is not None:
            yield Problem(
                sentence("there is a signature, but the manifest says that it is not signed"), manifest.SIGNATURE
            )
        if trust.public_key is not None:
            yield Problem(
                sentence("the manifest is not signed, so the key that was given says nothing of it"), manifest.MANIFEST
            )
        trust.said.append(UNSIGNED)
        return
    what = statements.trouble_with(content, signature, trust.public_key)
    public = statements.public_key_of(values)
    if what:
        yield Problem(what, manifest.MANIFEST if signature is not None else manifest.SIGNATURE)
    elif public is not None:
        if _read(folder / manifest.PUBLIC_KEY) != public_pem(public):
            yield Problem(
                sentence("the public key beside the manifest is not the one that it was signed with"),
                manifest.PUBLIC_KEY,
            )
        said = (
            sentence("given from outside")
            if trust.public_key
            else sentence("named by the report itself: compare its fingerprint")
        )
        trust.said.append(
            sentence("The manifest is signed with the key {signed}, {said}.", signed=fingerprint(public), said=said)
        )


def _check_stamps(folder: Path, content: bytes, entries: Entries, trust: Trust) -> Iterator[Problem]:
    """Time stamps, and signatures of certificates; pyHanko is loaded only where there are any."""
    token, detached = _read(folder / manifest.STAMP), _read(folder / manifest.DETACHED)
    signed = [name for name in sorted(entries) if _is_signed_pdf(folder / name)]
    if token is None and detached is None and not signed:
        return
    from forensicdesk.signing.pdf import stamps_of_pdf, trouble_with_detached, trouble_with_pdf
    from forensicdesk.signing.stamps import check_stamp, stamped_digest

    if detached is not None:
        what, name = trouble_with_detached(content, detached)
        if what:
            yield Problem(what, manifest.DETACHED)
        else:
            trust.said.append(
                sentence(
                    "The manifest is signed by {name}, whose certificate was not checked against a root.", name=name
                )
            )
    if token is not None:
        if stamped_digest(token) != hashlib.sha256(content).digest():
            yield Problem(sentence("the time stamp is not about this manifest"), manifest.STAMP)
        else:
            yield from _say_stamp(check_stamp(token, trust.stamp_roots), manifest.STAMP, trust)
    for name in signed:
        with (folder / name).open("rb") as file:
            what = trouble_with_pdf(file)
            stamps = () if what else stamps_of_pdf(file, trust.stamp_roots)
        if what:
            yield Problem(what, name)
        for stamp in stamps:
            yield from _say_stamp(stamp, name, trust)


def _say_stamp(stamp: StampCheck, where: str, trust: Trust) -> Iterator[Problem]:
    if stamp.trouble:
        yield Problem(sentence("the time stamp does not hold: {trouble}", trouble=stamp.trouble), where)
    else:
        trust.said.append(stamp.sentence(where))


def _is_signed_pdf(path: Path) -> bool:
    """Whether a PDF has a signature, whose range is never packed; a file of millions of objects need not be parsed."""
    if path.suffix != ".pdf" or not path.is_file():
        return False
    before = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if _RANGE in before + block:
                return True
            before = block[1 - len(_RANGE) :]
    return False


_RANGE, _BLOCK = b"/ByteRange", 1 << 20


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
