"""Scheduler and worker of Dask without their web servers. Import this only after `library.load`."""

from __future__ import annotations

from distributed import Scheduler, Worker


class QuietScheduler(Scheduler):
    """A scheduler that answers on its one port with TLS, and nowhere else."""

    def start_http_server(self, *_arguments: object, **_options: object) -> None:
        """None is started."""


class QuietWorker(Worker):
    """A worker that answers on its one port with TLS, and nowhere else."""

    def start_http_server(self, *_arguments: object, **_options: object) -> None:
        """None is started."""
