"""Stacks of a large case are found in a process of its own: what that takes of memory is given back with its end.

The process has neither the case nor a database. It asks this one for what is stored, page by page, and gives what it
found the same way; to the system it is a child that depends on its parent. Its one file has no name and ends with it.
"""

from __future__ import annotations

import errno
import os
from itertools import islice
from typing import TYPE_CHECKING, Any, Self, TypeVar

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence
from forensicdesk.relations import ContentLink, Group
from forensicdesk.workers.crew import QuietContext
from forensicdesk.workers.limits import depend_on_parent
from forensicdesk.workers.messages import LONGEST_MESSAGE, UnexpectedMessageError, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path
    from types import TracebackType

    from forensicdesk.matching.stack_policy import StackPolicy
    from forensicdesk.matching.stack_source import Source
    from forensicdesk.relations import HashRow
    from hashing.values import Film, FrameFeatures, PerceptualHash

Value = TypeVar("Value")

_LOOK_EVERY_S = 0.1
_PATIENCE_S = 10.0
_AT_ONCE = 2_000
"""So many rows, or members of groups, are one message: less than a megabyte."""

_LISTS = ("first_items", "sizes", "hash_rows", "film_numbers", "featured_films")
"""What is read in pages …"""
_LOOKUPS = ("features_of", "films_of", "film_features_of", "pdqs_of")
"""… and what is asked of some contents: methods of `Source`."""


# --- in the child -------------------------------------------------------------------------------------------------


def _serve(pipe: Connection, folder: Path, policy: StackPolicy) -> None:
    """What the child does; the modules of the search are loaded in it alone."""
    depend_on_parent()
    from forensicdesk.matching.side_by_side import go_on
    from forensicdesk.matching.stack_finding import find_in

    try:
        found = find_in(Asking(pipe), policy, go_on, folder)
        for page in _pages(found):
            pipe.send_bytes(packed(("found", *page)))
        pipe.send_bytes(packed(("done",)))
    except MemoryError:
        pipe.send_bytes(packed(("no room", errno.ENOMEM)))
    except OSError as error:
        pipe.send_bytes(packed(("no room", error.errno or 0)))


def _pages(found: Iterator[Group | ContentLink]) -> Iterator[list[Group | ContentLink]]:
    """Relations, so many that a page has about as many members as a message should."""
    page: list[Group | ContentLink] = []
    room = _AT_ONCE
    for one in found:
        page.append(one)
        room -= len(one.members) if isinstance(one, Group) else 1
        if room <= 0:
            yield page
            page, room = [], _AT_ONCE
    yield page


