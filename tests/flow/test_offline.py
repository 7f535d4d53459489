"""The whole job runs with sockets forbidden, and nothing inside evidence is ever followed."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from tests.support.evidence import write_film, write_picture
from tests.support.program import command, document, environment, forensicdesk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Bait:
    """A listener on this machine that notes whoever connects."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.port = self.socket.getsockname()[1]
        self.callers: list[object] = []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()

    def _listen(self) -> None:
        while not self.ended.is_set():
            try:
                connection, caller = self.socket.accept()
            except TimeoutError:
                continue
            self.callers.append(caller)
            connection.close()

    def close(self) -> None:
        self.ended.set()
        self.thread.join()
        self.socket.close()


@pytest.fixture
def bait() -> Iterator[Bait]:
    listener = Bait()
    yield listener
    listener.close()


def make_baited_evidence(folder: Path, port: int) -> None:
    """Playlists and manifests with addresses inside, under the names of films and pictures, beside real media."""
    url = f"http://127.0.0.1:{port}"
    write_picture(folder / "real.jpg", 1)
    write_film(folder / "real.mp4", 2, seconds=2)
    texts = {
        "playlist": f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{url}/a.ts\n#EXT-X-ENDLIST\n",
        "concat": f"ffconcat version 1.0\nfile '{url}/b.mp4'\n",
        "sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video {port} RTP/AVP 96\n",
        "dash": f'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>{url}/</BaseURL></MPD>',
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/c.png" width="9" height="9"/></svg>',
        "asx": f'<asx version="3.0"><entry><ref href="{url}/d.wmv"/></entry></asx>',
    }
    for name, text in texts.items():
        for suffix in ("m3u8", "mp4", "mov", "jpg"):
            (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")


def test_the_whole_job_follows_no_address_in_evidence(bait: Bait, tmp_path: Path) -> None:
    make_baited_evidence(tmp_path / "e", bait.port)

    done = forensicdesk(tmp_path, "run", tmp_path / "e", "--case", tmp_path / "c", "--report", tmp_path / "r", "--json")

    ledger = document(done)["ledger"]
    assert ledger["seen"] == 26
    assert ledger["analysed"] == 2
    assert bait.callers == []
    assert b"127.0.0.1" not in (tmp_path / "r" / "report-court.html").read_bytes()


def test_the_bait_would_notice_a_caller(bait: Bait) -> None:
    socket.create_connection(("127.0.0.1", bait.port)).close()
    threading.Event().wait(0.5)

    assert len(bait.callers) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_the_whole_job_runs_where_there_is_no_network_at_all(tmp_path: Path) -> None:
    if subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system lets no account make a network namespace")
    write_picture(tmp_path / "e" / "a.jpg", 1)

    done = subprocess.run(
        ["unshare", "-rn", *command("run", tmp_path / "e", "--case", tmp_path / "c", "--json")],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert document(done)["ledger"]["analysed"] == 1


def test_the_doctor_shows_that_sockets_are_refused_and_children_are_confined(tmp_path: Path) -> None:
    done = forensicdesk(tmp_path, "doctor", "--json")

    findings = document(done)
    assert done.returncode == 0, findings
    assert findings["sound"] is True
    assert {check["name"] for check in findings["checks"]} >= {"known answers"}
    if sys.platform == "linux":
        assert findings["children"]["open a file for writing"] == "refused (Operation not permitted)"
        assert findings["children"]["start a program"] == "refused (Operation not permitted)"
        assert any("refused" in check["detail"] for check in findings["checks"] if "socket" in check["name"])
