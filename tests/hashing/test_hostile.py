"""Hostile files are normal: every one ends in an analysis, none in an exception, a connection or a dead process."""

from __future__ import annotations

import io
import multiprocessing
import os
import resource
import socket
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hashing.analyse import analyse
from hashing.digests import digest
from hashing.values import Analysis, IssueCode, Outcome, Recipe
from tests.fuzz.running import in_words, run_inputs
from tests.hashing.bombs_films import film_bombs, polyglots, texts
from tests.hashing.bombs_pictures import picture_bombs
from tests.hashing.making import encoded, film, photoshop, run, scene
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MEMORY_BYTES = 4 << 30
_SECONDS = 120
_HEADS = [
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"RIFF\x00\x00\x00\x00WEBP",
    b"RIFF\x00\x00\x00\x00AVI ",
    b"II*\x00\x08\x00\x00\x00",
    b"MM\x00*\x00\x00\x00\x08",
    b"\x00\x00\x00\x18ftypheic",
    b"\x00\x00\x00\x18ftypavif",
    b"\x00\x00\x00\x18ftypisom",
    b"\x1a\x45\xdf\xa3\x42\x82\x84webm",
    b"FLV\x01\x05\x00\x00\x00\x09",
    b"\x00\x00\x01\xba\x44",
]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.just(b""), st.sampled_from(_HEADS)), st.binary(max_size=400))
def test_any_bytes_give_an_analysis(head: bytes, rest: bytes) -> None:
    found = run(head + rest)

    assert isinstance(found, Analysis)
    assert found.outcome is not Outcome.ANALYSED or found.perceptual or found.film
    assert found.outcome in {Outcome.ANALYSED, Outcome.NOT_MEDIA} or found.issues


_SMALL = scene(width=80, height=60)
_MORE: dict[str, Any] = {"save_all": True, "append_images": [scene(name, 80, 60) for name in ("tiles", "rings")]}
_SEEDS = {
    "jpeg": encoded(scene(width=160, height=120), "JPEG"),
    "png": encoded(scene(width=80, height=60), "PNG"),
    "gif": encoded(scene(width=160, height=120), "GIF"),
    "webp": encoded(scene(width=160, height=120), "WEBP"),
    "tiff": encoded(scene(width=160, height=120), "TIFF", compression="tiff_lzw"),
    "avif": encoded(scene(width=160, height=120), "AVIF"),
    "jpeg 2000": encoded(scene(width=160, height=120), "JPEG2000"),
    "photoshop": photoshop(scene(width=160, height=120)),
    "animated gif": encoded(_SMALL, "GIF", **_MORE),
    "animated png": encoded(_SMALL, "PNG", **_MORE),
    "animated webp": encoded(_SMALL, "WEBP", **_MORE),
    "tiff pages": encoded(_SMALL, "TIFF", **_MORE),
    "multi-picture jpeg": encoded(_SMALL, "MPO", **_MORE),
    "mp4": film("mp4", "libx264"),
    "avi": film("avi", "mpeg4"),
}


@pytest.mark.parametrize("name", _SEEDS)
@settings(max_examples=15, deadline=None)
@given(st.data())
def test_flipped_bits_give_an_analysis(name: str, data: st.DataObject) -> None:
    damaged = bytearray(_SEEDS[name])
    for place in data.draw(st.lists(st.integers(0, min(len(damaged), 4000) - 1), min_size=1, max_size=8)):
        damaged[place] ^= 1 << data.draw(st.integers(0, 7))

    found = run(bytes(damaged))

    assert found.digests is not None or found.outcome is Outcome.NOT_MEDIA


def test_an_empty_file_is_no_media_and_says_so() -> None:
    found = run(b"")

    assert found.outcome is Outcome.NOT_MEDIA
    assert [issue.code for issue in found.issues] == [IssueCode.EMPTY]


def test_files_that_are_no_media_are_not_read_to_the_end() -> None:
    stream = io.BytesIO(b"letter " * 100_000)

    found = analyse(stream, 700_000, Recipe())

    assert (found.outcome, found.digests) == (Outcome.NOT_MEDIA, None)
    assert stream.tell() < 200_000


def test_on_request_files_that_are_no_media_get_digests_too() -> None:
    import hashlib

    data = b"letter " * 100_000
    found = run(data, Recipe(digest_everything=True)).digests

    assert found is not None
    assert found.sha256 == hashlib.sha256(data).digest()


def test_a_file_that_changed_while_it_was_read_says_so() -> None:
    data = encoded(scene(), "PNG")

    found = analyse(io.BytesIO(data), len(data) + 10, Recipe())

    assert found.issues[0].code is IssueCode.CHANGED_WHILE_READ
    assert found.size == len(data)


def test_a_file_that_grew_is_read_to_its_end_and_says_so() -> None:
    data = encoded(scene(), "PNG") + bytes(100_000)

    for expected in (10, len(data) - 1, len(data) - 90_000):
        found = analyse(io.BytesIO(data), expected, Recipe())

        assert IssueCode.CHANGED_WHILE_READ in {issue.code for issue in found.issues}
        assert (found.size, found.digests) == (len(data), digest([data]))


def test_a_file_that_lost_its_content_says_so() -> None:
    found = analyse(io.BytesIO(b""), 100_000, Recipe())

    assert found.outcome is Outcome.NOT_MEDIA
    assert [issue.code for issue in found.issues] == [IssueCode.CHANGED_WHILE_READ]


class _Stingy(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size, 1000) if size is not None and size > 0 else size)


def test_streams_that_return_less_than_asked_give_the_same_analysis() -> None:
    data = encoded(scene(), "PNG")

    assert analyse(_Stingy(data), len(data), Recipe()) == run(data)


