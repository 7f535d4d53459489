"""The gallery with a million items: `python -m benchmarks.bench_desktop [--items N] [--case FOLDER] [--write]`.

Makes a case of made-up items (kept with --case, and taken from there the next time), opens it in the real window
without a screen, and measures what an examiner waits for. Beside the time by the clock stands the processor time of the
whole program, which other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks.desktop_case import make_case
from benchmarks.tables import machine, write
from forensicdesk.decisions import ActKind, Scope
from forensicdesk.facets import Among, Between, Column, Grouping
from forensicdesk.session import case_folder
from ui.app import Desktop, make_application
from ui.filters.kept import Filter
from ui.models.gallery import CARD_ROLE, PICTURE_ROLE
from ui.recent import Memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
MARKS = "<!-- desktop:begin -->", "<!-- desktop:end -->"
PATIENCE_S = 300
FRAMES, STEP_PX = 300, 48
FRAME_MS = 16
TAKEN = 1_700_000_000.0
CHIPS = (
    Among(Column.CATEGORY, ("1",)),
    Among(Column.CATEGORY, ("",)),
    Among(Column.LIST, ("",), excluded=True),
    Among(Column.MATCH, ("near",)),
    Between(Column.DISTANCE, 0, 10),
    Among(Column.SOURCE, ("2",)),
    Among(Column.TYPE, ("video/mp4",)),
    Between(Column.SIZE, 1e5, 1e6),
    Between(Column.TAKEN, TAKEN, None),
    Between(Column.CREATED, TAKEN, None),
    Between(Column.MODIFIED, TAKEN, None),
    Between(Column.ACCESSED, TAKEN, None),
    Between(Column.CHANGED, TAKEN, None),
    Among(Column.CAMERA, ("Kamera K-100",)),
    Among(Column.GPS, ("yes",)),
    Among(Column.ORIGIN, ("deleted", "carved")),
    Between(Column.PIXELS, 1e6, None),
    Between(Column.DURATION, 60, 120),
    Among(Column.ISSUE, ("format-unsupported",)),
    Among(Column.SEEN, ("Examiner A",), excluded=True),
    Among(Column.SEEN, ("",)),
    Among(Column.DECIDED_BY, ("Examiner A",)),
)
TEXTS = ("img_0012345", "set 00123", "kamera", "firmware", "5feceb66", "0", "1", "nothing has this")


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured: milliseconds by the clock and of processors, what is wanted, and a remark."""

    what: str
    ms: float
    processor_ms: float
    target: str = ""
    remark: str = ""

    def row(self) -> str:
        """A row of the table."""
        return f"| {self.what} | {self.ms:,.0f} | {self.processor_ms:,.0f} | {self.target} | {self.remark} |"


