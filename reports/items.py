"""One item of the model as a block: its facts, its matches in plain words and in full, its picture."""

from __future__ import annotations

import io
import re
import struct
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from reports.blocks import Card, Fact, ItemBlock, Picture
from reports.languages.fields import FIELD, GROUP, INDICATOR, OWN_FIELDS
from reports.left_out import DATES, PICTURES, LeftOut
from reports.model import Variant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.model import MatchCard, ReportItem
    from reports.wording import Wording

NOTHING = LeftOut()

KINDS = ("exact", "near", "video")
"""The kinds of match, the strongest first."""

MOSAIC_PIXELS = 16
"""A PNG with no side longer than this is a mosaic; anything larger is never drawn outside the restricted variant."""

WIDE_RATIO = 2
"""A preview more than so many times as wide as it is high is a strip of film frames."""

_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER = struct.Struct(">8s4x4sII")
_NUMBERS_SHOWN = 12

PHOTODNA = "photodna"
"""Its distance is no number of bits."""


def allowed_picture(item: ReportItem, variant: Variant) -> bytes | None:
    """The picture that this variant may carry, whatever the model holds."""
    if variant in {Variant.DISCLOSURE, Variant.STATISTICS} or item.picture is None:
        return None
    if variant is Variant.RESTRICTED or (item.picture_type == "image/png" and _is_mosaic(item.picture)):
        return item.picture
    return None


def _is_mosaic(content: bytes) -> bool:
    if len(content) < _PNG_HEADER.size:
        return False
    magic, chunk, width, height = _PNG_HEADER.unpack_from(content)
    return bool(magic == _PNG_MAGIC and chunk == b"IHDR" and 0 < width <= MOSAIC_PIXELS >= height > 0)


