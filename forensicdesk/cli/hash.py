"""`hash`: analysis of single files, no case."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.documents import analysis_document, part_document
from forensicdesk.cli.options import PATH, PROFILE, WORKERS
from forensicdesk.cli.output import emit_json, print_table
from forensicdesk.language import _, decimal, retold, tell
from forensicdesk.language.fields import indicator_name
from forensicdesk.session import examine_with_inside, find_recipe, issue_words
from hashing.decode.extensions import unusual_ending
from hashing.values import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.cli.documents import Document


@click.command("hash")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=PATH)
@PROFILE
@WORKERS
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def hash_(files: tuple[Path, ...], profile: str | None, workers: int | None, *, as_json: bool) -> int:
    """Digests, perceptual hashes, metadata and issues of single files, without a case."""
    failed = False
    documents: list[Document] = []
    for path, parts in examine_with_inside(files, find_recipe(profile or "standard"), workers):
        failed |= any(part.analysis.outcome is Outcome.FAILED for part in parts)
        whole = parts[0].analysis
        named = unusual_ending(os.fsencode(path.name), whole.media_type)
        whole = replace(whole, indicators=whole.indicators + named)
        document: Document = {"path": str(path)} | analysis_document(whole, whole.size, path.stat().st_mtime_ns)
        document["embedded"] = [part_document(part) for part in parts[1:]]
        if as_json:
            documents.append(document)
        else:
            _print(document)
    if as_json:
        emit_json(documents)
    return 1 if failed else 0


def _print(document: Document) -> None:
    rows: list[tuple[str, object]] = [
        (_("type"), document["type"]),
        (_("size"), tell("{size:,} bytes", size=document["size"])),
    ]
    if document["width"]:
        rows.append((_("pixels"), f"{document['width']} x {document['height']}"))
    rows += list((document["digests"] or {}).items())
    for value in document["perceptual"]:
        quality = "" if value["quality"] is None else tell("  quality {quality}", quality=value["quality"])
        weak = _("  weak") if value["weak"] else ""
        name = f"{value['algorithm']} ({retold(value['view'])})" if value["view"] else value["algorithm"]
        rows.append((name, value["hash"] + quality + weak))
    if document["video"]:
        rows.append(
            (
                _("film"),
                tell(
                    "{duration_s} s, {frames} frames hashed",
                    duration_s=str(document["video"]["duration_s"]).replace(".", decimal(0.5)[1]),
                    frames=len(document["video"]["frames"]),
                ),
            )
        )
    unknown = _("zone unknown")
    rows += [(date["kind"], f"{date['text']} ({date['zone'] or unknown})") for date in document["dates"]]
    signs = document["indicators"]
    rows += [(tell("indicator {code}", code=indicator_name(found["code"])), retold(found["text"])) for found in signs]
    rows += [
        (
            tell("issue {code}", code=issue["code"]),
            tell("{meaning}: {detail}", meaning=issue_words(issue["code"]), detail=retold(issue["detail"])),
        )
        for issue in document["issues"]
    ]
    rows += [
        (
            tell("inside: {kind}", kind=part["kind"]),
            tell("{size:,} bytes, {type}", size=part["size"], type=part["type"]),
        )
        for part in document["embedded"]
    ]
    print_table(document["path"], rows)