class Bench:
    """The desktop with one case open."""

    def __init__(self, app: QApplication, case: Path, settings: Path) -> None:
        self._app = app
        self._case = case
        self.desktop = Desktop(app, Memory(settings))
        self.gallery = self.desktop.window.gallery
        self.view, self.model = self.gallery.view, self.gallery.model
        self.figures: list[Figure] = []
        self.desktop.window.resize(1366, 768)
        self.desktop.window.show()

    def wait(self, ready: Callable[[], bool]) -> None:
        """Let the window work until something is so.

        Raises:
            TimeoutError: it does not become so.
        """
        end = time.monotonic() + PATIENCE_S
        while not ready():
            self._app.processEvents()
            if time.monotonic() > end:
                msg = "the window did not get ready"
                raise TimeoutError(msg)
            time.sleep(0.0005)

    def rest(self, seconds: float = 0.6) -> None:
        """Let what follows an answer come to rest."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > end)

    def measure(self, what: str, act: Callable[[], object], ready: Callable[[], bool], target: str = "") -> None:
        """From an act until something is so."""
        clock, work = time.perf_counter(), time.process_time()
        act()
        self.wait(ready)
        took, worked = time.perf_counter() - clock, time.process_time() - work
        remark = f"{self.model.count:,} of {self.gallery.total:,} shown"
        self.figures.append(Figure(what, took * 1000, worked * 1000, target, remark))
        print(self.figures[-1].row(), flush=True)
        self.rest()

    def answered(self) -> Callable[[], bool]:
        """Whether the gallery has had an answer since now."""
        before = self.gallery.answers
        return lambda: self.gallery.answers > before

    def on_screen(self) -> bool:
        """Whether every card and picture on the screen is there."""
        first, last = self.view.visible_rows()
        cells = [self.model.index(row, at) for row in range(first, last + 1) for at in range(self.model.columns)]
        items = [cell for cell in cells if self.model.item_at(cell) is not None]
        return bool(items) and all(_drawn(cell) for cell in items)

    # --- what is measured -------------------------------------------------------------------------------------------

    def open(self) -> None:
        """The case, its first screen, and all of it."""
        opened: list[object] = []

        def show(session: object) -> None:
            opened.append(session)
            self.desktop.window.show_gallery()

        self.desktop.work.case_opened.connect(show)
        self.desktop.work.open_case(self._case)
        self.wait(lambda: bool(opened))
        self.measure("from the open case to the first screen", lambda: None, self.on_screen, "< 300 ms")
        self.measure("until all is read; the gallery works meanwhile", lambda: None, lambda: self.gallery.whole)

    def scroll(self) -> None:
        """Jumps, and frames while scrolling."""
        bar = self.view.verticalScrollBar()
        for name, share in (("the end", 1.0), ("the middle", 0.5), ("a quarter", 0.25)):
            self.measure(
                f"jump to {name}, pictures included",
                lambda share=share: bar.setValue(int(bar.maximum() * share)),  # type: ignore[misc]
                lambda: self._app.processEvents() is None and self.on_screen(),
                "< 100 ms",
            )
        times = []
        work = time.process_time()
        for _frame in range(FRAMES):
            clock = time.perf_counter()
            bar.setValue(bar.value() + STEP_PX)
            self._app.processEvents()
            self.view.viewport().repaint()
            times.append((time.perf_counter() - clock) * 1000)
        worked = (time.process_time() - work) * 1000 / FRAMES
        late = sum(one > FRAME_MS for one in times)
        slow = statistics.quantiles(times, n=100)[98]
        remark = f"99 of 100 within {slow:.0f} ms, {late} of {FRAMES} over {FRAME_MS} ms"
        self.figures.append(
            Figure("one frame while scrolling, median", statistics.median(times), worked, "≤ 16 ms", remark)
        )
        print(self.figures[-1].row(), flush=True)

    def filter(self) -> None:
        """Every kind of chip, and words."""
        filters = self.gallery.filters
        for chip in CHIPS:
            said = "not " if isinstance(chip, Among) and chip.excluded else ""
            wanted = f"{said}{'/'.join(chip.values) or 'none'}" if isinstance(chip, Among) else "a range"
            self._filter(f"filter: {chip.column.value}, {wanted}", Filter((chip,)))
        self._filter("filter: four chips and a word", Filter((CHIPS[7], CHIPS[13], CHIPS[14], CHIPS[19]), "set"))
        for text in TEXTS:
            self._filter(f"text: {text}", Filter((), text))
        self.measure("no filter again", lambda: filters.set_filter(Filter()), self.answered())

    def _filter(self, what: str, filter_: Filter) -> None:
        self.measure(what, lambda: self.gallery.filters.set_filter(filter_), self.answered(), "< 200 ms")

    def group(self) -> None:
        """Every grouping, and back."""
        for grouping in (*tuple(Grouping)[1:], Grouping.NOTHING):
            self.measure(
                f"group: {grouping.value}",
                lambda grouping=grouping: self.gallery.filters.set_grouping(grouping),  # type: ignore[misc]
                self.answered(),
            )
        self.measure("every item by itself", self.gallery.bar.stacks.toggle, self.answered())
        self.measure("stacks once again", self.gallery.bar.stacks.toggle, self.answered())

    def decide(self) -> None:
        """Decisions, and taking them back."""
        deciding = self.desktop.window.deciding
        ids = self.model.ids[2000:3000].tolist()
        done: list[object] = []
        deciding.done.connect(done.append)
        for name, items, scope in (
            ("decide one item", ids[:1], Scope.ITEM),
            ("decide a stack", ids[1:2], Scope.STACK),
            ("decide 1,000 items", ids, Scope.ITEM),
        ):
            self.measure(
                name,
                lambda items=items, scope=scope: deciding.decide(ActKind.CATEGORY, "2", items, (), scope),  # type: ignore[misc]
                self._grown(done),
            )
        for name in ("undo 1,000 items", "undo a stack", "undo one item"):
            self.measure(name, deciding.undo, self._grown(done))

    def _grown(self, done: list[object]) -> Callable[[], bool]:
        before = len(done)
        return lambda: len(done) > before

    def close(self) -> None:
        """Let go of the case."""
        self.desktop.shut_down()


def _drawn(cell: object) -> bool:
    card = cell.data(CARD_ROLE)  # type: ignore[attr-defined]
    return card is not None and (card.content_id is None or cell.data(PICTURE_ROLE) is not None)  # type: ignore[attr-defined]


def run(case: Path, items: int) -> str:
    """Measure everything on one case; gives the table."""
    app = make_application(["bench"])
    with TemporaryDirectory() as settings:
        bench = Bench(app, case, Path(settings))
        bench.open()
        bench.scroll()
        bench.filter()
        bench.group()
        bench.decide()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        bench.close()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    lines = [
        f"{items:,} items. {machine(('numpy', 'PySide6-Essentials'))}. Load of the machine at the end: {load}.",
        "",
        "| what | ms | processor ms | target | |",
        "|---|---|---|---|---|",
        *(figure.row() for figure in bench.figures),
        f"| memory at most | {peak:,} MiB | | | pictures in memory at most 64 MiB, cards of at most 20,000 items |",
    ]
    return "\n".join(lines)


def main() -> None:
    """Make the case where it is not there, measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--case", type=Path, help="keep the case here, and use it if it is there")
    parser.add_argument("--write", action="store_true", help=f"put the table into {DOCUMENT.name}")
    parser.add_argument("--date", default="", help="the day, for the table")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        case = case_folder(arguments.case or Path(folder) / "2026-001")
        if not case.exists():
            make_case(case, arguments.items)
        text = run(case, arguments.items)
    if arguments.date:
        text = f"Measured {arguments.date}. {text}"
    print(text)
    if arguments.write:
        write(DOCUMENT, text, MARKS)


if __name__ == "__main__":
    main()
