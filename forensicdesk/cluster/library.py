"""Dask's `distributed`, which is loaded only where a cluster is asked for, and told nothing but what stands here."""

from __future__ import annotations

import importlib.util
import os
from typing import TYPE_CHECKING, Any

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from forensicdesk.cluster.certificates import Certificates

_SETTINGS = {
    # Who loses a worker decides here, in `dealing`, what becomes of its jobs.
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.work-stealing": False,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.scheduler.worker-ttl": "120s",
    "distributed.comm.timeouts.connect": "30s",
    "distributed.comm.require-encryption": True,
    "distributed.comm.compression": False,
    "distributed.admin.log-length": 1_000,
    "distributed.admin.low-level-log-length": 1_000,
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.worker.profile.enabled": False,
    "distributed.worker.http.routes": [],
    "distributed.scheduler.http.routes": [],
    "distributed.worker.preload": [],
    "distributed.scheduler.preload": [],
    "distributed.client.preload": [],
}


def require() -> None:
    """See that the library is there.

    Raises:
        EnvironmentProblem: it is not.
    """
    if importlib.util.find_spec("distributed") is None:
        msg = sentence(
            "The library for clusters is not installed here (Dask distributed, the optional part 'cluster' of "
            "this program); install it from requirements/cluster.lock, or leave --cluster away."
        )
        raise EnvironmentProblem(msg)


def load(*, quiet: bool = False) -> None:
    """Load the library with its own defaults and `_SETTINGS`, whatever the machine's configuration of Dask says.

    A configuration could name modules to load, from a network even, and addresses to listen on.

    Args:
        quiet: print nothing of what the library has to say.

    Raises:
        EnvironmentProblem: the library is not there.
    """
    require()
    for name in [name for name in os.environ if name.startswith("DASK_")]:
        del os.environ[name]
    import dask.config

    dask.config.refresh(paths=[], env={})
    if quiet:
        dask.config.set({"logging": {"distributed": "critical", "tornado": "critical", "asyncio": "critical"}})
    dask.config.set(_SETTINGS)
    import distributed  # noqa: F401 - it takes its settings while it is loaded


def security(certificates: Certificates) -> Any:  # noqa: ANN401 - a class of the library
    """Both sides of every connection show a certificate of the lab; nothing goes unencrypted."""
    from distributed.security import Security

    shown = {
        f"tls_{role}_{what}": str(path)
        for role in ("client", "scheduler", "worker")
        for what, path in (("cert", certificates.certificate), ("key", certificates.key))
    }
    return Security(tls_ca_file=str(certificates.ca), require_encryption=True, **shown)  # type: ignore[no-untyped-call]  # it has none
