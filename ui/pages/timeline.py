"""The timeline page: items over time by each of their dates, and from a span of time to the gallery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox

from forensicdesk.charting import DateSource, Grain
from forensicdesk.language import _, later, plural
from ui.mapping.bars import GRAINS, bar_of, whole_window, zoomed
from ui.mapping.page import ChartPage
from ui.mapping.shown import items_shown
from ui.mapping.timeline_chart import LOCAL, ZONED, TimelineChart
from ui.widgets.basics import button, label, row
from ui.widgets.page import page_layout
from ui.words import DATE_SOURCES, breakable, number, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from forensicdesk.charting import Histogram, Moment
    from forensicdesk.session import Session
    from ui.filters.asking import Asked
    from ui.mapping.bars import Window
    from ui.mapping.shown import Shown
    from ui.tasks import TaskRunner

GRAIN_NAMES = {
    Grain.YEAR: later("by year"),
    Grain.MONTH: later("by month"),
    Grain.DAY: later("by day"),
    Grain.HOUR: later("by hour"),
}
READING = later("Reading the dates of the items…")
NOTHING = later("None of these items has such a date. Choose other dates above, or another filter in the gallery.")
LEGEND = later("Hatched: items that match a list. Triangle: the item chosen in the gallery.")
MOST_FIELDS = 4


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be counted; `window` is None for the whole time."""

    source: DateSource
    window: Window | None
    asked: Asked
    item: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was counted, for whom, and where the gallery's item stands."""

    session: Session
    question: Question
    shown: Shown
    window: Window
    histogram: Histogram
    marked: Moment | None


