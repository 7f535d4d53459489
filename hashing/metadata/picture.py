"""What a picture says about itself: every block of metadata read, named, summed up; dates and indicators with it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from hashing.metadata import dates, gps
from hashing.metadata.c2pa import actions, claim_generators, is_store, source_types
from hashing.metadata.exif_fields import read_fields
from hashing.metadata.facts import Metadata
from hashing.metadata.find import find_blocks
from hashing.metadata.generators import generator_indicators
from hashing.metadata.icc import read_icc
from hashing.metadata.iptc import read_iptc
from hashing.metadata.summary import summarise, summary_indicators
from hashing.metadata.text import fields, from_bytes, printable
from hashing.phrases import phrase
from hashing.values import Indicator, Issue, IssueCode, Stage

if TYPE_CHECKING:
    from hashing.decode.kinds import Kind
    from hashing.metadata.blocks import Blocks
    from hashing.metadata.exif_fields import Fields, Reading
    from hashing.metadata.summary import Summary
    from hashing.values import DateFact, MetadataGroup

_MOST_EXIF_BLOCKS = 4
_MOST_XMP_PACKETS = 8
_MOST_ISSUES = 8
_MOST_SOFTWARE = 8
_EDITORS = ("xmp:CreatorTool", "tiff:Software")
_AGENT = "stEvt:softwareAgent"
_SOURCE_TYPE = "Iptc4xmpExt:DigitalSourceType"
_LEFT_OUT_TEXTS = {"XML:com.adobe.xmp"}
_FACEBOOK = "FBMD"
_CARRIERS = {"UserComment", "Software", "ImageDescription", "Model", "Make", "Artist"}


@dataclass(slots=True)
class PictureFacts:
    """What the readers found in one picture, before it becomes groups of text.

    Attributes:
        blocks: the blocks as they stand in the file.
        readings: the fields of each EXIF block, in the order of `blocks.exif`.
        fields: the fields of all EXIF blocks together, the first block first.
        xmp: the fields of all packets, in their order.
        said: what leaves this package.
    """

    blocks: Blocks
    readings: list[Reading] = field(default_factory=list)
    fields: Fields = field(default_factory=dict)
    xmp: list[tuple[str, str]] = field(default_factory=list)
    iptc: list[tuple[str, str]] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    said: Metadata = field(default_factory=Metadata)

    def xmp_value(self, name: str) -> str:
        """The first value of an XMP field, "" without it."""
        return next((text for key, text in self.xmp if key == name), "")


def _read(blocks: Blocks) -> PictureFacts:
    facts = PictureFacts(blocks, trouble=list(blocks.trouble))
    for part in blocks.exif[:_MOST_EXIF_BLOCKS]:
        reading = read_fields(part)
        facts.readings.append(reading)
        facts.trouble.extend(reading.trouble)
        for key, value in reading.fields.items():
            facts.fields.setdefault(key, value)
    if blocks.xmp:
        # Late import: expat is needed by pictures with XMP only.
        from hashing.metadata.xmp import read_xmp

        for packet in blocks.xmp[:_MOST_XMP_PACKETS]:
            found, trouble = read_xmp(packet)
            facts.xmp.extend(found)
            facts.trouble.extend([trouble] if trouble else [])
    for record in blocks.iptc:
        facts.iptc.extend(read_iptc(record))
    return facts


def _exif_groups(facts: PictureFacts, summary: Summary) -> list[MetadataGroup]:
    by_group: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, reading in enumerate(facts.readings, start=1):
        suffix = f" (EXIF block {number})" if number > 1 else ""
        for (group, name), value in reading.fields.items():
            by_group[printable(group) + suffix].append((name, value.text))
    if summary.place:
        by_group["GPS"].extend(gps.as_fields(summary.place))
    return [(name, fields(pairs)) for name, pairs in sorted(by_group.items())]


def _groups(facts: PictureFacts, summary: Summary, texts: list[tuple[str, str]]) -> tuple[MetadataGroup, ...]:
    groups = [
        ("summary", fields(summary.fields.items())),
        *_exif_groups(facts, summary),
        ("XMP", fields(facts.xmp)),
        ("IPTC", fields(facts.iptc)),
        ("ICC profile", fields(read_icc(facts.blocks.icc))),
        ("text fields", fields(texts)),
        ("content credentials", fields(_credentials(facts.blocks))),
    ]
    return tuple(group for group in groups if group[1])


def _credentials(blocks: Blocks) -> list[tuple[str, str]]:
    stores = [raw for raw in blocks.credentials if is_store(raw)]
    found: list[tuple[str, str]] = []
    for number, raw in enumerate(stores, start=1):
        mark = f" (store {number})" if number > 1 else ""
        found.append((f"store{mark}", phrase("{count} bytes, not validated", count=len(raw))))
        found.extend((f"claim generator{mark}", text) for text in claim_generators(raw))
        found.extend((f"action{mark}", text) for text in actions(raw))
        found.extend((f"digital source type{mark}", text) for text in source_types(raw))
    return found


def _software(facts: PictureFacts, summary: Summary) -> list[Indicator]:
    texts = [summary.fields.get("Software", "")]
    texts += [printable(text) for name, text in facts.blocks.texts if name == "Software"]
    texts += [printable(text) for name, text in facts.xmp if name in _EDITORS or name.endswith(_AGENT)]
    texts += [printable(text) for name, text in facts.iptc if name == "OriginatingProgram"]
    return [Indicator("editing-software", text) for text in dict.fromkeys(texts) if text][:_MOST_SOFTWARE]


def _credential_indicators(facts: PictureFacts) -> list[Indicator]:
    found = []
    stated = _credentials(facts.blocks)
    if stated:
        makers = [text for name, text in stated if name.startswith("claim generator")]
        made = (
            phrase("; claim generator: {names}", names="; ".join(printable(text) for text in makers)) if makers else ""
        )
        found.append(Indicator("content-credentials", phrase("present, not validated{more}", more=made)))
    types = [text for name, text in stated if name.startswith("digital source type")]
    types += [printable(text) for name, text in facts.xmp if name.endswith(_SOURCE_TYPE) and text]
    found += [Indicator("digital-source-type", text) for text in dict.fromkeys(types)]
    return found


def _carriers(facts: PictureFacts, texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Fields in which generating programs write."""
    carriers = list(texts)
    carriers += [
        (name, value.text)
        for (group, name), value in facts.fields.items()
        if group in {"Image", "EXIF"} and name in _CARRIERS
    ]
    carriers += [(name, text) for name, text in facts.xmp if len(text) < 1 << 16]
    carriers += [("credit", text) for name, text in facts.iptc if name in {"Credit", "Source", "By-line"}]
    carriers += [("claim generator", text) for name, text in _credentials(facts.blocks) if name.startswith("claim")]
    return carriers


