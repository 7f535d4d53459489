"""`calibrate`: how many near matches chance alone brings, measured on a lab's own harmless pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.calibrating import (
    Asked,
    calibrate_folder,
    keep_calibration,
    known_pictures,
    write_calibration,
)
from forensicdesk.chance.expecting import expect
from forensicdesk.chance.writing import at_most
from forensicdesk.cli.options import JSON, PATH, WORKERS, stoppable
from forensicdesk.cli.output import emit_json, print_table, progress_listener, say, visible
from forensicdesk.errors import UsageError
from forensicdesk.language import _, number, retold, sentence, tell, written
from forensicdesk.session import calibration_in_force, default_folder, utc_now

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from forensicdesk.chance.calibration import Calibration
    from forensicdesk.chance.sampling import ClosePair
    from forensicdesk.cli.documents import Document

_DISTANCES = (0, 8, 16, 24, 31, 36, 40, 48, 56, 64, 72, 80, 88, 96)
_SIZES = ((10_000, 10_000), (100_000, 100_000), (1_000_000, 100_000), (10_000_000, 1_000_000))
_NEAR = 31
_SHOWN = 20


@click.command()
@click.argument("folder", type=PATH, required=False)
@click.option("--out", type=PATH, help="Write the calibration as a new file, for `match --calibration`.")
@click.option("--keep", is_flag=True, help="Make it the workstation's own, used from now on.")
@click.option("--name", default="own pictures", show_default=True, help="What reports call the calibration.")
@click.option("--note", default="", help="What kind of pictures these are; kept in the file.")
@click.option(
    "--same", "same", nargs=2, multiple=True, metavar="A B", help="Two pictures that show one picture or scene."
)
@click.option("--same-file", type=PATH, help="Such pairs, one a line, separated by a tab.")
@click.option("--list-size", type=click.IntRange(1), help="Also for a list with so many PDQ entries,")
@click.option("--case-size", type=click.IntRange(1), help="and a case with so many PDQ hashes.")
@WORKERS
@JSON
def calibrate(
    folder: Path | None,
    out: Path | None,
    name: str,
    note: str,
    same: tuple[tuple[str, str], ...],
    same_file: Path | None,
    list_size: int | None,
    case_size: int | None,
    workers: int | None,
    *,
    keep: bool,
    as_json: bool,
) -> int:
    """Count how close unrelated pictures lie: all pairs of a FOLDER of your own harmless pictures.

    Without FOLDER the calibration in force is shown. Exit code 1: pairs within 31 bits were found that nobody has
    looked at; they are counted as chance matches until --same says that they show one picture or scene.
    """
    sizes = _sizes(list_size, case_size)
    if folder is None:
        if out or keep or same or same_file:
            msg = sentence("Give the folder with your own harmless pictures: forensicdesk calibrate FOLDER")
            raise UsageError(msg)
        _show(calibration_in_force(default_folder()), (), sizes, as_json=as_json)
        return 0
    if out is not None and (out.exists() or out.is_symlink()):
        msg = sentence("{out} exists already and is not overwritten; give another name.", out=out)
        raise UsageError(msg)
    asked = Asked(name, note, (*same, *(_read_pairs(same_file) if same_file else ())))
    known = known_pictures(folder, default_folder())
    with stoppable() as stop:
        made, close = calibrate_folder(known, asked, progress_listener(), now=utc_now(), workers=workers, stop=stop)
    if out is not None:
        write_calibration(made, out)
    if keep:
        say(tell("The calibration is kept as {path}.", path=keep_calibration(made, default_folder())))
    if out is not None or keep:
        known.forget()
    _show(made, close, sizes, as_json=as_json)
    return 1 if any(pair.distance <= _NEAR for pair in close) else 0


def _sizes(list_size: int | None, case_size: int | None) -> tuple[tuple[int, int], ...]:
    if (list_size is None) != (case_size is None):
        msg = sentence("Give both sizes or none: --list-size ENTRIES --case-size HASHES.")
        raise UsageError(msg)
    return _SIZES if list_size is None or case_size is None else ((list_size, case_size),)


def _read_pairs(path: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        msg = sentence(
            "The pairs of {path} cannot be read ({error}); give a text file in UTF-8.", path=path, error=error
        )
        raise UsageError(msg) from error
    for at, line in enumerate(lines, 1):
        parts = line.split("\t")
        if not line.strip():
            continue
        if len(parts) != 2:  # noqa: PLR2004 - a pair
            msg = sentence(
                "Line {number} of {path} is no pair; write two names, separated by one tab.", number=at, path=path
            )
            raise UsageError(msg)
        yield parts[0], parts[1]


def _show(made: Calibration, close: Sequence[ClosePair], sizes: Sequence[tuple[int, int]], *, as_json: bool) -> None:
    if as_json:
        emit_json(_document(made, close, sizes))
        return
    print_table(
        tell("Calibration {name} ({id})", name=made.name, id=made.id),
        [
            *([(_("pictures of this kind"), retold(made.note))] if made.note else []),
            (
                _("made"),
                tell(
                    "{made_at}, {program}, PDQ version {version}, quality {quality} or more",
                    made_at=made.made_at,
                    program=made.program,
                    version=made.version,
                    quality=made.quality,
                ),
            ),
            (_("pictures, pairs"), f"{number(made.pictures)}, {number(made.pairs)}"),
            *((tell("left out: {reason}", reason=reason), number(count)) for reason, count in made.left_out),
        ],
    )
    for line in (*_shares(made), "", *_expected(made, sizes), "", *_WARNING, *_close_lines(close)):
        click.echo(visible(line) if line else "")


def _shares(made: Calibration) -> Iterator[str]:
    tail = made.tail()
    yield _("  Pairs of unrelated pictures within a distance, and the share of such pairs (upper 95 % bounds):")
    yield _("  bits    pairs seen  share at most  widest bound      model")
    for distance in _DISTANCES:
        modelled = _power(tail.share(distance)) if tail and distance <= tail.up_to else "-"
        bounds = f"{_power(made.upper(distance)):>13}  {_power(made.widest(distance)):>12}"
        yield f"  {distance:>4}  {number(made.seen(distance)):>12}  {bounds}  {modelled:>9}"
    yield _("  The widest bound takes nothing for granted of how pairs hang together. The model is a guess beyond the")
    yield _("  closest pair seen, and no bound.")


def _expected(made: Calibration, sizes: Sequence[tuple[int, int]]) -> Iterator[str]:
    yield _("  Chance matches to be expected at most (upper 95 % bound), by list size x case size:")
    yield _("  bits  ") + "  ".join(f"{f'{number(entries)} x {number(hashes)}':>22}" for entries, hashes in sizes)
    for distance in _DISTANCES[: _DISTANCES.index(_NEAR) + 1]:
        bounds = (expect(made, hashes, entries, distance).upper for entries, hashes in sizes)
        yield f"  {distance:>4}  " + "  ".join(f"{written(bound, at_most(bound)):>22}" for bound in bounds)


def _power(share: float) -> str:
    return written(share, f"{share:.1e}")


_WARNING = (
    _("  This is about unrelated pictures of the sample's kind. It says nothing about pictures of one scene or of"),
    _("  similar scenes, edits of one picture, or pictures taken in a row. It does not rate any match."),
)


def _close_lines(close: Sequence[ClosePair]) -> Iterator[str]:
    if not close:
        return
    near = sum(pair.distance <= _NEAR for pair in close)
    yield ""
    yield tell(
        "  The closest pairs ({near} within {bits} bits, {close} within 60). If two show one picture or",
        near=near,
        bits=_NEAR,
        close=len(close),
    )
    yield _("  scene, say so with --same A B. If they merely look alike, leave them: that is what is counted here.")
    for pair in close[:_SHOWN]:
        yield f"  {pair.distance:>4}  {pair.first}  {pair.second}"


def _document(made: Calibration, close: Sequence[ClosePair], sizes: Sequence[tuple[int, int]]) -> Document:
    tail = made.tail()
    return {
        "id": made.id,
        "name": made.name,
        "note": made.note,
        "made_at": made.made_at,
        "program": made.program,
        "algorithm": made.algorithm,
        "version": made.version,
        "quality": made.quality,
        "pictures": made.pictures,
        "pairs": made.pairs,
        "sample_sha256": made.sample_sha256,
        "left_out": dict(made.left_out),
        "same": [list(pair) for pair in made.same],
        "shares": [
            {
                "distance": distance,
                "seen": made.seen(distance),
                "upper_95": made.upper(distance),
                "widest_95": made.widest(distance),
                "design_effect": made.effect(distance),
                "model": tail.share(distance) if tail and distance <= tail.up_to else None,
            }
            for distance in _DISTANCES
        ],
        "expected": [
            {"list": entries, "case": hashes, "distance": distance, "upper_95": found.upper, "measured": found.expected}
            for entries, hashes in sizes
            for distance in _DISTANCES
            for found in (expect(made, hashes, entries, distance),)
        ],
        "close": [{"first": pair.first, "second": pair.second, "distance": pair.distance} for pair in close],
    }
