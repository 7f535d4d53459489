"""What a child answers is read as values, whichever Python of those supported wrote it."""

from __future__ import annotations

import io
import pickle  # noqa: TID251 - it makes what the careful reader is given
from multiprocessing import Pipe
from typing import Any

import pytest
from pebble.common.types import Result, ResultStatus
from pebble.pool.process import Acknowledgement, TaskResult

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence
from forensicdesk.workers.messages import UnexpectedMessageError, ValueReader, careful_pipe
from hashing.values import Outcome


class ByAttribute:
    """Pickles as `getattr(owner, name)`, which is how Python 3.11.2 writes a member of an enumeration."""

    def __init__(self, owner: object, name: str) -> None:
        self._call = (getattr, (owner, name))

    def __reduce__(self) -> tuple[object, ...]:
        return self._call


def test_members_of_enumerations_are_read_as_early_releases_of_python_write_them() -> None:
    reader, writer = careful_pipe(Pipe(duplex=False))
    status: Any = ByAttribute(ResultStatus, "SUCCESS")
    writer.send(TaskResult(7, Result(status, ByAttribute(Outcome, "FAILED"))))
    message = reader.recv()

    assert isinstance(message, TaskResult)
    assert message.result.status is ResultStatus.SUCCESS
    assert message.result.value is Outcome.FAILED


@pytest.mark.parametrize(
    ("owner", "name"),
    [(Acknowledgement, "__init__"), (Outcome, "__class__"), (Outcome, "mro"), (ResultStatus.SUCCESS, "to_bytes")],
)
def test_nothing_else_is_looked_up(owner: object, name: str) -> None:
    content = pickle.dumps(ByAttribute(owner, name))

    with pytest.raises(UnexpectedMessageError):
        ValueReader(io.BytesIO(content)).load()


def test_an_error_comes_with_the_text_of_its_sentence() -> None:
    reader, writer = careful_pipe(Pipe(duplex=False))
    problem = EnvironmentProblem(sentence("The source {root} cannot be opened.", root="unplugged"))
    writer.send(TaskResult(7, Result(ResultStatus.ERROR, problem)))
    error = reader.recv().result.value

    assert isinstance(error, EnvironmentProblem)
    assert error.args == ("The source unplugged cannot be opened.",)
