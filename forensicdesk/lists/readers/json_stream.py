"""Reading the JSON of hash lists: what is damaged stops the import."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from forensicdesk.errors import ListError
from forensicdesk.exchange import json_stream
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from typing import TextIO


class JsonStream(json_stream.JsonStream):
    """A cursor over the JSON text of a hash list; see `forensicdesk.exchange.json_stream`."""

    def __init__(self, text: TextIO, name: str) -> None:
        super().__init__(text)
        self._name = name

    def fail(self, what: str, *, at: int | None = None) -> NoReturn:
        """Say what broke and where.

        Raises:
            ListError: always.
        """
        msg = sentence(
            "{name} is damaged or cut off: {what}, {place}; nothing imported.",
            name=self._name,
            what=what,
            place=self.place(at),
        )
        raise ListError(msg)
