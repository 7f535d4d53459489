"""The options that name a cluster, its scheduler and the lab's certificates."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import PATH
from forensicdesk.cli.output import say
from forensicdesk.cluster.link import new_link, started

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CA = click.option("--cluster-ca", type=PATH, help="Certificate of the lab's authority (PEM).")
CERTIFICATE = click.option("--cluster-cert", type=PATH, help="Certificate to show in the cluster (PEM).")
KEY = click.option("--cluster-key", type=PATH, help="Private key of that certificate (PEM, not encrypted).")
_URL = click.option("--cluster", "url", metavar="tls://IP:PORT", help="Scheduler of a cluster whose nodes analyse.")


def cluster_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command all four options; it gets `cluster`, None where none was named."""

    @functools.wraps(command)
    def with_cluster(
        *,
        url: str | None,
        cluster_ca: Path | None,
        cluster_cert: Path | None,
        cluster_key: Path | None,
        **others: object,
    ) -> int:
        if url is None:
            return command(cluster=None, **others)
        # The program has started it before the barrier against networks went up; who calls this from elsewhere has not.
        link = started() or new_link(url, cluster_ca, cluster_cert, cluster_key)
        from forensicdesk.session import Cluster  # loads most of the program, which few commands begin with

        try:
            return command(cluster=Cluster(link, say), **others)
        finally:
            link.close()

    return _URL(CA(CERTIFICATE(KEY(with_cluster))))
