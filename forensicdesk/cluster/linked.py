"""The child that has the connection to the scheduler: questions of the coordinator go out, answers of workers come in.

It connects to the scheduler and to nothing else (`only`): answers come through the scheduler, never from a worker. It
looks into neither questions nor answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forensicdesk.cluster import library, node
from forensicdesk.cluster.only import permit_only
from forensicdesk.errors import ForensicDeskError
from forensicdesk.workers.messages import packed

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from forensicdesk.cluster.address import Endpoint
    from forensicdesk.cluster.certificates import Certificates

FUNCTIONS = {"introduce": node.introduce, "analyse": node.analyse}
LOST = "it has ended"
ANSWER_S = 60.0
"""A scheduler that does not answer within so long is lost: it hangs, or its machine is not on the network any more."""

LOOK_EVERY_S = 0.5
"""So often the scheduler is asked which workers there are."""


def serve(endpoint: Endpoint, certificates: Certificates, pipe: Connection) -> None:
    """Carry messages until the pipe is closed or the scheduler is gone."""
    saying: queue.SimpleQueue[tuple[object, ...] | None] = queue.SimpleQueue()
    writer = threading.Thread(target=_write, args=(pipe, saying), daemon=True)
    writer.start()
    try:
        library.load(quiet=True)
        asyncio.run(_carry(endpoint, certificates, pipe, saying))
    except (OSError, ForensicDeskError, TimeoutError) as error:
        saying.put(("broken", _why(error)))
    saying.put(None)
    writer.join()


def _why(error: Exception) -> str:
    """What went wrong with the connection, in words."""
    if isinstance(error, TimeoutError) and not str(error):
        return f"it has not answered for {ANSWER_S:.0f} s"
    text = str(error) or type(error).__name__
    if "TLS certificate" in text or "SSL" in text:
        return "it refused the certificate shown to it, or showed one that the lab's authority did not issue"
    return text


def _write(pipe: Connection, saying: queue.SimpleQueue[tuple[object, ...] | None]) -> None:
    """Send what is to be said; the coordinator may be busy for a while."""
    with contextlib.suppress(OSError):
        while (message := saying.get()) is not None:
            pipe.send_bytes(packed(message))


def _read(pipe: Connection, loop: asyncio.AbstractEventLoop, asked: asyncio.Queue[tuple[Any, ...] | None]) -> None:
    """Pass on what the coordinator asks, and that it has ended."""
    message: tuple[Any, ...] | None = ()
    while message is not None:
        try:
            message = pipe.recv()
        except (EOFError, OSError):
            message = None
        with contextlib.suppress(RuntimeError):  # the loop may have ended first
            loop.call_soon_threadsafe(asked.put_nowait, message)


async def _carry(
    endpoint: Endpoint,
    certificates: Certificates,
    pipe: Connection,
    saying: queue.SimpleQueue[tuple[object, ...] | None],
) -> None:
    from distributed import Client

    permit_only(endpoint.host, endpoint.port)
    asked: asyncio.Queue[tuple[Any, ...] | None] = asyncio.Queue()
    threading.Thread(target=_read, args=(pipe, asyncio.get_running_loop(), asked), daemon=True).start()
    async with Client(  # type: ignore[no-untyped-call]  # the library gives it no types
        endpoint.url,
        security=library.security(certificates),
        asynchronous=True,
        direct_to_workers=False,
        set_as_default=False,
        timeout="30s",
    ) as client:
        messenger = _Messenger(client, saying)
        looking = asyncio.ensure_future(messenger.look())
        answering = asyncio.ensure_future(messenger.answer(asked))
        done, pending = await asyncio.wait({looking, answering}, return_when=asyncio.FIRST_COMPLETED)
        for one in pending:
            one.cancel()
        for one in done:
            one.result()


@dataclass(slots=True, eq=False)
class _Messenger:
    """What goes out and comes in on one connection."""

    client: Any
    saying: queue.SimpleQueue[tuple[object, ...] | None]
    run: str = field(default_factory=lambda: uuid.uuid4().hex)
    waiting: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    async def look(self) -> None:
        """Say which workers there are, whenever that has changed.

        Raises:
            OSError: the scheduler does not answer.
        """
        said: tuple[tuple[str, str], ...] | None = None
        while True:
            identity = await asyncio.wait_for(self.client.scheduler.identity(n_workers=-1), ANSWER_S)
            workers = tuple(sorted((address, str(one["name"])) for address, one in identity["workers"].items()))
            if workers != said:
                said = workers
                self.saying.put(("nodes", workers))
            await asyncio.sleep(LOOK_EVERY_S)

    async def answer(self, asked: asyncio.Queue[tuple[Any, ...] | None]) -> None:
        """Pass on what the coordinator asks, until it has ended."""
        while (message := await asked.get()) is not None:
            number = message[1]
            if message[0] == "ask":
                self.waiting[number] = asyncio.ensure_future(self._ask(*message[1:]))
            elif number in self.waiting:
                self.waiting[number].cancel()

    async def _ask(self, number: int, address: str, function: str, question: bytes) -> None:
        from distributed import KilledWorker

        future = self.client.submit(
            FUNCTIONS[function],
            node.Sealed(question),
            workers=[address],
            allow_other_workers=False,
            pure=False,
            key=f"forensicdesk-{function}-{self.run}-{number}",
        )
        try:
            error = await future.exception()
            if error is None:
                self.saying.put(("answer", number, await future))
            elif isinstance(error, KilledWorker):
                self.saying.put(("failed", number, LOST, True))
            else:
                self.saying.put(("failed", number, f"{type(error).__name__}: {error}"[:500], False))
        except KilledWorker:
            # It ended after it had answered, and before the answer was fetched.
            self.saying.put(("failed", number, LOST, True))
        finally:
            future.release()
            del self.waiting[number]
