"""`case new`, `case info`, `case verify`, `case checkpoint`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.acquired import acquired_document, print_acquired
from forensicdesk.cli.documents import ledger_document, list_document, problems_document
from forensicdesk.cli.options import CASE, JSON, PATH, STORE, parse_fields, stoppable
from forensicdesk.cli.output import emit_json, print_table, progress_listener
from forensicdesk.cli.reproduce import reproduce
from forensicdesk.cli.signing import PASSPHRASE_FILE, read_passphrase
from forensicdesk.cli.verify import print_problems
from forensicdesk.language import _, moment_text, sentence, tell
from forensicdesk.session import Session, check_passphrase, open_key

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.cli.documents import Document


@click.group()
def case() -> None:
    """Make a case, show what it holds, check that nothing was altered."""


@case.command("new")
@click.argument("path", metavar="CASE", type=PATH)
@click.option("--number", required=True, help="The unit's case number.")
@click.option("--examiner", required=True, help="Who works on it.")
@click.option("--field", "fields", multiple=True, metavar="KEY=VALUE", help="A further line for reports; repeatable.")
@STORE
@click.option("--encrypt-thumbnails", is_flag=True, help="Keep the thumbnails encrypted with a passphrase.")
@PASSPHRASE_FILE
@JSON
def new(
    path: Path,
    number: str,
    examiner: str,
    fields: tuple[str, ...],
    store: str | None,
    passphrase_file: Path | None,
    *,
    encrypt_thumbnails: bool,
    as_json: bool,
) -> None:
    """Make an empty case in the folder CASE.fdcase."""
    secret = read_passphrase(passphrase_file, sentence("the new thumbnails"), twice=True) if encrypt_thumbnails else ""
    if encrypt_thumbnails:
        check_passphrase(secret)
    with Session.create(path, number, examiner, parse_fields(fields), store=store) as session:
        if encrypt_thumbnails:
            session.veil(secret)
        if as_json:
            emit_json({"case": str(session.folder), "number": number, "examiner": examiner})
        else:
            click.echo(session.folder)


@case.command("info")
@CASE
@JSON
def info(case: Path, *, as_json: bool) -> None:
    """Show what a case holds. Works while another program has the case open."""
    with Session.open(case, writable=False) as session:
        document, acquired = case_document(session), session.acquired()
    if as_json:
        emit_json(document)
        return
    print_table(
        tell("Case {number}", number=document["number"]),
        [
            (_("examiner"), document["examiner"]),
            (_("made"), moment_text(document["created_at"])),
            (_("profile"), document["profile"] or _("none yet")),
            *document["fields"].items(),
        ],
    )
    for source in document["sources"]:
        print_table(
            tell("Exhibit {id}: {label}", id=source["id"], label=source["label"]), list(source["ledger"].items())
        )
        print_acquired([one for one in acquired if one.source_id == source["id"]])
    print_table(_("All exhibits"), list(document["ledger"].items()))
    print_table(_("Matches"), list(document["matches"].items()))
    for used in document["lists"]:
        click.echo(
            tell(
                "List {name} version {version} ({role})", name=used["name"], version=used["version"], role=used["role"]
            )
        )


@case.command("verify")
@CASE
@JSON
def verify_case(case: Path, *, as_json: bool) -> int:
    """Hash the evidence again and check log and databases."""
    with Session.open(case) as session, stoppable() as stop:
        problems = session.verify(progress_listener(), stop=stop)
    if as_json:
        emit_json(problems_document(problems))
    else:
        print_problems(problems)
    return 1 if problems else 0


@case.command("checkpoint")
@CASE
@click.option("--key", "key_file", required=True, type=PATH, help="The unit's private key.")
@PASSPHRASE_FILE
@JSON
def checkpoint(case: Path, key_file: Path, passphrase_file: Path | None, *, as_json: bool) -> None:
    """Sign the head of the audit log. Keep a copy of what is written outside the case."""
    key = open_key(key_file, read_passphrase(passphrase_file, str(key_file)))
    with Session.open(case) as session:
        made = session.checkpoint(key)
        if as_json:
            emit_json({"case": str(session.folder), "checkpoint": str(made)})
        else:
            click.echo(made)


case.add_command(reproduce)


def case_document(session: Session) -> Document:
    """What `case info --json` prints."""
    facts = session.info()
    records, head = session.audit_head()
    acquired, recipe = session.acquired(), session.recipe()
    return {
        "case": str(facts.path),
        "number": facts.number,
        "examiner": facts.examiner,
        "created_at": facts.created_at,
        "fields": dict(facts.fields),
        "profile": recipe.name if recipe else None,
        "recipe": asdict(recipe) if recipe else None,
        "sources": [
            {
                "id": source.id,
                "kind": source.kind,
                "label": source.label,
                "path": str(source.path),
                "added_at": source.added_at,
                "walked": source.walked,
                "checked": source.checked,
                "acquisition": [acquired_document(one) for one in acquired if one.source_id == source.id],
                "ledger": ledger_document(session.ledger(source.id)),
            }
            for source in session.sources()
        ],
        "ledger": ledger_document(session.ledger()),
        "contents": session.contents(),
        "matches": session.match_counts(),
        "lists": [list_document(used) for used in session.lists_used()],
        "audit": {"records": records, "sha256": head},
    }
