"""The pipe on which children answer, read with care: a child that a hostile file has taken over may send anything.

pebble's messages are pickles, and a pickle can name any function for the reader to call. Here the reader knows the few
kinds of value that a child has reason to send, calls nothing else, and takes no message longer than `LONGEST_MESSAGE`.
What is refused breaks the crew (pebble's word for it is `BrokenProcessPool`), which is then replaced.
"""

from __future__ import annotations

import builtins
import io
import pickle  # noqa: TID251 - the reader that keeps pebble's pickles from naming anything but values
import sys
from enum import EnumType
from multiprocessing.connection import Connection, reduce_connection  # type: ignore[attr-defined]  # in no stub
from typing import TYPE_CHECKING, Any, cast

from pebble.common.types import Result
from pebble.pool.process import Acknowledgement, TaskProblem, TaskResult

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_MESSAGE = 256 * 1024 * 1024
"""Several times what the longest analysis can need (36,000 frames, twice, with eight orientations each)."""

_VALUE_MODULES = (
    "hashing.values",
    "forensicdesk.errors",
    "forensicdesk.model",
    "forensicdesk.finding",
    "forensicdesk.relations",
    "forensicdesk.viewed",
)
"""Every class written in these may be named …"""

_PEBBLE = {
    ("pebble.pool.process", "TaskResult"),
    ("pebble.pool.process", "TaskProblem"),
    ("pebble.pool.process", "Acknowledgement"),
    ("pebble.common.types", "Result"),
    ("pebble.common.types", "ResultStatus"),
    ("pebble.common.types", "RemoteException.rebuild_exception"),
}
"""… these of pebble, and the exceptions of Python."""


_DAMAGED = (
    pickle.UnpicklingError, ArithmeticError, AttributeError, EOFError, ImportError, LookupError, MemoryError, OSError,
    RuntimeError, TypeError, ValueError,
)  # fmt: skip
"""What reading a damaged message, or making its values, may raise."""


class UnexpectedMessageError(TypeError):
    """A child sent what no child has reason to send. A TypeError, because that is what pebble looks for."""


class ValueReader(pickle.Unpickler):
    """Reads values, and calls nothing that is not the making of one."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - the type of pickle
        """The class, if it is one of those expected.

        Raises:
            UnexpectedMessageError: it is not.
        """
        if (module, name) == ("builtins", "getattr"):
            return _member
        if (module, name) == ("builtins", "str"):
            return str  # a sentence comes as its text
        if module == "builtins":
            found = getattr(builtins, name, None)
            if isinstance(found, type) and issubclass(found, BaseException):
                return found
        elif (module, name) in _PEBBLE:
            return super().find_class(module, name)
        elif module in _VALUE_MODULES and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        msg = f"{module}.{name} is no value of an analysis"
        raise UnexpectedMessageError(msg)


def _member(kind: object, name: object) -> object:
    """The member of an enumeration, and nothing else: Python 3.11.2, Debian 12's, names members by `getattr`.

    Raises:
        UnexpectedMessageError: it is none.
    """
    if isinstance(kind, EnumType) and isinstance(name, str) and name in kind.__members__:
        return kind.__members__[name]
    msg = "a child names something that is no member of an enumeration"
    raise UnexpectedMessageError(msg)


class CarefulConnection(Connection):
    """The reading end of a pipe, read with care. In a child it is an ordinary one: there the parent is the sender."""

    def recv(self) -> Any:  # noqa: ANN401 - the type of multiprocessing
        """The next message.

        Raises:
            UnexpectedMessageError: it is not what a child has reason to send.
            OSError: it is too long.
            EOFError: the pipe has closed.
        """
        content = self.recv_bytes(LONGEST_MESSAGE)
        try:
            message = ValueReader(io.BytesIO(content)).load()
        except _DAMAGED as error:
            msg = f"a message of a child could not be read ({type(error).__name__})"
            raise UnexpectedMessageError(msg) from error
        if not _is_message(message):
            msg = "a child sent a value that is no message"
            raise UnexpectedMessageError(msg)
        return message

    def __reduce__(self) -> tuple[Callable[..., Connection], tuple[object, ...]]:
        return cast("tuple[Callable[..., Connection], tuple[object, ...]]", reduce_connection(self))


def packed(value: object) -> bytes:
    """Values as bytes, for `unpacked` of another process."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(content: bytes) -> object:
    """The values that `packed` was given, and nothing but values.

    Raises:
        UnexpectedMessageError: it holds something else, is damaged or too long.
    """
    if len(content) > LONGEST_MESSAGE:
        msg = f"a message of {len(content)} bytes is too long"
        raise UnexpectedMessageError(msg)
    try:
        return ValueReader(io.BytesIO(content)).load()
    except _DAMAGED as error:
        msg = f"a message could not be read ({type(error).__name__}: {error})"
        raise UnexpectedMessageError(msg) from error


def careful_pipe(ends: tuple[Connection, Connection]) -> tuple[Connection, Connection]:
    """The same pipe, its reading end read with care. Windows has pipes of another kind, which stay as they are."""
    reader, writer = ends
    if sys.platform == "win32":
        return ends
    taken = CarefulConnection(reader.fileno(), writable=False)
    reader._handle = None  # type: ignore[attr-defined]  # noqa: SLF001 - its descriptor has a new owner, who closes it
    return taken, writer


def _is_message(message: object) -> bool:
    """Whether pebble can work with it without an error of its own."""
    match message:
        case Acknowledgement(worker=int(), task=int()):
            return True
        case TaskProblem(task=int(), error=BaseException()):
            return True
        case TaskResult(task=int(), result=Result(status=int() as status, value=value)):
            return status == 0 or isinstance(value, BaseException)
        case _:
            return False
