"""Files in documents are opened by their place alone, and by their path where no place is known."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import Location, Step
from tests.forensicdesk.evidence.containers.opening import kind_of, location
from tests.forensicdesk.evidence.containers.test_mail import message
from tests.forensicdesk.evidence.containers.test_ole import attachment, outlook
from tests.forensicdesk.evidence.containers.test_rtf_vcard import picture, text_with
from tests.forensicdesk.evidence.containers.test_sqliteblobs import made
from tests.support.compound import compound_file
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=["mail", "ole", "rtf", "sqlite"])
def container(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, bytes]:
    path = tmp_path / "x"
    if request.param == "mail":
        path.write_bytes(message(one=jpeg(1)).as_bytes())
        return path, b"one.jpg"
    if request.param == "ole":
        path.write_bytes(compound_file(outlook(attachment(0, "one.jpg", jpeg(1)))))
        return path, b"one.jpg"
    if request.param == "rtf":
        path.write_bytes(text_with(picture(jpeg(1))))
        return path, b"picture 1.jpg"
    return made(path, "CREATE TABLE t (b)", ("INSERT INTO t VALUES (?)", (jpeg(1),))), b"t/1/b.jpg"


def opened(path: Path, step: Step) -> bytes:
    with Opener().open(os.fsencode(path), Location((*location(path).steps, step))) as stream:
        return stream.read()


def test_a_path_is_enough(container: tuple[Path, bytes]) -> None:
    path, name = container

    assert opened(path, Step(kind_of(path), name)) == jpeg(1)


@pytest.mark.parametrize("place", [b"x", b"1+", b"1+2:nothing", b"9999999.1.1", b"99999@0+1", b"0+4:base64/x"])
def test_a_path_or_a_place_that_is_not_there_is_an_error(container: tuple[Path, bytes], place: bytes) -> None:
    path, name = container
    kind = kind_of(path)

    with pytest.raises(FileNotFoundError):
        opened(path, Step(kind, b"no such file"))
    with pytest.raises((OSError, ContainerError)):
        opened(path, Step(kind, name, place))
