"""What the timeline and the map have in common: pages about the items that pass the gallery's filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.refresh import Refresher
from ui.widgets.page import OrSentence
from ui.words import breakable

if TYPE_CHECKING:
    from collections.abc import Callable

    from forensicdesk.session import Session
    from ui.filters.asking import Asked
    from ui.mapping.shown import Shown
    from ui.tasks import TaskRunner, Trouble


class ChartPage(QWidget):
    """A page that is read for a case, the gallery's filter and the item under its cursor, while it is seen.

    Args:
        asked: what the gallery is asked to show now.
        reading: the sentence until the first answer.
    """

    items_asked = Signal(object, str)
    """Item numbers to show in the gallery, and what they have in common."""

    def __init__(
        self, runner: TaskRunner, asked: Callable[[], Asked], reading: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._runner = runner
        self._asked = asked
        self._session: Session | None = None
        self._shown: Shown | None = None
        self._item: int | None = None
        self._refresher = Refresher(self._ask, self)
        self._pages = OrSentence(reading)

    def set_item(self, item_id: int) -> None:
        """The item under the gallery's cursor."""
        self._item = item_id
        self._request()

    def refresh(self) -> None:
        """Items may have changed: read anew, now if the page is seen, else when it is."""
        self._shown = None
        self._request()

    def _request(self) -> None:
        if self.isVisible():
            self._refresher.request()

    def _ask(self) -> bool:
        """Begin to read what the page shows, and say whether that was done; see `Refresher`."""
        raise NotImplementedError

    def _failed(self, trouble: Trouble) -> None:
        self._refresher.answered()
        self._pages.word(breakable(trouble.sentence))
        self._runner.trouble_met.emit(trouble)

    def _offer(self, found: tuple[int, ...], said: str) -> None:
        """Show items in the gallery, if there are any."""
        if found:
            self.items_asked.emit(found, said)
