"""Attachments of mail come out as they were sent, from single messages and from mailboxes."""

from __future__ import annotations

import base64
import binascii
import mailbox
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.policy import SMTP, default
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.evidence.containers.mbox import _PIECE
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.damage import no_surprises
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def message(**files: bytes) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "pictures"
    mail["Date"], mail["Message-ID"] = "Thu, 01 Jan 2026 12:00:00 +0000", "<1@example.org>"
    mail.set_content("hello\n")
    for name, data in files.items():
        mail.add_attachment(data, "image", "jpeg", filename=f"{name}.jpg")
    return mail


def written(path: Path, mail: EmailMessage, *, smtp: bool = False) -> Path:
    path.write_bytes(mail.as_bytes(policy=SMTP if smtp else default))
    return path


@pytest.mark.parametrize("smtp", [True, False])
def test_attachments_come_out_as_they_were_sent(tmp_path: Path, smtp: bool) -> None:
    path = written(tmp_path / "x", message(one=jpeg(1), two=jpeg(2)), smtp=smtp)

    assert kind_of(path) == "mail"
    assert contents(path) == {b"one.jpg": jpeg(1), b"two.jpg": jpeg(2)}


@given(st.lists(st.binary(max_size=700), min_size=1, max_size=5), st.booleans())
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, files: list[bytes], smtp: bool) -> None:
    named = {f"f{number}": data for number, data in enumerate(files)}
    path = written(tmp_path_factory.mktemp("mail") / "x", message(**named), smtp=smtp)

    assert contents(path) == {f"{name}.jpg".encode(): data for name, data in named.items()}


def test_inline_pictures_of_html_and_names_that_are_coded(tmp_path: Path) -> None:
    mail = message()
    mail.add_alternative("<html><img src='cid:1'></html>", subtype="html")
    mail.get_payload()[1].add_related(jpeg(1), "image", "png", cid="<1>")  # type: ignore[index,union-attr]
    mail.add_attachment(jpeg(2), "image", "jpeg", filename="\u00fcber den \u65e5.jpg")
    text = mail.as_bytes() + b""
    path = tmp_path / "x.eml"
    path.write_bytes(text)
    found = contents(path)

    assert found["\u00fcber den \u65e5.jpg".encode()] == jpeg(2)
    assert sorted(map(len, found.values())) == sorted(map(len, (jpeg(1), jpeg(2))))
    assert jpeg(1) in found.values()


def test_forwarded_messages_are_followed(tmp_path: Path) -> None:
    inner, outer = message(deep=jpeg(3)), message(one=jpeg(1))
    middle = message(two=jpeg(2))
    middle.add_attachment(inner)
    outer.add_attachment(middle)

    found = contents(written(tmp_path / "x", outer))

    assert sorted(found.values()) == sorted((jpeg(1), jpeg(2), jpeg(3)))
    assert found[b"one.jpg"] == jpeg(1)
    (deep,) = (name for name in found if name.endswith(b"deep.jpg"))
    assert deep.count(b"/") == 2


def quoted(data: bytes) -> bytes:
    return binascii.b2a_qp(data, istext=False)


def uuencoded(data: bytes) -> bytes:
    lines = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"begin 644 x.jpg\n" + lines + b"`\nend\n"


@pytest.mark.parametrize(
    ("coding", "write"),
    [("base64", base64.encodebytes), ("quoted-printable", quoted), ("X-UUENCODE", uuencoded), ("8bit", bytes)],
)
def test_every_coding_of_parts(tmp_path: Path, coding: str, write: Callable[[bytes], bytes]) -> None:
    head = f"Message-ID: <1>\nMIME-Version: 1.0\nContent-Type: image/jpeg\nContent-Transfer-Encoding: {coding}\n\n"
    path = tmp_path / "x"
    path.write_bytes(head.encode() + write(jpeg(1)))

    assert contents(path) == {b"part 1.jpg": jpeg(1)}


def test_pictures_written_into_text(tmp_path: Path) -> None:
    head = b"Message-ID: <1>\nFrom: a\nTo: b\n\nSee:\n\n"
    path = tmp_path / "x"
    path.write_bytes(head + uuencoded(jpeg(1)) + b"\nand\n" + uuencoded(b"tiny").replace(b"x.jpg", b"y"))

    assert contents(path) == {b"x.jpg": jpeg(1), b"y": b"tiny"}


def test_data_uris_in_html_bodies_that_are_coded_twice(tmp_path: Path) -> None:
    page = b'<html><img src="data:image/jpeg;base64,' + base64.encodebytes(jpeg(1)) + b'"></html>'
    mail = message()
    mail.add_alternative(page.decode(), subtype="html", cte="quoted-printable")

    assert contents(written(tmp_path / "x", mail)) == {b"data URI 1.jpg": jpeg(1)}


def test_saved_web_pages(tmp_path: Path) -> None:
    page = MIMEMultipart("related", type="text/html")
    page["From"], page["Snapshot-Content-Location"] = "<Saved by Blink>", "https://example.org/"
    picture = MIMEImage(jpeg(1), "jpeg")
    picture["Content-Location"] = "https://example.org/a/photo.jpg?x=1"
    page.attach(picture)
    path = tmp_path / "x.mht"
    path.write_bytes(page.as_bytes())

    assert contents(path) == {b"photo.jpg": jpeg(1)}