def _is_wide(content: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return False
    return width > WIDE_RATIO * height


def strongest_kind(item: ReportItem) -> str:
    """The kind of the item's strongest match."""
    return min((match.kind for match in item.matches), key=KINDS.index)


def closest(item: ReportItem, words: Wording) -> str:
    """The smallest distance among the item's matches of its strongest kind, in words."""
    kind = strongest_kind(item)
    card = min((match for match in item.matches if match.kind == kind), key=lambda match: match.distance)
    return algorithm_name(card.algorithm) if kind == "exact" else _distance(card, words)


def closest_in_short(item: ReportItem) -> str:
    """The same without what only the values themselves tell: the algorithm, and the distance beside its threshold."""
    kind = strongest_kind(item)
    card = min((match for match in item.matches if match.kind == kind), key=lambda match: match.distance)
    name = algorithm_name(card.algorithm)
    return name if kind == "exact" else f"{name} {card.distance} (≤ {card.threshold})"


def item_block(
    item: ReportItem,
    variant: Variant,
    copies: Mapping[str, tuple[int, ...]],
    words: Wording,
    left_out: LeftOut = NOTHING,
) -> ItemBlock:
    """Everything the report says about one item."""
    return ItemBlock(
        number=item.number,
        title=words("item", number=item.number),
        kinds=kinds_text(item, words),
        picture=_picture(item, variant, words, left_out),
        facts=(
            *_facts(item, copies, words),
            *_decision_facts(item, words),
            *_hash_facts(item, words),
            *(() if DATES in left_out.parts else _date_facts(item, words)),
            *_notes(item, words),
        ),
        cards_title=words("item.matches"),
        cards=tuple(_card(card, words) for card in item.matches),
        metadata_title=words("item.metadata"),
        metadata=tuple(_metadata(item, words)),
        clipped=words.texts["item.clipped"],
    )


def _metadata(item: ReportItem, words: Wording) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Groups and their fields; those that the program named are said in the report's language."""
    for group, pairs in item.metadata:
        own = group in OWN_FIELDS
        shown = tuple((words.known(FIELD, name), _measured(value, words)) for name, value in pairs) if own else pairs
        yield words.known(GROUP, group), shown


def _measured(value: str, words: Wording) -> str:
    """A value of a field of ours; a number with decimals, with or without "s", as the language writes it."""
    return words.figure(value) if _DECIMALS.fullmatch(value) else value


def kinds_text(item: ReportItem, words: Wording) -> str:
    """The kinds of the item's matches, the strongest first; without any, that there is none."""
    if not item.matches:
        return words("numbers.none")
    found = {match.kind for match in item.matches}
    text = ", ".join(words(f"kind.{kind}") for kind in KINDS if kind in found)
    return f"{text} ({words('weak')})" if all(match.weak for match in item.matches) else text


def _picture(item: ReportItem, variant: Variant, words: Wording, left_out: LeftOut) -> Picture:
    content = allowed_picture(item, variant)
    if PICTURES in left_out.parts and variant is not Variant.DISCLOSURE:
        return Picture(None, "", words("left_out.picture"))
    if content is None:
        withheld = variant is Variant.DISCLOSURE
        return Picture(None, "", words("picture.withheld" if withheld else "picture.none"))
    mosaic = item.picture_type == "image/png" and _is_mosaic(content)
    alt = words("picture.mosaic" if mosaic else "picture.preview", number=item.number)
    return Picture(content, item.picture_type, alt, wide=not mosaic and _is_wide(content))


def _facts(item: ReportItem, copies: Mapping[str, tuple[int, ...]], words: Wording) -> list[Fact]:
    facts = [Fact(words("items.exhibit"), item.exhibit), Fact(words("items.location"), item.location, mono=True)]
    if item.location_bytes:
        facts.append(Fact(words("item.location_bytes"), item.location_bytes, mono=True))
    facts += _found_facts(item, words)
    facts.append(Fact(words("item.type"), item.media_type))
    facts.append(Fact(words("item.size"), words("item.size.value", size=words.count(item.size))))
    if item.dimensions:
        facts.append(Fact(words("item.dimensions"), item.dimensions))
    if item.duration:
        facts.append(Fact(words("item.duration"), item.duration))
    others = [number for number in copies.get(item.sha256, ()) if number != item.number]
    if others:
        facts.append(Fact(words("item.same_content"), _numbers(others, words)))
    return facts


def _found_facts(item: ReportItem, words: Wording) -> list[Fact]:
    """The state in which it was found, and its other paths."""
    facts = [] if item.origin == "live" else [Fact(words("item.origin"), words.known("origin", item.origin))]
    facts += [Fact(words("item.name"), name, mono=True) for name in item.names[:_NUMBERS_SHOWN]]
    more = len(item.names) - _NUMBERS_SHOWN
    if more > 0:
        facts.append(Fact(words("item.name"), words("item.name.more", more=words.count(more))))
    return facts


def _numbers(numbers: list[int], words: Wording) -> str:
    shown = ", ".join(str(number) for number in numbers[:_NUMBERS_SHOWN])
    more = len(numbers) - _NUMBERS_SHOWN
    if more > 0:
        return words("item.same_content.more", numbers=shown, more=words.count(more))
    return words("item.same_content.value", numbers=shown)


def _hash_facts(item: ReportItem, words: Wording) -> list[Fact]:
    digests = (("item.md5", item.md5), ("item.sha1", item.sha1), ("item.sha256", item.sha256))
    facts = [Fact(words(key), value, mono=True) for key, value in digests if value]
    for algorithm, value, by, result in item.stated:
        if result == "differs":
            named = words("item.stated.differs", algorithm=algorithm_name(algorithm), by=by)
            facts.append(Fact(named, value, mono=True))
    for algorithm, version, value, quality, view in item.perceptual:
        name = words("item.perceptual.name", algorithm=algorithm_name(algorithm), version=version)
        said = [view_text(view, words)] if view else []
        said += [] if quality is None else [words("item.quality", quality=quality)]
        suffix = f" ({', '.join(said)})" if said else ""
        facts.append(Fact(f"{name}{suffix}", value, mono=True))
    return facts


def _decision_facts(item: ReportItem, words: Wording) -> list[Fact]:
    facts = [Fact(words("item.decision"), item.decision or words("item.decision.none"))]
    return facts + [Fact(words(f"item.{kind}"), text) for kind, text in item.remarks]


def _date_facts(item: ReportItem, words: Wording) -> list[Fact]:
    if not item.dates:
        return [Fact(words("item.dates"), words("item.dates.none"))]
    return [Fact(kind, f"{text} · {_zone(zone, words)}") for kind, text, zone in item.dates]


def _zone(zone: str, words: Wording) -> str:
    if not zone:
        return words("item.zone.unknown")
    return words("item.zone", zone="Z (UTC)" if zone == "Z" else zone)


def _notes(item: ReportItem, words: Wording) -> list[Fact]:
    facts = [Fact(words("item.indicators"), _indicator(code, text, words)) for code, text in item.indicators]
    facts += [Fact(words("item.issues"), issue_text(note.code, note.detail, words)) for note in item.issues]
    return facts


def _indicator(code: str, text: str, words: Wording) -> str:
    return f"{words.known(INDICATOR, code)}: {words.kept(text)}"


def issue_text(code: str, detail: str, words: Wording) -> str:
    """An issue for people: the code explained, then the detail as it was recorded."""
    explained, detail = words.known("issue", code), words.kept(detail)
    return f"{explained} [{code}]: {detail}" if detail and detail != explained else f"{explained} [{code}]"


def _card(card: MatchCard, words: Wording) -> Card:
    role = words.known("role", card.role)
    title = words(
        "card.title",
        kind=words.known("kind", card.kind),
        list=card.list_name,
        version=card.list_version,
        role=role,
        entry=words.kept(card.entry),
    )
    return Card(title, plain_words(card, words), tuple(_card_facts(card, words)), words("weak") if card.weak else "")


LOCAL_FEATURES = "local-features"
"""The algorithm whose distance is in percent of what two pictures have in common, and that has no quality."""


def plain_words(card: MatchCard, words: Wording) -> str:
    """The match in one sentence for somebody who has never heard of a perceptual hash."""
    if card.kind == "exact":
        weak_digest = card.algorithm.lower() == "md5"
        text = words("card.exact.weak" if weak_digest else "card.exact", algorithm=algorithm_name(card.algorithm))
    elif card.algorithm == PHOTODNA:
        text = words("card.photodna", distance=words.count(card.distance), threshold=words.count(card.threshold))
    elif card.algorithm == LOCAL_FEATURES:
        text = words("card.features", distance=card.distance, threshold=card.threshold)
    elif _OF_64_BITS & set(card.algorithm.split("+")):
        numbers = {"distance": card.distance, "bits": bits(card), "threshold": card.threshold}
        text = words("card.small", names=algorithm_name(card.algorithm), compared=_compared(card, words), **numbers)
    else:
        text = words(
            "card.video" if card.kind == "video" else "card.near",
            query=_percent(card.query_percent, words),
            reference=_percent(card.reference_percent, words),
            distance=card.distance,
            bits=bits(card),
            threshold=card.threshold,
            quality="" if card.quality is None else words("card.near.quality", quality=card.quality),
            orientation=_compared(card, words) + _orientation(card, words),
        )
    return f"{text} {words('card.weak')}" if card.weak else text


def _orientation(card: MatchCard, words: Wording) -> str:
    if card.orientation in (None, "original"):
        return ""
    return words("card.near.orientation", orientation=words.known("orientation", str(card.orientation)))


def _compared(card: MatchCard, words: Wording) -> str:
    return words("card.near.view", view=view_text(card.view, words)) if card.view else ""


_VIEWS = (
    ("frame_at", re.compile(r"frame at (?P<seconds>\d+\.\d+) s")),
    ("inner_at", re.compile(r"inner picture at (?P<seconds>\d+\.\d+) s")),
    ("frame", re.compile(r"frame (?P<number>\d+)")),
    ("page", re.compile(r"page (?P<number>\d+)")),
    ("tile", re.compile(r"tile (?P<number>\d+)")),
    ("inner_number", re.compile(r"inner picture (?P<number>\d+)")),
    ("inner", re.compile(r"inner picture")),
)


def view_text(view: str, words: Wording) -> str:
    """A part of an item in the report's language; a name that is not known stays as it is."""
    for key, pattern in _VIEWS:
        found = pattern.fullmatch(view)
        if found:
            return words(f"view.{key}", **found.groupdict())
    return view


def algorithm_name(algorithm: str) -> str:
    """The name of an algorithm as it is usually written; of several that agree, one behind the other."""
    return " + ".join(_ALGORITHM_NAMES.get(name.lower(), name) for name in algorithm.split("+"))


_ALGORITHM_NAMES = {
    "md5": "MD5",
    "sha1": "SHA-1",
    "sha256": "SHA-256",
    "pdq": "PDQ",
    "vpdq": "vPDQ",
    "phash": "pHash",
    "dhash": "dHash",
    "ahash": "aHash",
    "whash": "wHash",
    "photodna": "PhotoDNA",
}
_DECIMALS = re.compile(r"\d+\.\d+( s)?")
_OF_64_BITS = {"phash", "dhash", "ahash", "whash"}


def bits(card: MatchCard) -> int:
    """How many bits were compared."""
    return max(len(card.query), len(card.reference)) * 4


def _percent(value: float | None, words: Wording) -> str:
    return "?" if value is None else words.figure(f"{value:.1f}".removesuffix(".0"))


def _distance(card: MatchCard, words: Wording) -> str:
    if card.algorithm == PHOTODNA:
        numbers = {"distance": words.count(card.distance), "threshold": words.count(card.threshold)}
        return words("card.distance.photodna", **numbers)
    if card.algorithm == LOCAL_FEATURES:
        return words("card.distance.features", distance=card.distance, threshold=card.threshold)
    return words("card.distance.value", distance=card.distance, bits=bits(card), threshold=card.threshold)


def _card_facts(card: MatchCard, words: Wording) -> list[Fact]:
    facts = [Fact(words("card.confirmed"), card.confirmed, strong=bool(card.by_eye))] if card.confirmed else []
    facts.append(Fact(words("card.algorithm"), _with_version(card, words)))
    if card.kind != "exact":
        facts.append(Fact(words("card.distance"), _distance(card, words)))
    if card.kind != "exact" and card.algorithm != LOCAL_FEATURES:
        facts.append(Fact(words("card.quality"), _quality(card, words)))
        facts.append(Fact(words("card.orientation"), words.known("orientation", card.orientation or "original")))
    if card.view:
        facts.append(Fact(words("card.view"), view_text(card.view, words)))
    if card.query_percent is not None or card.reference_percent is not None:
        agreement = words(
            "card.percent.value",
            query=_percent(card.query_percent, words),
            reference=_percent(card.reference_percent, words),
        )
        facts.append(Fact(words("card.percent"), agreement))
    facts.append(Fact(words("card.query"), card.query, mono=True))
    facts.append(Fact(words("card.reference"), card.reference, mono=True))
    if card.policy:
        facts.append(Fact(words("threshold.policy"), card.policy, mono=True))
    if card.dismissed:
        facts.append(Fact(words("card.dismissed"), card.dismissed, strong=True))
    optional = (
        ("card.chance", card.chance),
        ("card.frames", card.frames),
        ("card.times", card.times),
        ("card.note", words.kept(card.note)),
    )
    facts += [Fact(words(key), value) for key, value in optional if value]
    if card.label:
        facts.append(Fact(words("card.label"), words("card.label.note", label=words.kept(card.label))))
    return facts


def _with_version(card: MatchCard, words: Wording) -> str:
    name, version = algorithm_name(card.algorithm), card.algorithm_version
    if version[:1].isdigit():
        return words("item.perceptual.name", algorithm=name, version=version)
    return f"{name} ({version})" if version else name


def _quality(card: MatchCard, words: Wording) -> str:
    unknown = words("card.quality.unknown")
    return words(
        "card.quality.value",
        quality=unknown if card.quality is None else card.quality,
        reference=unknown if card.reference_quality is None else card.reference_quality,
    )
