"""Films of one case against each other by the local features of some of their frames: crops and small rotations.

What vPDQ has found to be one film is not asked again. Held against each other are films that share rare feature words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from forensicdesk.matching.film_features import film_words, meet
from forensicdesk.matching.stack_features import WordCollector, candidates
from forensicdesk.matching.stack_films import FilmPair
from forensicdesk.relations import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from forensicdesk.matching.film_features import FeatureMeeting
    from forensicdesk.matching.stack_policy import StackPolicy
    from hashing.values import FrameFeatures

FILM_FEATURES = "film-features"
"""The algorithm of a reason by local features of frames."""


class FilmEvidence(Protocol):
    """Featured frames of the films of a case."""

    def film_features(self) -> Iterable[tuple[int, Sequence[FrameFeatures]]]:
        """Content number and featured frames of every film that has some, ascending."""

    def film_features_of(self, contents: Sequence[int]) -> Mapping[int, Sequence[FrameFeatures]]:
        """The featured frames of these contents, of those that have some."""


def film_feature_pairs(
    evidence: FilmEvidence, known: set[tuple[int, int]], policy: StackPolicy, alive: Callable[[], None]
) -> list[FilmPair]:
    """Every two films of which one shows most of the other by local features, ordered.

    Args:
        evidence: the films.
        known: pairs of contents, the smaller first, that are one film already.
        policy: every number that decides.
        alive: called now and then; it may raise to stop.
    """
    collector, contents = WordCollector(), []
    for content_id, frames in evidence.film_features():
        collector.add_words(*film_words(frames, policy.film_words))
        contents.append(content_id)
        alive()
    if not contents:
        return []
    found = []
    held: Mapping[int, Sequence[FrameFeatures]] = {}
    first, second = candidates(collector.table(), policy)
    for one, two in zip(first.tolist(), second.tolist(), strict=True):
        a, b = contents[one], contents[two]
        if (a, b) in known:
            continue
        # Pairs come in the order of their first film, so its frames are read once.
        held = {a: held[a], **evidence.film_features_of([b])} if a in held else evidence.film_features_of([a, b])
        meeting = meet(held[a], held[b], policy.matching, policy.film_still)
        if meeting is not None and (meeting.is_part or meeting.is_whole):
            reason = film_feature_reason(b, meeting, policy)
            found.append(FilmPair(a, reason, meeting.is_part and meeting.is_whole))
        alive()
    return found


def film_feature_reason(other: int, meeting: FeatureMeeting, policy: StackPolicy) -> Reason:
    """A pair of films told from the first; where they agree is told of the frames that agree best."""
    best = meeting.best
    return Reason(
        other=other,
        algorithm=FILM_FEATURES,
        distance=min(meeting.met_a, meeting.met_b),
        threshold=policy.matching.film_frames,
        coverage=best.agreement.coverage_a,
        other_coverage=best.agreement.coverage_b,
        alike=best.agreement.alike,
        mirrored=best.agreement.mirrored,
        transform=best.agreement.transform,
        percent=meeting.percent_a,
        other_percent=meeting.percent_b,
        time_s=best.time_a,
    )