def test_messages_of_apple_mail(tmp_path: Path) -> None:
    text = message(one=jpeg(1)).as_bytes()
    path = tmp_path / "1.emlx"
    path.write_bytes(b"%d\n" % len(text) + text + b"<?xml version='1.0'?><plist/>")

    assert contents(path) == {b"one.jpg": jpeg(1)}


def test_a_part_that_is_never_ended_is_given(tmp_path: Path) -> None:
    whole = message(one=jpeg(1)).as_bytes()
    path = tmp_path / "x"
    path.write_bytes(whole[: whole.rindex(b"--", 0, -10)])

    assert contents(path) == {b"one.jpg": jpeg(1)}


def test_parts_in_parts_have_a_limit(tmp_path: Path) -> None:
    mail = MIMEMultipart()
    for _ in range(30):
        around = MIMEMultipart()
        around.attach(mail)
        mail = around
    mail["Message-ID"], mail["From"] = "<1>", "a"
    path = tmp_path / "x"
    path.write_bytes(mail.as_bytes())

    with pytest.raises(ContainerError) as caught:
        listed(path)
    assert caught.value.code is IssueCode.CONTAINER_LIMIT


@pytest.mark.parametrize(
    "text",
    [
        b"Dear all,\nplease note: the following\n\nthings",
        b"Title: a list\nDate: today\n\ntext",
        b"From here on: nothing\n",
        b"HTTP/1.1 200 OK\nContent-Type: text/html\nDate: x\n\nbody",
        b"From my window at 12:30 in 2020\nI saw a bird\n",
        b"<html><body>no picture</body></html>",
    ],
)
def test_ordinary_text_is_no_mail(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(text)

    assert kind_of(path) == ""


def test_mailboxes_give_the_attachments_of_every_message(tmp_path: Path) -> None:
    path = tmp_path / "Inbox"
    box = mailbox.mbox(path)
    for number in range(1, 6):
        mail = message(**{f"p{number}": jpeg(number)})
        mail.set_payload([*mail.get_payload(), MIMEApplication(b"text\n\nFrom here\n", name="note")])
        box.add(mailbox.mboxMessage(mail))
    box.flush()
    box.close()

    found = contents(path)

    assert kind_of(path) == "mbox"
    assert {name: data for name, data in found.items() if name.endswith(b".jpg")} == {
        b"message %d/p%d.jpg" % (number, number): jpeg(number) for number in range(1, 6)
    }


def test_messages_across_the_pieces_of_a_large_mailbox(tmp_path: Path) -> None:
    path = tmp_path / "x"
    wanted: dict[bytes, bytes] = {}
    with path.open("wb") as out:
        for number in range(1, 40):
            name = f"p{number}"
            data = number.to_bytes(2) * (211_313 + 7 * number)
            wanted[b"message %d/%s.jpg" % (number, name.encode())] = data
            out.write(b"From a@example.org Thu Jan  1 12:00:00 2026\n" + message(**{name: data}).as_bytes() + b"\n\n")
        assert out.tell() > 2 * _PIECE

    assert contents(path) == wanted


@pytest.mark.parametrize("back", [0, 1, 2, 3, 31, 32, 33, 34, 35, 36, 400, 1022, 1023, 1024, 1025])
def test_a_dividing_line_at_any_place_of_a_piece(tmp_path: Path, back: int) -> None:
    first, second = message().as_bytes(), message(one=b"1").as_bytes()
    line = b"From a Thu Jan  1 12:00:00 2026\n"
    fill = b"x" * 70 + b"\n"
    start = line + first
    start += (fill * (_PIECE // len(fill) + 1))[: _PIECE - back - len(start)] + b"\n\n"
    path = tmp_path / "x"
    path.write_bytes(start + line + second)

    assert contents(path) == {b"message 2/one.jpg": b"1"}


def test_web_pages_with_pictures_in_them(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    pictures = [base64.b64encode(jpeg(number)).replace(b"+", b"%2B") for number in (1, 2)]
    page = b"<!DOCTYPE html><html><style>a{background:url(data:image/jpeg;base64,%s)}</style>" % pictures[0]
    path.write_bytes(page + b"<img src='data:image/jpeg;charset=utf-8;base64,%s'></html>" % pictures[1])

    assert kind_of(path) == "html"
    assert contents(path) == {b"data URI 1.jpg": jpeg(1), b"data URI 2.jpg": jpeg(2)}


def test_damaged_mail_gives_no_surprise(tmp_path: Path) -> None:
    mail = message(one=jpeg(1)[:200])
    inner = message(two=b"12345")
    mail.add_attachment(inner)
    whole = mail.as_bytes()

    no_surprises(tmp_path / "x", whole, rounds=300)
    no_surprises(
        tmp_path / "y",
        b"From a Thu Jan  1 12:00:00 2026\n" + whole + b"\nFrom a Thu Jan  1 12:00:00 2026\n" + whole,
        rounds=200,
    )


def test_every_entry_is_small_text_about_one_part(tmp_path: Path) -> None:
    entries = [entry for entry in listed(written(tmp_path / "x", message(one=jpeg(1)))) if isinstance(entry, Entry)]

    assert [(entry.path, entry.size) for entry in entries] == [(b"one.jpg", len(jpeg(1)))]
