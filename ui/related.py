"""What belongs to an item: equal bytes, its stack, pictures that look alike, and weaker ties; each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.language import _, retold
from forensicdesk.language.orientations import ORIENTATIONS
from forensicdesk.relations import GroupKind, LinkKind
from ui.words import DIGEST_NAMES, clock_text, counted, location_text, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from forensicdesk.model import ItemRecord, Location, Source
    from forensicdesk.relations import ContentLink, Group, Reason
    from forensicdesk.session import Session

MOST_RELATIVES = 40
"""So many of one kind are listed one by one; the gallery shows all."""

EQUAL = _("Equal bytes")
EQUAL_SAYS = _("The same file at other places, byte for byte.")
STACK_SAYS = _("The same picture or film in other forms, by values that agree. A lead, not an identification.")
CLUSTER = _("Looks alike")
CLUSTER_SAYS = _("Pictures that look alike by wide limits, among them different things.")
TIES = {
    LinkKind.PART: (_("Shows a part of it"), _("A tile, frame or page of one shows the other.")),
    LinkKind.FILM_PART: (_("Film within a film"), _("One film lies within the other.")),
    LinkKind.SAME_SCENE: (_("Picture from a film"), _("A picture is near a frame of a film.")),
}
LOCAL_FEATURES = "local-features"


@dataclass(frozen=True, slots=True)
class Relative:
    """One content that belongs to the item: the items that have it, the name of the first, and why."""

    items: tuple[int, ...]
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Relatives:
    """All that belongs to the item in one way.

    Attributes:
        title, says: what it is, and what it claims.
        found: the first of them.
        items: the items of all of them and the item itself, for the gallery.
        count: how many contents (of equal bytes: items) there are beside the item's own.
    """

    title: str
    says: str
    found: tuple[Relative, ...]
    items: tuple[int, ...]
    count: int


def read_related(session: Session, record: ItemRecord) -> tuple[Relatives, ...]:
    """Ask the session what belongs to an item; called off the event loop."""
    if record.content_id is None:
        return ()
    own = record.content_id
    found = [_equal(session, record.id, own)]
    for kind in GroupKind:
        group = session.stack_of(record.id, kind)
        if group is not None:
            found.append(_group(session, group, own))
    links = session.links_of(record.id)
    found += [_ties(session, kind, [link for link in links if link.kind is kind], own) for kind in LinkKind]
    return tuple(one for one in found if one is not None)


def reason_text(reason: Reason, other: str) -> str:
    """Why a content was held together with another one of this name, in plain words."""
    name = DIGEST_NAMES.get(reason.algorithm, reason.algorithm)
    if reason.algorithm == LOCAL_FEATURES:
        of_it, of_other = 100 * (reason.coverage or 0), 100 * (reason.other_coverage or 0)
        return _(
            "{distance} local features agree with {other} (at least {threshold} are asked), over "
            "{of_it:.0f} % of it and {of_other:.0f} % of the other"
        ).format(distance=reason.distance, other=other, threshold=reason.threshold, of_it=of_it, of_other=of_other)
    if reason.algorithm == "film-features":
        return _(
            "{percent:.0f} % of its frames agree with {other_percent:.0f} % of those of {other} by local features"
        ).format(percent=reason.percent or 0, other_percent=reason.other_percent or 0, other=other)
    if reason.algorithm == "vpdq":
        return _("{value:.0f} % of its frames meet {value_:.0f} % of those of {other}").format(
            value=reason.percent or 0, value_=reason.other_percent or 0, other=other
        )
    words = [
        _("{name} differs from {other} in {distance} bits (up to {threshold})").format(
            name=name, other=other, distance=reason.distance, threshold=reason.threshold
        )
    ]
    if reason.second:
        second = DIGEST_NAMES.get(reason.second, reason.second)
        words.append(
            _("{name} in {distance} (up to {threshold})").format(
                name=second, distance=reason.second_distance, threshold=reason.second_threshold
            )
        )
    if reason.orientation not in {"", "original"}:
        words.append(ORIENTATIONS.get(reason.orientation, reason.orientation))
    if reason.view or reason.other_view:
        words.append(
            _("{value} against {value_}").format(
                value=retold(reason.view) or _("the whole"), value_=retold(reason.other_view) or _("the whole")
            )
        )
    if reason.time_s is not None:
        words.append(_("the film's frame at {clock_text}").format(clock_text=clock_text(reason.time_s)))
    return ", ".join(words)


def place_text(source: Source, location: Location) -> str:
    """An exhibit and the path of a file in it."""
    return _("{exhibit}: {path}").format(exhibit=printable(source.label), path=location_text(location))


def _equal(session: Session, item_id: int, content_id: int) -> Relatives | None:
    items = session.items_of([content_id]).get(content_id, ())
    others = [one for one in items if one != item_id]
    if not others:
        return None
    places = session.places(others[:MOST_RELATIVES])
    found = tuple(Relative((item,), place_text(source, location), "") for item, (source, location) in places.items())
    return Relatives(EQUAL, EQUAL_SAYS, found, items, len(others))


def _group(session: Session, group: Group, own: int) -> Relatives:
    reasons = {member.content_id: member.reason for member in group.members}
    stack = group.kind is GroupKind.STACK
    title, says = (_("Stack {id}").format(id=group.id), STACK_SAYS) if stack else (CLUSTER, CLUSTER_SAYS)
    others = [content for content in reasons if content != own]
    wanted = _first(others, {own, group.representative})
    names = _names(
        session, [*wanted, own, *(reason.other for reason in reasons.values() if reason)][: 4 * MOST_RELATIVES]
    )
    items = session.items_of(list(reasons))
    head = _("stands for the stack: the picture that most of the others are near to") if stack else ""
    told: dict[int, str] = {}
    for content in wanted:
        reason = reasons[content]
        told[content] = head if reason is None else reason_text(reason, names.get(reason.other, _("another one")))
    mine = reasons.get(own)
    if mine is not None:
        says += _(" This item: {reason_text}.").format(
            reason_text=reason_text(mine, names.get(mine.other, _("another one")))
        )
    return Relatives(title, says, _relatives(wanted, names, items, told), _all_items(items), len(others))


def _ties(session: Session, kind: LinkKind, links: Sequence[ContentLink], own: int) -> Relatives | None:
    if not links:
        return None
    title, says = TIES[kind]
    others = {link.reason.other if link.first == own else link.first: link for link in links}
    wanted = _first(list(others), set())
    names = _names(session, [*wanted, own])
    items = session.items_of([*others, own])
    told = {content: _tie_text(others[content], names, own) for content in wanted}
    return Relatives(title, says, _relatives(wanted, names, items, told), _all_items(items), len(others))


def _tie_text(link: ContentLink, names: Mapping[int, str], own: int) -> str:
    """The reason of a tie, told of the relative; where it is told from the item's side, it says so."""
    text = reason_text(link.reason, names.get(link.reason.other, _("another one")))
    return _("This item: {text}").format(text=text) if link.first == own else text


def _first(contents: Sequence[int], before: set[int]) -> list[int]:
    """The first contents, those of `before` in front."""
    return sorted(contents, key=lambda content: (content not in before, content))[:MOST_RELATIVES]


def _names(session: Session, contents: Iterable[int]) -> dict[int, str]:
    """The file name of the first item of each content."""
    firsts = {items[0]: content for content, items in session.items_of(list(dict.fromkeys(contents))).items()}
    return {firsts[card.id]: printable(card.name) for card in session.cards(sorted(firsts))}


def _relatives(
    contents: Sequence[int], names: Mapping[int, str], items: Mapping[int, tuple[int, ...]], told: Mapping[int, str]
) -> tuple[Relative, ...]:
    found = []
    for content in contents:
        having = items.get(content, ())
        more = counted(len(having) - 1, " and {count} copy", " and {count} copies") if len(having) > 1 else ""
        found.append(Relative(having, f"{names.get(content, '')}{more}", told.get(content, "")))
    return tuple(one for one in found if one.items)


def _all_items(items: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sorted(item for having in items.values() for item in having))