class TimelinePage(ChartPage):
    """A choice of dates above two rows of bars; below them what is chosen, and the way to the gallery."""

    def __init__(self, runner: TaskRunner, asked: Callable[[], Asked], parent: QWidget | None = None) -> None:
        super().__init__(runner, asked, _(READING), parent)
        self._whole = True
        self._answer: Answer | None = None
        self.source = QComboBox()
        self.source.setAccessibleName(_("Whose dates are counted"))
        for source, name in DATE_SOURCES.items():
            self.source.addItem(_(name), source)
        self.about = label(kind="muted", wrap=True)
        self.grain = label(kind="heading")
        self.finer = button(_("Finer (+)"), lambda: self.zoom(1), "small")
        self.coarser = button(_("Coarser (-)"), lambda: self.zoom(-1), "small")
        self.all_time = button(_("All the time"), self.show_whole, "small")
        self.chart = TimelineChart()
        self.chosen = label(wrap=True)
        self.both = QCheckBox(_("In &both rows"))
        self.show_chosen = button(_("Show these in the &gallery"), self.ask_chosen, "primary", _("Enter in the chart"))
        self.undated = label(wrap=True)
        self.show_undated = button(_("Show the &undated"), self.ask_undated, "small")
        self.fields = label(kind="muted", wrap=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        layout = page_layout(self)
        layout.addLayout(
            row(label(_("Dates"), "heading"), self.source, self.grain, 1, self.finer, self.coarser, self.all_time)
        )
        layout.addWidget(self.about)
        self._pages.addWidget(self.chart)
        layout.addWidget(self._pages, 1)
        layout.addLayout(row(self.chosen, self.both, self.show_chosen))
        layout.addLayout(row(self.undated, self.show_undated))
        layout.addWidget(self.fields)
        layout.addWidget(label(_(LEGEND), "muted", wrap=True))
        for wide in (self.chosen, self.undated):
            wide.setSizePolicy(wide.sizePolicy().Policy.Expanding, wide.sizePolicy().verticalPolicy())

    def _connect(self) -> None:
        self.source.currentIndexChanged.connect(lambda *_: self.show_whole())
        self.both.toggled.connect(lambda on: self.chart.set_both(both=on))
        self.chart.moved.connect(self._moved)
        self.chart.span_changed.connect(self._span_changed)
        self.chart.opened.connect(self.ask_chosen)
        self.chart.zoom_asked.connect(self.zoom)

    # --- what is shown ------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Show another case, or none."""
        self._session, self._shown, self._answer, self._item = session, None, None, None
        self._whole = True
        self._pages.say(_(READING))
        self.about.setText("")
        self._enable()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read for the filter that the gallery has now."""
        super().showEvent(event)
        if self._answer is None or (self._answer.question.asked, self._answer.question.item) != (
            self._asked(), self._item,
        ) or self._shown is None:  # fmt: skip
            self._refresher.request_now()

    def show_whole(self) -> None:
        """See all years that have dates."""
        self._whole = True
        self._refresher.request_now()

    def zoom(self, steps: int) -> None:
        """Finer bars around what is chosen, where it has items, or coarser ones."""
        if steps > 0:
            self.chart.point_at_items()
        window = self.chart.window_shown
        if steps < 0 and window.grain is Grain.MONTH:
            self.show_whole()
            return
        if not 0 <= GRAINS.index(window.grain) + steps < len(GRAINS):
            return
        self._whole = False
        self.chart.show_window(zoomed(window, self.chart.stretch[0], steps))
        self._moved()

    def ask_chosen(self) -> None:
        """Show the items of the chosen span in the gallery."""
        span, answer = self.chart.span, self._answer
        if answer is None or not self.show_chosen.isEnabled():
            return
        session, source, items = answer.session, answer.question.source, answer.shown.items
        name, said = self.source.currentText(), self.chart.span_sentence().partition(": ")[0]
        self._runner.read(
            _("looking up the items of a span of time"),
            lambda: session.dated_items(source, span.start, span.end, items, zoned=span.zoned),
            self,
            lambda found: self._offer(found, _("{dates}: {when}").format(dates=name, when=said)),
        )

    def ask_undated(self) -> None:
        """Show the items without such a date in the gallery."""
        answer = self._answer
        if answer is None:
            return
        session, source, items = answer.session, answer.question.source, answer.shown.items
        said = _("{dates}: no date that can be read").format(dates=self.source.currentText())
        self._runner.read(
            _("looking up the items without a date"),
            lambda: session.undated_items(source, items),
            self,
            lambda found: self._offer(found, said),
        )

    # --- within -------------------------------------------------------------------------------------------------

    def _moved(self) -> None:
        self._whole = False
        self._refresher.request_now()

    def _question(self) -> Question:
        window = None if self._whole else self.chart.window_shown
        return Question(DateSource(self.source.currentData()), window, self._asked(), self._item)

    def _ask(self) -> bool:
        session, question, known = self._session, self._question(), self._shown
        if session is None:
            return False
        self._runner.read(
            _("counting items over time"),
            lambda: read_timeline(session, question, known),
            self,
            self._take,
            self._failed,
        )
        return True

    def _take(self, answer: Answer) -> None:
        self._refresher.answered()
        if answer.session is not self._session:
            return
        if answer.question != self._question():
            self._refresher.request_now()
            return
        first = self._answer is None or self._answer.question.source is not answer.question.source
        self._answer, self._shown = answer, answer.shown
        shown, chart = answer.histogram, self.chart
        chart.show_window(answer.window)
        chart.show_histogram(shown, answer.marked)
        if first:
            self._begin_at(answer)
        anything = any(shown.dated)
        self._pages.word(_(NOTHING))
        self._pages.show_page(shown=anything)
        self.about.setText(answer.shown.sentence)
        self.grain.setText(_(GRAIN_NAMES[answer.window.grain]))
        self._tell_undated(shown)
        self._enable()

    def _begin_at(self, answer: Answer) -> None:
        """Choose where the gallery's item stands, else the last bar with items, in the row that has more."""
        chart, marked = self.chart, answer.marked
        dated = answer.histogram.dated
        row = LOCAL if dated[LOCAL] >= dated[ZONED] else ZONED
        if marked is not None:
            row, at = ZONED if marked.zoned else LOCAL, bar_of(answer.window.grain, marked.seconds)
            chart.choose(row, at, at)
        elif filled := chart.filled(row):
            chart.choose(row, filled[-1], filled[-1])

    def _tell_undated(self, shown: Histogram) -> None:
        said = plural(
            "{count} item has no such date that can be read.", "{count} items have no such date that can be read.",
            shown.undated,
        )  # fmt: skip
        self.undated.setText(said.format(count=number(shown.undated)))
        named = [f"{printable(field)} {number(count)}" for field, count in shown.fields]
        more = ", …" if len(named) > MOST_FIELDS else ""
        text = _("Fields that the dates come from: {fields}").format(fields=", ".join(named[:MOST_FIELDS]) + more)
        self.fields.setText(breakable(text) if named else "")

    def _span_changed(self) -> None:
        self.chosen.setText(self.chart.span_sentence())
        self._enable()

    def _enable(self) -> None:
        answer, counted = self._answer, self.chart.counted()
        anything = answer is not None and any(answer.histogram.dated)
        self.show_chosen.setEnabled(anything and (counted is None or counted[0] > 0))
        self.chosen.setVisible(anything)
        self.show_undated.setEnabled(answer is not None and answer.histogram.undated > 0)
        grain = self.chart.window_shown.grain
        self.finer.setEnabled(anything and grain is not Grain.HOUR)
        self.coarser.setEnabled(anything and grain is not Grain.YEAR)
        self.all_time.setEnabled(anything and not self._whole)


def read_timeline(session: Session, question: Question, known: Shown | None) -> Answer:
    """Count; called off the event loop."""
    shown = items_shown(session, question.asked, known)
    window, source = question.window, question.source
    if window is None:
        all_of_it = session.histogram(source, Grain.YEAR, (0, 1), shown.items)
        window = whole_window(all_of_it.earliest, all_of_it.latest)
    histogram = session.histogram(source, window.grain, (window.first, window.count), shown.items)
    moments = () if question.item is None else session.moments_of(question.item)
    marked = next((moment for moment in moments if moment.source is source), None)
    return Answer(session, question, shown, window, histogram, marked)
