"""`validate`: known answers, copies found and false matches of this installation, as a dated report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from forensicdesk.cli.options import JSON, PATH, WORKERS, stoppable
from forensicdesk.cli.output import emit_json, progress_listener, say, visible
from forensicdesk.errors import Interrupted
from forensicdesk.language import _, later, sentence, tell
from forensicdesk.session import default_folder, refuse_inside, utc_now

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.validating.writing import WrittenValidation

_SEED, _COUNT = 20_260_601, 24
_STOPPED = later(
    "Interrupted. Nothing was written; the last validation on record, if there is one, stays. "
    "The same command begins anew."
)


@click.command()
@click.option("--out", required=True, type=PATH, help="Folder to write the dated report (PDF, JSON) to.")
@click.option("--pictures", type=PATH, help="A folder of your own harmless pictures, tried as well.")
@click.option(
    "--count",
    type=click.IntRange(2, 10_000),
    default=_COUNT,
    show_default=True,
    help="Pictures of each sample, and a fifth as many films; more give narrower intervals and take longer.",
)
@click.option("--seed", type=click.IntRange(0), default=_SEED, show_default=True, help="What originals are drawn from.")
@WORKERS
@JSON
def validate(out: Path, pictures: Path | None, count: int, seed: int, workers: int | None, *, as_json: bool) -> int:
    """Measure how many copies this installation finds, and how many unrelated pictures it takes for copies.

    The latest validation is kept beside the hash lists; reports of cases quote it. It is no certification. Exit code 1:
    a known answer came out otherwise, or a check of the installation failed.
    """
    # Imported here: drawing and transforming load Pillow and PyAV, which no other command needs in this process.
    from forensicdesk.validating.document import validation_document
    from forensicdesk.validating.running import Order
    from forensicdesk.validating.running import validate as measure
    from forensicdesk.validating.writing import check_place, write_validation

    target = out.expanduser().absolute()
    if pictures is not None:
        refuse_inside(target, pictures.expanduser().absolute())
    check_place(target)
    order = Order(pictures.expanduser().absolute() if pictures else None, count, seed, workers)
    try:
        with stoppable() as stop:
            document = validation_document(measure(order, progress_listener(), stop, utc_now()))
    except Interrupted:
        raise Interrupted(sentence(_STOPPED)) from None
    written = write_validation(document, target, default_folder())
    if as_json:
        files = [{"path": str(path), "sha256": digest} for path, digest in written.files]
        emit_json({**document, "files": files, "kept": str(written.kept)})
    else:
        _print(document, written)
    return exit_code(document)


def exit_code(document: dict[str, Any]) -> int:
    """1 where a known answer came out otherwise or a check of the installation failed."""
    sound = all(check["passed"] for check in document["checks"])
    return 0 if sound and not document["known_answers"]["wrong"] else 1


def _print(document: dict[str, Any], written: WrittenValidation) -> None:
    known = document["known_answers"]
    click.echo(tell("Validation {id}", id=document["id"]))
    click.echo(
        tell(
            "  known answers: {right} of {count}",
            right=known["count"] - len(known["wrong"]),
            count=known["count"],
        )
    )
    fail = _("FAIL")
    for wrong in known["wrong"]:
        click.echo(visible(f"  {fail} {wrong}"))
    for check in document["checks"]:
        if not check["passed"]:
            click.echo(visible(f"  {fail} {check['name']}: {check['detail']}"))
    click.echo(_("  At the thresholds in force, with intervals of 95 %:"))
    for one in document["summary"]:
        click.echo(f"  {one['sample']}, {one['method']}, {one['threshold']}:")
        click.echo(tell("    copies found           {rate}", rate=_rate(one["detected"])))
        click.echo(tell("    false among unrelated  {rate}", rate=_rate(one["false"])))
    for sample in document["samples"]:
        if sample["close"]:
            say(
                tell(
                    "{close} pairs of originals among the {name} are close to each other and count as false "
                    "matches; the report names them. Look whether they show one picture or scene.",
                    close=len(sample["close"]),
                    name=sample["name"],
                )
            )
    for path, digest in written.files:
        click.echo(f"{digest}  {path}")


def _rate(found: dict[str, Any]) -> str:
    share = found["hits"] / found["tries"] if found["tries"] else 0.0
    return tell(
        "{share:6.2f} %  ({low:.3f} to {high:.3f} %)  {hits:,} of {tries:,}",
        share=100 * share,
        low=100 * found["low"],
        high=100 * found["high"],
        hits=found["hits"],
        tries=found["tries"],
    )
