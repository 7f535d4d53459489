"""XMP packets as flat fields: `dc:creator[1]`, `xmp:CreateDate`, `Container:Directory[2]/Item:Length`.

The standard library's expat reads them. A document type or an entity declaration ends the reading at once: XMP needs
none, and such a packet was made to harm its reader. The syntax read is that of ISO 16684-1: RDF in XML, with
properties as elements or attributes, arrays as `rdf:Seq`, `rdf:Bag` and `rdf:Alt`, structures nested.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from hashing.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML = "http://www.w3.org/XML/1998/namespace"
_X = "adobe:ns:meta/"
_SILENT = {_RDF, _XML, _X, ""}
_MOST_FIELDS = 1000
_MOST_DEPTH = 40
_MOST_ELEMENTS = 50_000
_LONGEST_PATH = 500
_MOST_TEXT = 16_384
_MOST_BYTES = 16 << 20
_PREFIXES = {
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/g/img/": "xmpGImg",
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
    "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": "stRef",
    "http://ns.adobe.com/xmp/note/": "xmpNote",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.google.com/photos/1.0/camera/": "GCamera",
    "http://ns.google.com/photos/1.0/container/": "Container",
    "http://ns.google.com/photos/1.0/container/item/": "Item",
}
"""Usual prefixes of namespaces, so that a field has the same name whatever prefix its file chose."""


class _Stop(Exception):  # noqa: N818 - it ends the reading, it is no fault of the program
    """Raised inside expat's callbacks to end the reading."""


@dataclass(slots=True)
class _Level:
    path: str
    text: list[str] = field(default_factory=list)
    items: int = 0
    given: bool = False
    resource: bool = False


class _Reader:
    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self.trouble = ""
        self._levels: list[_Level] = [_Level("")]
        self._prefixes = dict(_PREFIXES)
        self._length = 0
        self._elements = 0

    def _name(self, expanded: str) -> tuple[str, str]:
        """(namespace, name with its usual prefix)."""
        space, _, local = expanded.rpartition(" ")
        prefix = self._prefixes.get(space, "")
        return space, f"{prefix}:{local}" if prefix else local

    def prefix(self, prefix: str | None, space: str | None) -> None:
        if prefix and space and len(self._prefixes) < _MOST_FIELDS:
            self._prefixes.setdefault(space, prefix)

    def _add(self, path: str, value: str) -> None:
        if len(self.found) >= _MOST_FIELDS:
            self.trouble = phrase("the XMP packet has more than {most_fields} fields", most_fields=_MOST_FIELDS)
            raise _Stop
        self.found.append((path[:_LONGEST_PATH], value[:_MOST_TEXT]))

    def start(self, expanded: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if len(self._levels) > _MOST_DEPTH or self._elements > _MOST_ELEMENTS:
            self.trouble = phrase("the XMP packet is nested too deeply or has too many elements")
            raise _Stop
        space, name = self._name(expanded)
        outer = self._levels[-1]
        path = outer.path
        if space == _RDF and expanded.endswith(" li"):
            outer.items += 1
            path = f"{path}[{outer.items}]"
        elif space not in _SILENT:
            path = f"{path}/{name}" if path else name
            outer.given = True
        level = _Level(path[:_LONGEST_PATH])
        self._levels.append(level)
        self._length = 0
        for attribute, value in attributes.items():
            self._attribute(level, attribute, value)

    def _attribute(self, level: _Level, attribute: str, value: str) -> None:
        space, name = self._name(attribute)
        if space == _X and name.endswith("xmptk"):
            self._add("x:xmptk", value)
        if space == _RDF and attribute.endswith(" resource"):
            self._add(level.path, value)
            level.given = True
        if space not in _SILENT:
            self._add(f"{level.path}/{name}" if level.path else name, value)
            level.given = True

    def characters(self, text: str) -> None:
        if self._length < _MOST_TEXT:
            self._levels[-1].text.append(text[: _MOST_TEXT - self._length])
            self._length += len(text)

    def end(self, _: str) -> None:
        level = self._levels.pop()
        text = "".join(level.text).strip()
        if text and level.path and not level.given and not level.items:
            self._add(level.path, text)
        outer = self._levels[-1]
        # `rdf:Seq`, `rdf:Description` and the like are no level of their own: theirs is what is outside.
        if level.path == outer.path:
            outer.given = outer.given or level.given
            outer.items = max(outer.items, level.items)

    def refuse(self, *_: object) -> None:
        self.trouble = phrase("the XMP packet declares a document type or entities and was not read")
        raise _Stop


def _packet(raw: bytes) -> bytes:
    """From the first tag to the last, without the padding that editors leave."""
    start, end = raw.find(b"<"), raw.rfind(b">")
    if raw[:2] in {b"\xfe\xff", b"\xff\xfe"} or raw[:400].count(b"\x00") > 20:  # noqa: PLR2004 - UTF-16 or UTF-32
        return raw
    return raw[start : end + 1] if 0 <= start < end else b""


def read_xmp(raw: bytes) -> tuple[tuple[tuple[str, str], ...], str]:
    """The fields of a packet in their order, and what was wrong with it ("" if nothing).

    A damaged packet gives the fields before the damage. At most 1000 fields of at most 16,384 characters are read.
    """
    packet = _packet(raw[:_MOST_BYTES])
    if not packet:
        return (), phrase("the XMP packet holds no XML")
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartNamespaceDeclHandler = reader.prefix
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.ExternalEntityRefHandler = lambda *_: 0
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(packet, True)  # noqa: FBT003 - expat takes no name here
    except _Stop:
        return tuple(reader.found), reader.trouble
    except (expat.ExpatError, ValueError, UnicodeError, LookupError) as error:
        return tuple(reader.found), phrase("the XMP packet is damaged: {error}", error=error)
    return tuple(reader.found), ""
