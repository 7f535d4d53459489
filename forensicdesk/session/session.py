"""One open case, put together from the acts of this room.

It can be read from several threads; its acts (`add_source`, `process`, `match`, `report`, `verify`) are run one at a
time, decisions beside them. Each act leaves an audit record.
"""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from forensicdesk.account import ledger_numbers
from forensicdesk.calibrating import calibration_in_force
from forensicdesk.case.audit import as_utc
from forensicdesk.case.store import create_case, open_case
from forensicdesk.chance.keeping import keep_comparisons
from forensicdesk.changed import Changes
from forensicdesk.errors import Interrupted, UsageError
from forensicdesk.language import sentence
from forensicdesk.lists.library import Library, default_folder
from forensicdesk.matching.stack_policy import DEFAULT_STACK_POLICY
from forensicdesk.model import Dismissal
from forensicdesk.pipeline import verify as checks
from forensicdesk.pipeline.across import across
from forensicdesk.pipeline.analyse import analyse_pending
from forensicdesk.pipeline.changed import AllMatches
from forensicdesk.pipeline.dismiss import record_dismissal
from forensicdesk.pipeline.hits import NotableHits
from forensicdesk.pipeline.match import match_lists
from forensicdesk.pipeline.prepare import Preparing, prepare_source
from forensicdesk.pipeline.relate import relate
from forensicdesk.places import account_name, case_folder, check_source
from forensicdesk.profiles import recipe_for
from forensicdesk.session.accepting import Accepting
from forensicdesk.session.belonging import Belonging
from forensicdesk.session.comparing import Comparing
from forensicdesk.session.geography import Geography
from forensicdesk.session.items import Items
from forensicdesk.session.logged import Logged
from forensicdesk.session.matched import Matched
from forensicdesk.session.record import opening_detail
from forensicdesk.session.reported import Reported
from forensicdesk.session.reproducing import Reproducing
from forensicdesk.session.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from forensicdesk.account import Ledger
    from forensicdesk.case.store import CaseStore
    from forensicdesk.chance.calibration import Calibration
    from forensicdesk.events import Listener
    from forensicdesk.matching.policy import Policy
    from forensicdesk.model import HashList, Problem, Source
    from forensicdesk.pipeline.across import Cluster
    from forensicdesk.pipeline.trust import Trust

    Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The workstation's clock, in UTC: what the programs pass where a clock is asked for."""
    return datetime.now(UTC)  # noqa: TID251 - the one place where the clock is read


def verify_path(
    path: Path,
    listener: Listener,
    clock: Clock = utc_now,
    *,
    stop: threading.Event | None = None,
    trust: Trust | None = None,
) -> tuple[Problem, ...]:
    """Check a case, a report folder or an audit log; nothing is written. Gives the differences found.

    `trust` is what was brought along from outside; it is told what the check proves.

    Raises:
        UsageError: it is none of the three.
        Interrupted: `stop` was set.
    """
    target = path.expanduser().absolute()
    case = case_folder(target)
    place = target if target.exists() else case
    return checks.verify_path(place, listener, now=clock(), actor=account_name(), stop=stop, trust=trust)