def _indicators(facts: PictureFacts, summary: Summary, texts: list[tuple[str, str]]) -> tuple[Indicator, ...]:
    found = [*summary_indicators(summary), *_software(facts, summary)]
    found += generator_indicators(_carriers(facts, texts))
    found += _credential_indicators(facts)
    if sum(1 for reading in facts.readings if reading.fields) > 1:
        found.append(
            Indicator(
                "several-exif-blocks", phrase("{count} EXIF blocks; the first one counts", count=len(facts.readings))
            )
        )
    marks = [text for name, text in facts.iptc if name == "SpecialInstructions" and text.startswith(_FACEBOOK)]
    found += [
        Indicator("messenger", phrase("IPTC SpecialInstructions: {text}", text=printable(text))) for text in marks[:1]
    ]
    return tuple(found)


def _dates(facts: PictureFacts, texts: list[tuple[str, str]]) -> tuple[DateFact, ...]:
    found = (
        *dates.exif_dates(facts.fields),
        *dates.xmp_dates(facts.xmp),
        *dates.iptc_dates(facts.iptc),
        *dates.png_dates(texts),
    )
    return tuple(dict.fromkeys(found))


def _texts(blocks: Blocks, others: tuple[tuple[str, str | bytes], ...]) -> list[tuple[str, str]]:
    """Text fields found here, and those only the decoder knows (such as HEIC's stated orientation)."""
    texts = [*blocks.texts, *blocks.stated]
    known = {name for name, _ in texts}
    for name, text in others:
        if name not in known and name not in _LEFT_OUT_TEXTS and not name.startswith("Raw profile type"):
            texts.append((name, from_bytes(text) if isinstance(text, bytes) else text))
    return texts


def picture_facts(stream: BinaryIO, kind: Kind, others: tuple[tuple[str, str | bytes], ...] = ()) -> PictureFacts:
    """Read everything a picture says about itself; trouble becomes issues of `said`, nothing is raised.

    Args:
        stream: the file.
        kind: what sort of picture it is.
        others: text fields that its decoder found.
    """
    facts = _read(find_blocks(stream, kind))
    texts = _texts(facts.blocks, others)
    flat: dict[str, str] = {}
    for name, text in facts.xmp:
        flat.setdefault(name, text)
    summary = summarise(facts.fields, flat)
    issues = tuple(
        Issue(Stage.METADATA, IssueCode.METADATA_UNREADABLE, printable(trouble))
        for trouble in list(dict.fromkeys(facts.trouble))[:_MOST_ISSUES]
    )
    facts.said = Metadata(
        _groups(facts, summary, texts), _dates(facts, texts), _indicators(facts, summary, texts), issues
    )
    return facts