class _Broken(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 0:
            raise OSError(5, "Input/output error")
        return super().read(size)


def test_a_disk_error_is_an_issue() -> None:
    data = encoded(scene(), "PNG") + bytes(200_000)

    found = analyse(_Broken(data), len(data), Recipe())

    assert found.outcome is Outcome.FAILED
    assert [(issue.code, issue.detail) for issue in found.issues] == [(IssueCode.UNREADABLE, "Input/output error")]


def test_large_files_are_read_in_pieces_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [encoded(scene(), "JPEG"), encoded(scene(), "TIFF"), film("mp4", "libx264"), film("webm", "libvpx-vp9")]
    whole = [run(data) for data in files]

    monkeypatch.setattr("hashing.analyse.IN_MEMORY_BYTES", 1000)

    assert [run(data) for data in files] == whole


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        yield server


class _Named(io.BytesIO):
    name = "/evidence/stream.m3u8"


def test_no_address_in_evidence_is_ever_followed(listener: socket.socket) -> None:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/segment"
    playlists = [
        f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{address}.ts\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile '{address}.mp4'\n",
        f"<?xml version='1.0'?><MPD><Period><BaseURL>{address}</BaseURL></Period></MPD>",
        f"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nc=IN IP4 127.0.0.1\r\nm=video {listener.getsockname()[1]} RTP/AVP 96\r\n",
        f"<?xml version='1.0'?><svg><image href='{address}.png'/></svg>",
        f"[playlist]\nFile1={address}\n",
    ]
    disguises = [b"", b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42", b"FLV\x01\x05\x00\x00\x00\x09"]

    for text in playlists:
        for disguise in disguises:
            data = disguise + text.encode()
            found = analyse(_Named(data), len(data), Recipe())
            assert found.outcome in {Outcome.NOT_MEDIA, Outcome.UNSUPPORTED, Outcome.FAILED}
            assert disguise or found.outcome is not Outcome.FAILED

    with pytest.raises(TimeoutError):
        listener.accept()


def test_bombs_and_loops_cost_their_one_item_at_most(tmp_path: Path) -> None:
    bombs = [*picture_bombs(), *film_bombs(), *polyglots().items()]

    tally = run_inputs(bombs, tmp_path, workers=2)

    assert tally.inputs == len(bombs) > 100
    assert tally.faults == [], in_words(tally)


def test_texts_that_name_addresses_and_programs_are_neither_followed_nor_started(
    listener: socket.socket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs, elsewhere = tmp_path / "inputs", tmp_path / "elsewhere"
    inputs.mkdir()
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    named = texts(f"http://127.0.0.1:{listener.getsockname()[1]}")

    tally = run_inputs(named.items(), inputs, workers=1)
    for data in named.values():
        analyse(_Named(data), len(data), Recipe())

    assert (tally.inputs, tally.faults) == (len(named), [])
    assert list(elsewhere.iterdir()) == []
    with pytest.raises(TimeoutError):
        listener.accept()


@pytest.mark.slow
def test_every_shared_file_ends_within_its_limit_with_its_digests_and_never_by_a_signal(tmp_path: Path) -> None:
    data = shared_data()
    if data is None:
        pytest.skip("the shared test material is not here")
    paths = [path for path in sorted(data.rglob("*")) if path.is_file() and not path.is_symlink()]

    tally = run_inputs(((path.name, path.read_bytes()) for path in paths), tmp_path, workers=2)

    assert tally.inputs == len(paths)
    assert tally.faults == [], in_words(tally)
    assert tally.closest[0] < 1.0


def _analyse_all(paths: list[Path], results: multiprocessing.queues.SimpleQueue[tuple[str, str, str]]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    for path in paths:
        with path.open("rb") as stream:
            found = analyse(stream, path.stat().st_size, Recipe())
        results.put((str(path), found.outcome, ",".join(issue.code for issue in found.issues)))
    results.put(("", "", ""))


def _files(folder: str) -> list[Path]:
    data = shared_data()
    return sorted(path for path in (data / folder).rglob("*") if path.is_file()) if data else []


@pytest.mark.slow
@pytest.mark.parametrize(
    "folder", ["malformed", "formats/tiff", "formats/png", "formats/gif", "formats/bmp", "formats/avif", "formats/heif"]
)
def test_every_file_of_the_shared_folders_is_survived(folder: str) -> None:
    paths = _files(folder)
    if not paths:
        pytest.skip("the shared test material is not here")
    context = multiprocessing.get_context("spawn")
    results = context.SimpleQueue()
    child = context.Process(target=_analyse_all, args=(paths, results))
    child.start()

    seen = []
    while (entry := results.get())[0]:
        seen.append(entry)
    child.join(_SECONDS)

    assert child.exitcode == 0
    assert [path for path, _, _ in seen] == [str(path) for path in paths]
    assert all(codes or outcome in {"analysed", "not_media"} for _, outcome, codes in seen)


def _in_another_process(data: bytes, recipe: Recipe, results: multiprocessing.queues.SimpleQueue[Analysis]) -> None:
    results.put(analyse(io.BytesIO(data), len(data), recipe))


@pytest.mark.parametrize("name", ["jpeg", "avif", "mp4"])
def test_the_same_bytes_give_the_same_analysis_in_every_process(name: str) -> None:
    recipe = Recipe(perceptual=("pdq", "phash", "dhash", "ahash", "whash"))
    context = multiprocessing.get_context("spawn")
    results = context.SimpleQueue()
    child = context.Process(target=_in_another_process, args=(_SEEDS[name], recipe, results))
    child.start()
    other = results.get()
    child.join(_SECONDS)

    assert other == run(_SEEDS[name], recipe) == run(_SEEDS[name], recipe)