class Session(Items, Matched, Belonging, Logged, Accepting, Comparing, Timeline, Geography, Reported, Reproducing):
    """One open case."""

    def __init__(self, store: CaseStore, library: Library, clock: Clock, actor: str) -> None:
        super().__init__(store, clock, actor)
        self._library = library

    # --- life ---------------------------------------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        folder: Path,
        number: str,
        examiner: str,
        fields: Sequence[tuple[str, str]] = (),
        *,
        clock: Clock = utc_now,
        store: str | None = None,
    ) -> Session:
        """Make a new case and open it for writing; `store` is the address of the PostgreSQL database for its tables.

        Raises:
            UsageError: there is something at this place already, number or examiner is empty, or the address is wrong.
            EnvironmentProblem: the folder cannot be made, or the database cannot be reached.
        """
        if not number.strip() or not examiner.strip():
            msg = sentence("A case needs a number and an examiner; give both.")
            raise UsageError(msg)
        target = case_folder(folder)
        pairs, now = tuple(fields), clock()
        create_case(target, number=number, examiner=examiner, fields=pairs, now=now, actor=examiner, store=store)
        return cls.open(target, clock=clock)

    @classmethod
    def open(cls, folder: Path, *, writable: bool = True, clock: Clock = utc_now) -> Session:
        """Open a case.

        Raises:
            CaseError: the folder is no case, or was written by a newer version.
            CaseLockedError: another program has it open for writing.
        """
        actor = account_name()
        store = open_case(case_folder(folder), writable=writable, now=clock(), actor=actor)
        session = cls(store, Library(default_folder()), clock, store.reader.info().examiner)
        if writable:
            session._record("case opened", *opening_detail(actor, store.seal, clock()))
        return session

    def close(self) -> None:
        """Release the case; a second call does nothing."""
        self.end_viewing()
        super().close()

    # --- what the case says -------------------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """The case folder."""
        return self._store.folder

    @property
    def library(self) -> Library:
        """The workstation's hash lists."""
        return self._library

    def lists_to_match(self, lists: Sequence[HashList]) -> tuple[HashList, ...]:
        """These lists, and before them those the case was matched against and that are still on this workstation.

        A list that was used once is matched again whenever something was added, or no report can speak of it.
        """
        present = {known.id for known in self._library.lists()}
        chosen = {used.id: used for used in (*self.lists_used(), *lists)}
        return self.but_its_own(used for used in chosen.values() if used.id in present)

    # --- acts ---------------------------------------------------------------------------------------------------

    def add_source(
        self,
        path: Path,
        listener: Listener,
        stop: threading.Event | None = None,
        *,
        skip_hash_check: str = "",
        passwords: tuple[str, ...] = (),
    ) -> Source:
        """Register an exhibit, enter every file of it into the ledger, and check the digests stated at acquisition.

        An exhibit that is there already is continued where the walk or the check was interrupted, or left as it is.

        Args:
            path: the exhibit.
            listener: told about progress.
            stop: set it to end soon.
            skip_hash_check: a reason not to compute what is stated; it goes on record.
            passwords: what encrypted containers may be opened with; neither stored nor shown.

        Raises:
            UsageError: the path does not exist, is empty, or contains the case.
            EnvironmentProblem: it was added before, and has changed since.
        """
        root = path.expanduser().absolute()
        evidence = check_source(root, self.folder)
        with self._acting:
            source = self._registered(root)
            if source is None:
                label = (root if root.name != ".." else root.resolve()).name or str(root)
                source = self._require_writable().add_source(root, evidence.kind, label, self._clock())
                self._record("source added", ("source", str(source.id)), ("label", label), ("path", str(root)))
            order = Preparing(listener, stop or threading.Event(), skip_hash_check.strip(), passwords)
            return self._prepare(source, order)

    def process(  # noqa: PLR0913 - what a person may say of it
        self,
        listener: Listener,
        *,
        profile: str | None = None,
        workers: int | None = None,
        stop: threading.Event | None = None,
        passwords: tuple[str, ...] = (),
        stop_at: tuple[int, Sequence[HashList]] | None = None,
        cluster: Cluster | None = None,
    ) -> Ledger:
        """Analyse what has no analysis yet; safe to stop and to start again.

        Args:
            listener: told about progress and stored items, from the calling thread.
            profile: name of the recipe; None takes the one the case was begun with, or "standard".
            workers: number of child processes; None takes one for each core. It never changes a result.
            stop: set it to end soon; what was finished is kept.
            passwords: what encrypted containers may be opened with; neither stored nor shown. What an earlier run could
                not open is tried again.
            stop_at: end once so many contents were found whose digests stand on a notable one of these lists.
            cluster: whose nodes analyse; None takes this machine's children.

        Raises:
            UsageError: unknown profile, or one that differs from that of the analyses already made.
            EnvironmentProblem: an exhibit of which something has still to be read is gone, or has changed.
        """
        self._require_unlocked()
        with self._acting:
            recipe = recipe_for(self.recipe(), profile)
            order = Preparing(listener, stop or threading.Event(), passwords=passwords)
            for source in self.sources():
                self._prepare(source, order)
            count, size = self.pending()
            given = [("passwords", str(len(passwords)))] if passwords else []
            waiting = (("items", str(count)), ("bytes", str(size)))
            crowd = None if cluster is None else across(self._store, cluster, workers)
            given += [] if cluster is None else [("cluster", cluster.link.endpoint.url)]
            self._record("analysis started", ("profile", recipe.name), *waiting, *given)
            enough, lists = stop_at or (sys.maxsize, ())
            hits = NotableHits(self._store, self._library, lists, enough, listener, stop or threading.Event())
            try:
                analyse_pending(self._store, recipe, workers, hits, hits.halt, passwords=passwords, analysts=crowd)
            finally:
                ledger = self.ledger()
                if hits.is_enough:
                    self._record("analysis stopped at notable contents", ("contents", str(hits.count)))
                nodes = () if crowd is None else crowd.account()
                self._record("analysis ended", *((key, str(value)) for key, value in ledger_numbers(ledger)), *nodes)
            if not ledger.pending and ledger.media:
                with suppress(Interrupted):  # what was stored before is unchanged; the next run makes the stacks
                    self._relate(listener, stop)
            return ledger

    def stack(self, listener: Listener, *, stop: threading.Event | None = None) -> bool:
        """Put what belongs together into stacks and clusters, from stored hashes; `process` does so at its end.

        Gives False, and does nothing, if nothing has changed since the last time.

        Raises:
            Interrupted: `stop` was set; what was stored before is unchanged.
        """
        self._require_writable()
        with self._acting:
            return self._relate(listener, stop)

    def match(
        self,
        lists: Sequence[HashList],
        listener: Listener,
        *,
        stop: threading.Event | None = None,
        policy: Policy | None = None,
        calibration: Calibration | None = None,
    ) -> Changes:
        """Match the stored hashes against lists, without decoding anything; gives what is new and what is gone.

        What it gives is read from the case and can be read until the case is matched again.

        Args:
            lists: list versions of the library.
            listener: told about progress.
            stop: set it to end soon.
            policy: the thresholds; None keeps those of the case's last matching, or takes the program's own.
            calibration: of chance matches, kept with the comparison; None takes the workstation's.

        Raises:
            ListError: a list is not in the library any more, or damaged.
            Interrupted: `stop` was set. What was found by then is stored; lists that were not done are incomplete, and
                on record as such.
        """
        self._require_writable()
        chosen = policy or self.policy()
        found: list[Changes] = []
        with self._acting:
            now = self._clock()
            kept = calibration or calibration_in_force(self._library.folder)
            hashes = keep_comparisons(self._store, lists, kept, chosen.pdq_quality, now)
            named = [("list", used.id) for used in lists]
            said = (("calibration", kept.id), ("PDQ hashes", str(hashes)))
            self._record("matching started", *named, ("policy", chosen.id), ("values", chosen.as_json()), *said)
            on = self._record_continued
            done = match_lists(
                self._store, self._library, lists, listener, now=now, stop=stop, policy=chosen, continued=on
            )
            try:
                for used, changes in done:
                    self._record_matched(used, changes, chosen)
                    found.append(changes)
            except Interrupted:
                left = {known.id for known in self.lists_incomplete()}
                self._record(
                    "matching interrupted", *(("incomplete list", used.id) for used in lists if used.id in left)
                )
                raise
        return Changes(AllMatches([one.new for one in found]), AllMatches([one.gone for one in found]))

    def _record_continued(self, lists: Sequence[HashList], reached: int, last: int) -> None:
        named = [("list", used.id) for used in lists]
        self._record("matching continued", *named, ("behind content", str(reached)), ("last content", str(last)))

    def _record_matched(self, used: HashList, changes: Changes, policy: Policy) -> None:
        self._record(
            "matched",
            ("list", used.name),
            ("version", str(used.version)),
            ("role", used.role.value),
            ("sha256", used.sha256),
            ("id", used.id),
            ("policy", policy.id),
            ("matches", str(self._store.reader.match_counts_by_list().get(used.id, 0))),
            ("new matches", str(len(changes.new))),
            ("gone matches", str(len(changes.gone))),
        )

    def dismiss(
        self, content_id: int, list_id: str, entry: str, reason: str, *, examiner: str = "", revoke: bool = False
    ) -> Dismissal:
        """Keep that an examiner says that a match is none, or takes that back; earlier words stay on record.

        Content, list and entry say which match. It stays in the case, marked, over every later matching. An `examiner`
        of "" is the case's examiner.

        Raises:
            UsageError: no reason is given, the case has no such match, or there is nothing to take back.
        """
        self._require_writable()
        who, now = examiner.strip() or self.info().examiner, as_utc(self._clock())
        said = Dismissal(content_id, list_id, entry, who, now, reason.strip(), revoke)
        with self._acting:
            detail = record_dismissal(self._store, said)
            self._record("dismissal revoked" if revoke else "match dismissed", *detail)
        return said

    def _relate(self, listener: Listener, stop: threading.Event | None) -> bool:
        made = relate(
            self._store, listener, now=self._clock(), stop=stop, started=lambda: self._record("stacking started")
        )
        if made:
            numbers = self.stack_counts() | dict(DEFAULT_STACK_POLICY.numbers())
            self._record("stacks made", *((key, str(value)) for key, value in numbers.items()))
        return made

    def _prepare(self, source: Source, order: Preparing) -> Source:
        return prepare_source(self._store, source, order, self._clock(), self._record)

    def _registered(self, root: Path) -> Source | None:
        """The exhibit at this place, by whatever path it was given; it is never counted twice."""
        place = root.resolve()
        return next(
            (source for source in self.sources() if root == source.path or place == source.path.resolve()), None
        )
