"""A match in plain words: what agrees with what, how well, and what that does not prove."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.language import _, retold
from forensicdesk.language.orientations import ORIENTATIONS
from forensicdesk.model import MatchKind
from forensicdesk.session import in_words
from ui.words import DIGEST_NAMES, ROLES, clock_text, list_text, moment_text, printable

if TYPE_CHECKING:
    from forensicdesk.model import EvidenceCard, HashList, ItemRecord, Match
    from forensicdesk.session import Session

LEAD = _("A lead, not an identification: somebody has to look and decide.")
PDQ_BITS = 256
LOCAL_FEATURES = "local-features"


@dataclass(frozen=True, slots=True)
class CardText:
    """An evidence card as text.

    Attributes:
        headline: what agrees with what.
        sentences: how well, with what reservations.
        facts: (name, value) pairs that let somebody else repeat the comparison.
    """

    headline: str
    sentences: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def card_text(match: Match, known: HashList | None, chance: str = "") -> CardText:
    """The evidence card of a match; `known` is its list, None if that is not in reach.

    `chance` says how many matches as close chance may bring; "" says nothing about it.
    """
    tellers = {MatchKind.EXACT: _exact, MatchKind.NEAR: _near, MatchKind.VIDEO: _film}
    headline, sentences = tellers[match.kind](match.card)
    if match.weak and match.kind is not MatchKind.EXACT:  # of an equal digest the note says what is weak
        sentences += (_("Weak: quality or agreement is poor, so chance or tampering is more likely than usual."),)
    if match.card.note:
        sentences += (printable(retold(match.card.note)),)
    if chance:
        sentences += (printable(retold(chance)),)
    if match.dismissed is not None:
        said = match.dismissed
        words = _("Not a match, said by {examiner} on {moment_text}: {reason}").format(
            examiner=said.examiner, moment_text=moment_text(said.said_at), reason=said.reason
        )
        if said.list_id != match.list_id:
            words += _(
                " (carried over: said of an earlier version of this list, entry {entry} with the same value)"
            ).format(entry=said.entry)
        sentences = (printable(words), *sentences)
    return CardText(headline, sentences, _facts(match, known))


def sight_text(match: Match) -> str:
    """Whether somebody looked at both sides of a match, who, when, and what they saw."""
    said = match.sight
    if said is None:
        return _("Confirmed by eye: nobody is on record as having looked at both sides.")
    about = {"examiner": said.examiner, "moment": moment_text(said.said_at)}
    text = (
        _("Confirmed by eye: yes, {examiner}, {moment}").format(**about)
        if said.same
        else _("Confirmed by eye: no, they do not show the same. {examiner}, {moment}").format(**about)
    )
    if said.note:
        text += f": {said.note}"
    if said.list_id != match.list_id:
        text += _(" (carried over: said of an earlier version of this list, entry {entry} with the same value)").format(
            entry=said.entry
        )
    return printable(text)


def chance_sentences(session: Session, record: ItemRecord) -> tuple[str, ...]:
    """For each match of an item how many as close chance may bring; "" for equal digests."""
    if not record.matches:
        return ()
    chance_of = session.chances()
    return tuple("" if match.kind is MatchKind.EXACT else in_words(chance_of(match)) for match in record.matches)


def algorithm_name(card: EvidenceCard) -> str:
    """The algorithm as people write it."""
    return "+".join(DIGEST_NAMES.get(part, part) for part in card.algorithm.split("+"))


def _exact(card: EvidenceCard) -> tuple[str, tuple[str, ...]]:
    sentence = _("The {algorithm_name} of the whole file equals the one on the list.").format(
        algorithm_name=algorithm_name(card)
    )
    return _("The same file, byte for byte, as far as the digest shows"), (sentence,)


def _near(card: EvidenceCard) -> tuple[str, tuple[str, ...]]:
    if card.algorithm == LOCAL_FEATURES:
        share = _("{distance} % of what both show differs; up to {threshold} % count as a match.").format(
            distance=card.distance, threshold=card.threshold
        )
        return _("A part of this picture looks like a part of the listed one"), (share,)
    sentences = [_distance(card)]
    coarse = not {"phash", "dhash", "ahash", "whash"}.isdisjoint(card.algorithm.split("+"))
    if card.view:
        sentences.append(_("Compared was not the whole, but a part of it: {view}.").format(view=retold(card.view)))
    if card.orientation not in (None, "original"):
        sentences.append(
            _("It agrees when this picture is {get}.").format(get=ORIENTATIONS.get(card.orientation, card.orientation))
        )
    what = _("A part of this item") if card.view else _("This picture")
    if coarse:
        return _("{what} agrees with the listed one in coarse hashes; unrelated pictures can, too").format(
            what=what
        ), tuple(sentences)
    return _("{what} looks like the listed one").format(what=what), tuple(sentences)


def _distance(card: EvidenceCard) -> str:
    if card.algorithm == "photodna":
        return _(
            "Carried PhotoDNA values lie at a squared distance of {distance}; up to {threshold} count as "
            "a match. They were not computed here."
        ).format(distance=card.distance, threshold=card.threshold)
    bits = len(card.reference) * 4
    return _("{distance} of {bits} bits differ; up to {threshold} count as a match.").format(
        distance=card.distance, bits=bits, threshold=card.threshold
    )


def _film(card: EvidenceCard) -> tuple[str, tuple[str, ...]]:
    sentences = []
    if card.query_percent is not None:
        sentences.append(
            _("{query_percent:.0f} % of this film's frames ({frames}) look like frames of the listed film.").format(
                query_percent=card.query_percent, frames=_frames(card.frames_matched, card.frames_considered)
            )
        )
    if card.reference_percent is not None:
        part = _frames(card.reference_frames_matched, card.reference_frames_considered)
        sentences.append(
            _("{reference_percent:.0f} % of the listed film's frames ({part}) appear in this film.").format(
                reference_percent=card.reference_percent, part=part
            )
        )
    if card.first_time_s is not None and card.last_time_s is not None:
        sentences.append(
            _("They lie between {clock_text} and {clock_text_}.").format(
                clock_text=clock_text(card.first_time_s), clock_text_=clock_text(card.last_time_s)
            )
        )
    sentences.append(
        _("The closest pair of frames differs in {distance} of {pdq_bits} bits.").format(
            distance=card.distance, pdq_bits=PDQ_BITS
        )
    )
    return _("This film shares frames with the listed one"), tuple(sentences)


def _frames(matched: int | None, considered: int | None) -> str:
    if matched is None or considered is None:
        return _("frames not counted")
    return _("{count} of {total}").format(count=matched, total=considered)


def _facts(match: Match, known: HashList | None) -> tuple[tuple[str, str], ...]:
    card = match.card
    facts = [(_("List"), list_text(known) if known else match.list_id)]
    if known:
        facts.append((_("Role"), ROLES[known.role] + ("" if known.role_stated else _(" (not stated)"))))
    facts.append((_("Entry"), printable(retold(match.entry))))
    if match.label:
        facts.append((_("Label"), printable(retold(match.label))))
    facts.append(
        (
            _("Algorithm"),
            _("{algorithm_name}, version {version}").format(algorithm_name=algorithm_name(card), version=card.version),
        )
    )
    facts.append(
        (_("Distance"), _("{distance}, threshold {threshold}").format(distance=card.distance, threshold=card.threshold))
    )
    if card.quality is not None or card.reference_quality is not None:
        listed = _("not on the list") if card.reference_quality is None else str(card.reference_quality)
        facts.append(
            (_("Quality"), _("here {quality}, listed {listed} (0 to 100)").format(quality=card.quality, listed=listed))
        )
    if card.orientation is not None:
        facts.append((_("Orientation"), ORIENTATIONS.get(card.orientation, card.orientation)))
    if card.view:
        facts.append((_("Part"), retold(card.view)))
    if match.policy_id:
        facts.append((_("Policy"), match.policy_id))
    facts.append((_("Here"), card.query))
    facts.append((_("Listed"), card.reference))
    return tuple(facts)
