"""Passphrases are asked on the terminal or read from a file, never an argument."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import PATH
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence, tell

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.session import Session

MAX_BYTES = 4096

PASSPHRASE_FILE = click.option(
    "--passphrase-file", type=PATH, help="File whose first line is the key's passphrase [asked on the terminal]."
)
THUMBNAILS_FILE = click.option(
    "--thumbnails-passphrase-file",
    type=PATH,
    help="As --passphrase-file, for encrypted thumbnails [asked on the terminal].",
)


def unlock(session: Session, path: Path | None) -> None:
    """Open a case's thumbnails, if they are encrypted.

    Raises:
        UsageError: the passphrase is wrong or cannot be read.
    """
    if session.locked:
        session.unlock(thumbnails_passphrase(path))


def thumbnails_passphrase(path: Path | None, *, twice: bool = False) -> str:
    """The passphrase of a case's thumbnails; see `read_passphrase`."""
    return read_passphrase(path, sentence("the thumbnails"), "--thumbnails-passphrase-file", twice=twice)


def read_passphrase(path: Path | None, of: str, option: str = "--passphrase-file", *, twice: bool = False) -> str:
    """The passphrase of a key or certificate.

    Args:
        path: a file whose first line it is; None asks on the terminal.
        of: what it opens, for the question.
        option: that names such a file, for the message.
        twice: ask for it a second time, for a new one.

    Raises:
        UsageError: the file cannot be read or is no text, or there is no terminal to ask on.
    """
    if path is None:
        if not sys.stdin.isatty():
            msg = sentence(
                "There is no terminal to ask for the passphrase of {of}; give {option} FILE.", of=of, option=option
            )
            raise UsageError(msg)
        return str(
            click.prompt(tell("Passphrase of {of}", of=of), hide_input=True, confirmation_prompt=twice, err=True)
        )
    try:
        with path.expanduser().open("rb") as file:
            text = file.read(MAX_BYTES).decode("utf-8-sig")
    except OSError as error:
        msg = sentence(
            "The passphrase file {path} cannot be read ({strerror}); check the path and your rights.",
            path=path,
            strerror=error.strerror,
        )
        raise UsageError(msg) from error
    except UnicodeDecodeError:
        msg = sentence(
            "The passphrase file {path} is no UTF-8 text; save it as UTF-8, with the passphrase as its first line.",
            path=path,
        )
        raise UsageError(msg) from None
    return text.split("\n", 1)[0].rstrip("\r")
