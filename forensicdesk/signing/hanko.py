"""pyHanko as it is loaded here: without a library for networks, with times in UTC, and silent.

pyHanko asks for aiohttp, although signing needs none. An empty stand-in takes its place, so that no such library is
loaded; nothing here fetches anything. Whatever uses pyHanko imports this module first.
"""

from __future__ import annotations

import logging
import sys
import types
from datetime import UTC
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from datetime import tzinfo


class _Empty(types.ModuleType):
    """A module whose every name is an empty class; pyHanko inherits from some of aiohttp's."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


sys.modules["aiohttp"] = _Empty("aiohttp")

from pyhanko.sign.signers import pdf_signer  # noqa: E402 - after the stand-in


class _InUtc:
    """What pyHanko asks for the zone of the workstation; signatures say their time in UTC, and some zones fail it."""

    @staticmethod
    def get_localzone() -> tzinfo:
        return UTC


vars(pdf_signer)["tzlocal"] = _InUtc
del sys.modules["aiohttp"]
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).propagate = False  # what it finds is said by those who ask
    logging.getLogger(_library).addHandler(logging.NullHandler())


_Given = TypeVar("_Given")


def result_of(asking: Coroutine[None, None, _Given]) -> _Given:
    """What a coroutine gives that never waits: it has its answer in one go.

    Raises:
        ValueError: it waited for something.
    """
    try:
        asking.send(None)
    except StopIteration as end:
        return cast("_Given", end.value)
    asking.close()
    msg = "an answer was waited for"
    raise ValueError(msg)


def waited_for(signing: Coroutine[None, None, _Given]) -> _Given:
    """What a coroutine of pyHanko gives that needs its event loop, in which pyHanko signs PDF files, too."""
    return cast("_Given", vars(pdf_signer)["asyncio"].run(signing))
