"""A case repeated from its evidence, and what comes out otherwise. `Session` is the only class made of it.

The repetition is a case of its own, beside the first one and removed at the end. Of the first nothing is changed but
its audit log.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.case.store import create_case, open_case
from forensicdesk.errors import EnvironmentProblem, Interrupted
from forensicdesk.events import Progress
from forensicdesk.language import sentence
from forensicdesk.lists.library import Library, default_folder
from forensicdesk.pipeline.again import Repeat, lists_again, repeat, stored_recipe
from forensicdesk.pipeline.differing import Side, acquisition_differences, differences
from forensicdesk.pipeline.facts import PARTS
from forensicdesk.places import CASE_SUFFIX, refuse_inside
from forensicdesk.session.acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Listener
    from forensicdesk.pipeline.again import Lists
    from forensicdesk.pipeline.differing import Difference


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What came of repeating a case.

    Attributes:
        items: how many items of the case were compared.
        profile: name of the settings it was analysed with.
        lists: name and version of the lists that were matched again.
        left_out: (name and version, why) of those that were not; their matches were not compared.
        differences: by item.
    """

    items: int
    profile: str
    lists: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    differences: tuple[Difference, ...]

    def counts(self) -> dict[str, int]:
        """How many differences each part has."""
        found = Counter(one.part for one in self.differences)
        return {part: found[part] for part in PARTS}


class Reproducing(Acting):
    """How a case is repeated."""

    def reproduce(
        self,
        listener: Listener,
        *,
        workers: int | None = None,
        stop: threading.Event | None = None,
        passwords: tuple[str, ...] = (),
    ) -> Reproduction:
        """Analyse the evidence again with the stored settings and lists, and compare item by item.

        Args:
            listener: told about progress.
            workers: number of child processes; None takes one for each core.
            stop: set it to end soon.
            passwords: what encrypted containers may be opened with; neither stored nor shown.

        Raises:
            UsageError: nothing was analysed, or not to its end; or the repetition would lie inside an exhibit.
            EnvironmentProblem: evidence is gone, or there is no room beside the case.
            Interrupted: `stop` was set; nothing was put on record.
        """
        self._require_writable()
        with self._acting:
            recipe = stored_recipe(self._store)
            library = Library(default_folder())
            lists = lists_again(self._store, library)
            order = Repeat(listener, stop or threading.Event(), workers, passwords, self._clock())
            with self._beside() as folder:
                made = self._repeated(Path(folder) / f"repeated{CASE_SUFFIX}", library, lists, order)
            items = self._store.reader.ledger().seen
            done = Reproduction(items, recipe.name, _named(lists), _left_out(lists), made)
            self._put_on_record(done)
        return done

    def _beside(self) -> tempfile.TemporaryDirectory[str]:
        parent = self._store.folder.parent
        for source in self._store.reader.sources():
            refuse_inside(parent / "x", source.path)
        try:
            return tempfile.TemporaryDirectory(prefix=f".{self._store.folder.name}.repeated.", dir=parent)
        except OSError as error:
            msg = sentence(
                "Nothing can be written beside the case in {parent} ({strerror}); check space and permission.",
                parent=parent,
                strerror=error.strerror,
            )
            raise EnvironmentProblem(msg) from error

    def _repeated(self, folder: Path, library: Library, lists: Lists, order: Repeat) -> tuple[Difference, ...]:
        info = self._store.reader.info()
        create_case(
            folder, number=info.number, examiner=info.examiner, fields=info.fields, now=order.now, actor=self._actor
        )
        with open_case(folder, writable=True, now=order.now, actor=self._actor) as anew:
            repeat(self._store, anew, library, lists.usable, order)
            return tuple(self._compared(anew, lists, order))

    def _compared(self, anew: CaseStore, lists: Lists, order: Repeat) -> Iterator[Difference]:
        names = {used.id: f"{used.name}@{used.version}" for used in lists.usable}
        kept, other = Side(self._store, names), Side(anew, names)
        total, started = self._store.reader.ledger().seen, time.monotonic()

        def tell(done: int) -> None:
            if order.stop.is_set():
                raise Interrupted
            order.listener(Progress("compare", done, total, elapsed_s=time.monotonic() - started))

        yield from acquisition_differences(kept, other)
        yield from differences(kept, other, tell)

    def _put_on_record(self, done: Reproduction) -> None:
        numbers = (("items", str(done.items)), ("differences", str(len(done.differences))))
        parts = ((part, str(count)) for part, count in done.counts().items())
        named = (("list", name) for name in done.lists)
        missing = (("list left out", f"{name}: {why}") for name, why in done.left_out)
        self._record("case reproduced", ("profile", done.profile), *numbers, *parts, *named, *missing)


def _named(lists: Lists) -> tuple[str, ...]:
    return tuple(f"{used.name}@{used.version}" for used in lists.usable)


def _left_out(lists: Lists) -> tuple[tuple[str, str], ...]:
    return tuple((f"{used.name}@{used.version}", why) for used, why in lists.left_out)
