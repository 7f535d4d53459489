"""A lab's own certificates, made anew, and the processes of a cluster that show them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.shared import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

_FROM, _TO = datetime(2026, 1, 1, tzinfo=UTC), datetime(2046, 1, 1, tzinfo=UTC)
START_S = 120.0


@dataclass(frozen=True, slots=True)
class Lab:
    """Where the three files of a lab are."""

    folder: Path

    @property
    def options(self) -> tuple[str, ...]:
        """As options of the command line."""
        return tuple(
            f"--cluster-{name}={self.folder / file}"
            for name, file in (("ca", "ca.pem"), ("cert", "cert.pem"), ("key", "key.pem"))
        )


def make_lab(folder: Path, name: str = "lab") -> Lab:
    """An authority, and one certificate that it issued."""
    folder.mkdir(parents=True)
    authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer, subject = _name(f"authority of {name}"), _name(f"machine of {name}")
    root = _certificate(issuer, issuer, authority.public_key())
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(root.sign(authority, hashes.SHA256()).public_bytes(pem))
    issued = _certificate(subject, issuer, own.public_key()).sign(authority, hashes.SHA256())
    (folder / "cert.pem").write_bytes(issued.public_bytes(pem))
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(own.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return Lab(folder)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _certificate(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    return made.serial_number(x509.random_serial_number()).not_valid_before(_FROM).not_valid_after(_TO)


@dataclass(slots=True)
class Site:
    """Processes of one cluster on this machine. What each prints is in a file of its name."""

    lab: Lab
    logs: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    url: str = ""

    def start_scheduler(self, at: str = "tls://127.0.0.1:0") -> None:
        """Start the scheduler, and wait until it says where it listens."""
        self._start("scheduler", "--listen", at, lab=self.lab, cwd=self.logs)
        line = self.wait_for("scheduler", "The scheduler listens at ")
        self.url = line.split()[-1].rstrip(".")

    def start_worker(
        self, name: str, cwd: Path, *, workers: int = 1, lab: Lab | None = None, program: Path = REPOSITORY
    ) -> None:
        """Start a worker in a folder, of this program or of a copy of it that lies elsewhere."""
        named = ("--scheduler", self.url, "--listen", "tls://127.0.0.1", "--name", name, "--workers", str(workers))
        self._start(name, *named, lab=lab or self.lab, cwd=cwd, program=program)

    def wait_for(self, name: str, words: str) -> str:
        """The first line of a process that holds these words."""
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            for line in self.said(name).splitlines():
                if words in line:
                    return line
            assert self.processes[name].poll() is None, self.said(name)
            time.sleep(0.05)
        raise AssertionError(self.said(name))

    def said(self, name: str) -> str:
        """Everything that a process printed so far."""
        return (self.logs / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def kill(self, name: str) -> None:
        """End a process as a power cut would."""
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait()

    def _start(self, name: str, *arguments: str, lab: Lab, cwd: Path, program: Path = REPOSITORY) -> None:
        what = "scheduler" if name == "scheduler" else "worker"
        line = [sys.executable, "-m", "forensicdesk", "cluster", what, *arguments, *lab.options]
        with (self.logs / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(line, cwd=cwd, stdout=log, stderr=log, env=_environment(program))


def _environment(program: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(program), "PYTHONDONTWRITEBYTECODE": "1"}


@contextlib.contextmanager
def site(lab: Lab, logs: Path) -> Iterator[Site]:
    """A cluster that ends with the block; all its processes are ended by their own numbers."""
    logs.mkdir()
    here = Site(lab, logs)
    try:
        here.start_scheduler()
        yield here
    finally:
        for process in here.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in here.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def remote_addresses(pid: int) -> set[str]:
    """The addresses that a process is connected to now, as `address:port`, from the kernel's own tables."""
    own: set[str] = set()
    with contextlib.suppress(OSError):
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                own.add(str(descriptor.readlink()))
    found: set[str] = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{pid}/net/{table}").read_text(encoding="ascii")
            found |= set(_remote(text.splitlines()[1:], own))
    return found


def _remote(lines: list[str], own: set[str]) -> Iterator[str]:
    for line in lines:
        words = line.split()
        address, _, port = words[2].partition(":")
        if f"socket:[{words[9]}]" in own and int(port, 16):
            raw = bytes.fromhex(address)[::-1]
            shown = ".".join(map(str, raw)) if len(raw) == 4 else address
            yield f"{shown}:{int(port, 16)}"