class Asking:
    """A case that is asked for through a pipe; see `forensicdesk.matching.stack_source.Source`."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def first_items(self) -> Iterator[tuple[int, int]]:
        """See `Source`, here and below."""
        return self._list("first_items")

    def sizes(self) -> Iterator[tuple[int, int]]:
        """Number and pixels of contents."""
        return self._list("sizes")

    def hash_rows(self, algorithm: str) -> Iterator[HashRow]:
        """Hashes as they are stored."""
        return self._list("hash_rows", algorithm)

    def film_numbers(self) -> Iterator[int]:
        """Films."""
        return self._list("film_numbers")

    def featured_films(self) -> Iterator[int]:
        """Films with local features."""
        return self._list("featured_films")

    def features_of(self, contents: Sequence[int]) -> Mapping[int, bytes]:
        """Local features of pictures."""
        return dict(self._ask("features_of", list(contents)))

    def films_of(self, contents: Sequence[int]) -> Iterable[tuple[int, Film]]:
        """Frames."""
        return self._ask("films_of", list(contents))

    def film_features_of(self, contents: Sequence[int]) -> Mapping[int, Sequence[FrameFeatures]]:
        """Local features of frames."""
        return dict(self._ask("film_features_of", list(contents)))

    def pdqs_of(self, contents: Sequence[int]) -> Iterable[tuple[int, PerceptualHash]]:
        """PDQ of pictures."""
        return self._ask("pdqs_of", list(contents))

    def _list(self, name: str, *given: str) -> Iterator[Any]:
        page = self._ask(name, *given)
        while page:
            yield from page
            page = self._ask("more")

    def _ask(self, *question: object) -> list[Any]:
        self._pipe.send_bytes(packed(question))
        answer: list[Any] = self._pipe.recv()
        return answer


# --- in the parent ------------------------------------------------------------------------------------------------


class Apart:
    """The process in which the stacks of one case are found; as a context manager, which ends it.

    Args:
        source: the case, which is asked in this process.
        folder: where the child may have a file without a name.
        policy: every number that decides.
        alive: called now and then; it may raise to stop.

    Raises:
        EnvironmentProblem: there is no room for the work, or the process ended by itself.
    """

    def __init__(self, source: Source, folder: Path, policy: StackPolicy, alive: Callable[[], None]) -> None:
        self._source = source
        self._folder = folder
        self._alive = alive
        self._rest: Iterator[object] = iter(())
        context = QuietContext()
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, folder, policy), name="stacks", daemon=True)
        self._process.start()
        theirs.close()
        self._first: tuple[object, ...] = ()

    def __enter__(self) -> Self:
        """Answer until all is found."""
        try:
            while True:
                message = self._message()
                if message[0] in ("found", "done"):
                    self._first = message
                    return self
                self._send(self._answer(message))
        except BaseException:
            self._end(0.0)
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(_PATIENCE_S if kind is None else 0.0)

    def relations(self) -> Iterator[Group | ContentLink]:
        """All that was found, page by page; to be read once."""
        message = self._first
        while message[0] == "found":
            for one in message[1:]:
                if not isinstance(one, Group | ContentLink):
                    raise self._broken(sentence("it sent what is no answer"))
                yield one
            message = self._message()
        if message[0] != "done":
            raise self._broken(sentence("it sent what is no answer"))

    def _answer(self, question: tuple[object, ...]) -> list[Any]:
        match question:
            case ("more",):
                pass
            case ("hash_rows", str() as algorithm):
                self._rest = iter(self._source.hash_rows(algorithm))
            case (str() as name,) if name in _LISTS:
                self._rest = iter(getattr(self._source, name)())
            case (str() as name, list() as contents) if name in _LOOKUPS:
                found = getattr(self._source, name)(contents)
                return list(found.items() if isinstance(found, dict) else found)
            case _:
                raise self._broken(sentence("it sent what is no answer"))
        return list(islice(self._rest, _AT_ONCE))

    def _message(self) -> tuple[object, ...]:
        """What the child says next.

        Raises:
            EnvironmentProblem: it cannot go on.
        """
        try:
            while not self._pipe.poll(_LOOK_EVERY_S):
                self._alive()
            self._alive()
            message = unpacked(self._pipe.recv_bytes(LONGEST_MESSAGE))
        except (EOFError, OSError) as error:
            raise self._ended() from error
        except UnexpectedMessageError as error:
            raise self._broken(str(error)) from error
        match message:
            case ("no room", int() as code):
                raise self._no_room(code)
            case (str(), *_):
                return tuple(message)
            case _:
                raise self._broken(sentence("it sent what is no answer"))

    def _send(self, answer: list[Any]) -> None:
        try:
            self._pipe.send(answer)
        except OSError as error:
            raise self._ended() from error

    def _ended(self) -> EnvironmentProblem:
        self._process.join(_PATIENCE_S)
        return self._broken(sentence("it ended with the code {code}", code=self._process.exitcode))

    def _broken(self, why: str) -> EnvironmentProblem:
        return EnvironmentProblem(
            sentence(
                "The process that puts what belongs together into stacks cannot go on ({why}). See that there is "
                "memory for it, and run the same command again; what was stored before is kept.",
                why=why,
            )
        )

    def _no_room(self, code: int) -> EnvironmentProblem:
        return EnvironmentProblem(
            sentence(
                "There is no room to put what belongs together into stacks: {reason} ({folder}). Make room, and run "
                "the same command again; what was stored before is kept.",
                reason=os.strerror(code),
                folder=self._folder,
            )
        )

    def _end(self, patience_s: float) -> None:
        """End the process, after so long if it has not ended by itself."""
        self._pipe.close()
        self._process.join(patience_s)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()
