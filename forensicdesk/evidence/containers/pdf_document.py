"""PDF documents: every picture in them, shown on a page or not, and the files attached to them.

JPEG and JPEG 2000 pictures are given byte for byte; others are rebuilt from their pixels, and their names say so.
The place is the object's number and generation, with "#" and a count for a picture within its drawing commands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

import pikepdf

from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.evidence.containers.by_place import no_place, place_of
from forensicdesk.evidence.containers.pdf_names import Names, attachment_names
from forensicdesk.evidence.containers.pdf_pictures import TROUBLE, inline_picture, picture
from forensicdesk.evidence.containers.streams import memory_stream
from forensicdesk.language import sentence
from forensicdesk.model import State, StatedHash
from hashing.values import DateFact, Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from forensicdesk.evidence.containers.base import Around, Wanted
    from forensicdesk.evidence.containers.pdf_pictures import Picture
    from forensicdesk.model import Step

_PLACE = re.compile(rb"(\d{1,10})\.(\d{1,5})(?:#(\d{1,7}))?")
_ZONE = re.compile(r"([+\-])(\d\d)'?(\d\d)?'?$")
_MOST_OBJECTS, _MOST_INLINE = 2_000_000, 10_000
_BETWEEN = 500
_MD5_BYTES = 16


class PdfContainer:
    """One document."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._pdf = _opened(around)

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """Every picture and attachment, by object number; then the pictures within drawing commands."""
        names = Names()
        yield from names.look(self._pdf)
        attached: dict[tuple[int, int], bytes] = {}
        for count, thing in enumerate(self._objects()):
            if isinstance(thing, pikepdf.Dictionary):
                attached.update(_attached(self._pdf, thing))
            if count % _BETWEEN == 0:
                yield None
        for count, thing in enumerate(self._objects()):
            if isinstance(thing, pikepdf.Stream):
                yield self._entry(thing, names, attached)
            elif count % _BETWEEN == 0:
                yield None
        yield from self._inline(names)

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one picture or attachment."""
        found = _PLACE.fullmatch(place_of(self, step))
        if found is None:
            raise no_place()
        try:
            thing: Any = self._pdf.get_object(int(found[1]), int(found[2]))
            if found[3] is not None:
                data = self._inline_at(thing, int(found[3])).data
            elif _is_picture(thing):
                data = picture(self._pdf, thing).data
            else:
                data = thing.read_bytes()
        except TROUBLE as error:
            raise _damaged() from error
        return memory_stream(data, self._around.stream)  # type: ignore[return-value]

    def _objects(self) -> Iterator[Any]:
        try:
            for count, thing in enumerate(self._pdf.objects):
                if count >= _MOST_OBJECTS:
                    text = sentence(
                        "The document has more than {most_objects} objects; the rest was not looked at.",
                        most_objects=_MOST_OBJECTS,
                    )
                    raise ContainerError(State.FAILED, IssueCode.CONTAINER_LIMIT, text)
                yield thing
        except TROUBLE as error:
            raise _damaged() from error

    def _entry(self, thing: Any, names: Names, attached: dict[tuple[int, int], bytes]) -> Entry | None:  # noqa: ANN401
        number = thing.objgen
        place = b"%d.%d" % number
        try:
            if _is_picture(thing):
                shown = names.shown.get(number, f"object {number[0]}").encode()
                return _of_picture(shown, place, lambda: picture(self._pdf, thing))
            if number in attached or thing.get("/Type") == pikepdf.Name.EmbeddedFile:
                return _of_attachment(attached.get(number) or b"attachment %d" % number[0], place, thing)
        except TROUBLE:
            return _failed(b"object %d" % number[0], _damaged())
        return None

    def _inline(self, names: Names) -> Iterator[Entry | None]:
        last: ContainerError | None = None
        for number, page in names.drawn.items():
            try:
                for count, inline in enumerate(_inline_of(self._pdf.get_object(number))):
                    path = f"{page}, drawn image {count + 1}".encode()
                    place = b"%d.%d#%d" % (*number, count)
                    yield _of_picture(path, place, lambda inline=inline: inline_picture(self._pdf, inline))
            except ContainerError as error:
                last = error
            yield None
        if last is not None:
            raise last
        if names.cut:
            text = sentence("Pages are damaged or too long; pictures within their drawing commands are not known.")
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)

    def _inline_at(self, owner: Any, count: int) -> Picture:  # noqa: ANN401 - pikepdf's objects are of any type
        for number, inline in enumerate(_inline_of(owner)):
            if number == count:
                return inline_picture(self._pdf, inline)
        raise no_place()


def _opened(around: Around) -> pikepdf.Pdf:
    for password in ("", *around.passwords):
        around.stream.seek(0)
        try:
            return pikepdf.open(around.stream, password=password)
        except pikepdf.PasswordError:
            continue
        except TROUBLE as error:
            raise _damaged() from error
    text = sentence("The document is encrypted, and no password that was given opens it.")
    raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text)


def _is_picture(thing: Any) -> bool:  # noqa: ANN401 - as above
    return isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == pikepdf.Name.Image


def _inline_of(owner: Any) -> Iterator[pikepdf.PdfInlineImage]:  # noqa: ANN401 - as above
    count = 0
    try:
        for command in pikepdf.parse_content_stream(owner):
            if isinstance(command, pikepdf.ContentStreamInlineImage):
                count += 1
                if count > _MOST_INLINE:
                    text = sentence(
                        "A page draws more than {most_inline} pictures within its commands; the rest is not known.",
                        most_inline=_MOST_INLINE,
                    )
                    raise ContainerError(State.FAILED, IssueCode.CONTAINER_LIMIT, text)
                yield command.iimage
    except TROUBLE as error:
        raise _damaged() from error


def _attached(pdf: pikepdf.Pdf, thing: Any) -> dict[tuple[int, int], bytes]:  # noqa: ANN401 - as above
    try:
        return dict(attachment_names(pdf, thing))
    except TROUBLE:
        return {}  # Attached files are found among the objects all the same, without a name.


def _of_picture(path: bytes, place: bytes, make: Any) -> Entry:  # noqa: ANN401 - a function that gives a picture
    try:
        made: Picture = make()
    except ContainerError as error:
        return _failed(path, error)
    except TROUBLE:
        return _failed(path, _damaged())
    except MemoryError:
        text = sentence("The picture takes more memory than one item may use.")
        return _failed(path, ContainerError(State.FAILED, IssueCode.OUT_OF_MEMORY, text))
    return Entry(path + made.ending, len(made.data), place=place)


def _of_attachment(path: bytes, place: bytes, thing: Any) -> Entry:  # noqa: ANN401 - as above
    data = thing.read_bytes()
    facts = thing.get("/Params")
    dates: list[DateFact] = []
    stated: tuple[StatedHash, ...] = ()
    if isinstance(facts, pikepdf.Dictionary):
        for key, kind in (("/CreationDate", "file:created"), ("/ModDate", "file:modified")):
            text = facts.get(key)
            if isinstance(text, pikepdf.String):
                dates.append(DateFact(kind, str(text), _zone(str(text))))
        digest = facts.get("/CheckSum")
        if isinstance(digest, pikepdf.String) and len(bytes(digest)) == _MD5_BYTES:
            stated = (StatedHash("md5", bytes(digest), "the PDF document"),)
    return Entry(path, len(data), place=place, dates=tuple(dates), stated=stated)


def _zone(text: str) -> str | None:
    found = _ZONE.search(text)
    return f"{found[1]}{found[2]}:{found[3] or '00'}" if found else "Z" if text.endswith("Z") else None


def _failed(path: bytes, error: ContainerError) -> Entry:
    return Entry(path, 0, state=error.state, issue=Issue(Stage.READ, error.code, error.detail))


def _damaged() -> ContainerError:
    text = sentence("The document is damaged here, and could not be repaired.")
    return ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)
