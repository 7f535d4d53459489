"""Looking at items of a case: every decoder runs in a confined child. `Session` is the only class made of it."""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from forensicdesk.model import Job, Location, embedded_step
from forensicdesk.session.acting import Acting
from forensicdesk.viewed import Way
from forensicdesk.workers import filming, looking
from forensicdesk.workers.filming import FilmWish
from forensicdesk.workers.looking import Wish
from forensicdesk.workers.viewing import Viewer
from hashing.values import EmbeddedKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import ItemRecord
    from forensicdesk.viewed import FilmPage, NotShown, Shown
    from hashing.values import FrameHash

DIFFERS = "thumbnail-differs"
"""The indicator of a picture whose EXIF thumbnail shows something else."""
_JOBS_KEPT = 256


class Viewing(Acting):
    """What an examiner looks at in one open case, decoded in children of its own: one for pictures, one for films."""

    def __init__(self, store: CaseStore, clock: Callable[[], datetime], actor: str) -> None:
        super().__init__(store, clock, actor)
        self._pictures = Viewer()
        self._films = Viewer()
        self._jobs: OrderedDict[int, tuple[Job, Job | None]] = OrderedDict()

    def view(self, item_id: int, page: int = 1, *, coarse: int = 0) -> Shown | NotShown:
        """A picture, or a further page or frame of it; of a film its first frame.

        Args:
            item_id: the item.
            page: from 1.
            coarse: the longest side in pixels that is given, such as `COARSE_SIDE`, in which nothing can be recognised;
                finer ones do not even reach this process. 0 for all.

        Raises:
            UsageError: there is no item with this number.
        """
        return self._pictures.ask(looking.look, Wish(self._job(item_id), page, coarse))

    def view_thumbnail(self, item_id: int, *, coarse: int = 0) -> Shown | NotShown | None:
        """The thumbnail in the picture's EXIF block where it shows something else than the picture; None elsewhere.

        Raises:
            UsageError: there is no item with this number.
        """
        self._job(item_id)
        inner = self._jobs[item_id][1]
        return None if inner is None else self._pictures.ask(looking.look, Wish(inner, coarse=coarse))

    def film_frames(
        self,
        item_id: int,
        at_s: float,
        way: Way = Way.AT,
        *,
        box: tuple[int, int] | None = None,
        coarse: int = 0,
    ) -> FilmPage | NotShown:
        """The frame of a film at a time, the one before it, or some of those that follow it.

        Raises:
            UsageError: there is no item with this number.
        """
        return self._films.ask(filming.frames, FilmWish(self._job(item_id), at_s, way, box, coarse))

    def film_strip(self, item_id: int, count: int, *, coarse: int = 0) -> FilmPage | NotShown:
        """Small frames spread evenly over a film.

        Raises:
            UsageError: there is no item with this number.
        """
        return self._films.ask(filming.strip, FilmWish(self._job(item_id), 0.0, coarse=coarse), count)

    def frame_hash(self, item_id: int, at_s: float) -> FrameHash | NotShown:
        """The PDQ of the frame that is on the screen at this time.

        Raises:
            UsageError: there is no item with this number.
        """
        return self._films.ask(filming.hash_at, FilmWish(self._job(item_id), at_s))

    def first_bytes(self, item_id: int, count: int) -> bytes | NotShown:
        """The first bytes of an item as they are.

        Raises:
            UsageError: there is no item with this number.
        """
        return self._pictures.ask(looking.first_bytes, self._job(item_id), count)

    def stop_viewing(self) -> None:
        """End what is being decoded to be looked at; who waits for it is told so."""
        self._pictures.stop()
        self._films.stop()

    def end_viewing(self) -> None:
        """End the children for good, with the session."""
        self._pictures.close()
        self._films.close()

    def _job(self, item_id: int) -> Job:
        """The way to an item's bytes, and to its thumbnail where that differs; kept for the last ones asked for."""
        known = self._jobs.get(item_id)
        if known is None:
            known = _ways(self._store.reader.item(item_id))
            self._jobs[item_id] = known
        self._jobs.move_to_end(item_id)
        while len(self._jobs) > _JOBS_KEPT:
            self._jobs.popitem(last=False)
        return known[0]


def _ways(record: ItemRecord) -> tuple[Job, Job | None]:
    job = Job(record.id, os.fsencode(record.source.path), record.location, record.size)
    found = record.analysis
    if found is None or all(one.code != DIFFERS for one in found.indicators):
        return job, None
    for one in found.embedded:
        if one.kind is EmbeddedKind.EXIF_THUMBNAIL:
            steps = (*record.location.steps, embedded_step(one))
            return job, replace(job, location=Location(steps), size=one.length)
    return job, None
