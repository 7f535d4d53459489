"""Scheduler and workers of a cluster, as a lab starts them: `forensicdesk cluster`."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forensicdesk.cluster import library, node
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from forensicdesk.cluster.address import Endpoint
    from forensicdesk.cluster.certificates import Certificates

PARCELS_AT_A_TIME = 4
"""A worker unpacks so many parcels at a time for each child; what waits in them keeps the children busy."""


@dataclass(frozen=True, slots=True)
class WorkerOrder:
    """How one worker is to be.

    Attributes:
        scheduler: where the scheduler is.
        listen: where this worker takes work; the scheduler connects to it.
        name: what it is called where it is refused or lost.
        children: so many processes analyse at a time.
    """

    scheduler: Endpoint
    listen: Endpoint
    name: str
    children: int


def serve_scheduler(endpoint: Endpoint, certificates: Certificates, say: Callable[[str], None]) -> None:
    """Be the scheduler until the process is asked to end.

    Raises:
        EnvironmentProblem: the library is missing, the port is taken, or a certificate is of no use.
    """
    library.load()
    _run(_scheduler(endpoint, certificates, say), endpoint)


def serve_worker(order: WorkerOrder, certificates: Certificates, say: Callable[[str], None]) -> None:
    """Be a worker until the process is asked to end, or its scheduler has ended; `say` is told where it listens.

    Raises:
        EnvironmentProblem: as for the scheduler.
    """
    library.load()
    node.set_up(order.children)
    with tempfile.TemporaryDirectory(prefix="forensicdesk-cluster-") as scratch:
        _run(_worker(order, certificates, scratch, say), order.listen)


async def _scheduler(endpoint: Endpoint, certificates: Certificates, say: Callable[[str], None]) -> None:
    from forensicdesk.cluster.quiet import QuietScheduler

    async with QuietScheduler(
        host=endpoint.host,
        port=endpoint.port,
        protocol="tls",
        security=library.security(certificates),
        dashboard=False,
    ) as scheduler:
        say(tell("The scheduler listens at {address}.", address=scheduler.address))
        await _until_asked(scheduler.finished())


async def _worker(order: WorkerOrder, certificates: Certificates, scratch: str, say: Callable[[str], None]) -> None:
    from forensicdesk.cluster.quiet import QuietWorker

    async with QuietWorker(
        order.scheduler.url,
        host=order.listen.host,
        port=order.listen.port,
        protocol="tls",
        security=library.security(certificates),
        name=order.name,
        nthreads=order.children * PARCELS_AT_A_TIME,
        memory_limit=0,
        local_directory=scratch,
        dashboard=False,
    ) as worker:
        say(
            tell(
                "The worker {name} with {children} child processes listens at {address}.",
                name=order.name,
                children=order.children,
                address=worker.address,
            )
        )
        await _until_asked(worker.finished())


async def _until_asked(finished: Coroutine[Any, Any, object]) -> None:
    """Until a signal asks to end, or it has ended by itself."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers in its event loop; there Ctrl+C ends the program as ever.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, asked.set)
    ended = asyncio.ensure_future(finished)
    waiting = asyncio.ensure_future(asked.wait())
    await asyncio.wait({ended, waiting}, return_when=asyncio.FIRST_COMPLETED)
    for one in (ended, waiting):
        one.cancel()


def _run(serving: Coroutine[Any, Any, None], endpoint: Endpoint) -> None:
    try:
        asyncio.run(serving)
    except OSError as error:
        msg = sentence(
            "{url} cannot be served: {error}. Check the address, the port and the files.",
            url=endpoint.url,
            error=error.strerror or error,
        )
        raise EnvironmentProblem(msg) from error
