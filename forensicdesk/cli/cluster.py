"""`cluster`: the scheduler and the workers of a cluster in the lab's own network."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.clustered import CA, CERTIFICATE, KEY
from forensicdesk.cli.output import say
from forensicdesk.cluster.address import parse_endpoint
from forensicdesk.cluster.certificates import check_certificates

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def cluster() -> None:
    """Scheduler and workers of a cluster: for 'process' and 'run' with --cluster. Both run until they are stopped."""


@cluster.command()
@click.option("--listen", required=True, metavar="tls://IP:PORT", help="Where workers and coordinators connect to.")
@CA
@CERTIFICATE
@KEY
def scheduler(listen: str, cluster_ca: Path | None, cluster_cert: Path | None, cluster_key: Path | None) -> int:
    """Be the scheduler, which knows the workers and passes on what they are asked."""
    endpoint = parse_endpoint(listen, any_port=True)
    certificates = check_certificates(cluster_ca, cluster_cert, cluster_key)
    # The network comes with it, and other commands do without.
    from forensicdesk.cluster.serving import serve_scheduler

    serve_scheduler(endpoint, certificates, say)
    return 0


@cluster.command()
@click.option("--scheduler", required=True, metavar="tls://IP:PORT", help="The scheduler to work for.")
@click.option("--listen", required=True, metavar="tls://IP[:PORT]", help="Where it takes work [any free port].")
@click.option("--name", default=None, help="What it is called in messages and on record [the host's name].")
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Child processes [one per core].")
@CA
@CERTIFICATE
@KEY
def worker(
    scheduler: str,
    listen: str,
    name: str | None,
    workers: int | None,
    cluster_ca: Path | None,
    cluster_cert: Path | None,
    cluster_key: Path | None,
) -> int:
    """Be a worker, which analyses what coordinators ask it, in child processes as a single machine does."""
    certificates = check_certificates(cluster_ca, cluster_cert, cluster_key)
    at, to = parse_endpoint(listen, any_port=True), parse_endpoint(scheduler)
    from forensicdesk.cluster.serving import WorkerOrder, serve_worker

    children = workers or os.cpu_count() or 1
    serve_worker(WorkerOrder(to, at, name or platform.node() or at.host, children), certificates, say)
    return 0
