"""Whole passages of a report, from the wording and a few plain values: method, limits, thresholds, settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.confirmed import confirmed_text
from reports.items import algorithm_name
from reports.model import Threshold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.tally import Seen
    from reports.wording import Wording

LIMITS = (
    "lead",
    "exact",
    "list",
    "copies",
    "presence",
    "dates",
    "scope",
    "formats",
    "nomatch",
    "frames",
    "metadata",
    "error",
    "law",
    "pictures",
)


@dataclass(frozen=True, slots=True)
class Procedure:
    """The settings of the analysis that a reader needs.

    `frame_interval_s` is None where only key frames were taken. `inner` says whether the picture inside the picture was
    looked for, `decode` whether anything was decoded at all.
    """

    profile: str
    perceptual: tuple[str, ...]
    frame_interval_s: float | None
    max_frames: int
    max_pixels: int
    inner: bool
    decode: bool = True


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """How the known-answer checks of the algorithms went when the report was made."""

    count: int
    failures: tuple[str, ...]


def method(
    procedure: Procedure | None, known_answers: KnownAnswers, words: Wording, barrier: str = ""
) -> tuple[str, ...]:
    """What was done, one sentence or two for each step.

    Args:
        procedure: settings of the analysis, None if there was none.
        known_answers: how the checks went.
        words: the wording.
        barrier: what holds the processes that decode on this system: "filter", "limits", "none"; "" if nobody asked.
    """
    decoded = procedure is None or procedure.decode
    sentences = [words("method.source"), words("method.type"), words("method.digests")]
    sentences.append(words("method.decode" if decoded else "method.undecoded"))
    if barrier:
        sentences.append(words(f"method.barrier.{barrier}"))
    if not decoded:
        return (*sentences, words("method.exact"), words("method.people"), _known_answers(known_answers, words))
    if procedure is None:
        sentences.append(words("method.norecipe"))
    else:
        algorithms = _algorithms(procedure.perceptual)
        sentences.append(words("method.perceptual", algorithms=algorithms))
        sentences.append(words("method.views"))
        if procedure.inner:
            sentences.append(words("method.inner"))
    sentences += [words("method.exact"), words("method.near")]
    if procedure is not None:
        sentences.append(words("method.video", sampling=_sampling(procedure, words)))
    sentences.append(words("method.people"))
    return (*sentences, _known_answers(known_answers, words))


def _known_answers(checks: KnownAnswers, words: Wording) -> str:
    if not checks.failures:
        return words("method.known_answers", count=checks.count)
    return words(
        "method.known_answers.failed",
        failed=len(checks.failures),
        count=checks.count,
        details="; ".join(checks.failures),
    )


def _sampling(procedure: Procedure, words: Wording) -> str:
    if procedure.frame_interval_s is None:
        return words("method.sampling.key")
    return words("method.sampling.interval", seconds=words.figure(f"{procedure.frame_interval_s:g}"))


def _algorithms(names: Sequence[str]) -> str:
    return ", ".join(algorithm_name(name) for name in names)


def settings(procedure: Procedure | None, words: Wording) -> tuple[tuple[str, str], ...]:
    """Name and value of each setting of the analysis."""
    if procedure is None:
        return ()
    if not procedure.decode:
        return ((words("setting.profile"), procedure.profile),)
    return (
        (words("setting.profile"), procedure.profile),
        (words("setting.perceptual"), _algorithms(procedure.perceptual)),
        (words("setting.interval"), _sampling(procedure, words)),
        (words("setting.max_frames"), words.count(procedure.max_frames)),
        (words("setting.max_pixels"), words.count(procedure.max_pixels)),
    )


def limits(seen: Seen, words: Wording) -> tuple[str, ...]:
    """What the report does not say, and other explanations a reader must bear in mind."""
    unseen = confirmed_text("limits.confirmed", seen, words)
    return (*((unseen,) if unseen else ()), *(words(f"limits.{name}") for name in LIMITS))


def _shown(value: float | str, words: Wording) -> str:
    """A number of a policy as people write it."""
    if isinstance(value, str):
        return value
    return words.count(int(value)) if float(value).is_integer() else words.figure(f"{value:.10g}")


def thresholds(numbers: Sequence[tuple[str, float | str]], words: Wording) -> tuple[Threshold, ...]:
    """Each number that decides what is a match, with its reason.

    Args:
        numbers: (name, value) pairs; each name has its texts in the wording, as in "threshold.pdq_distance".
        words: the wording.
    """
    exact = Threshold(words("threshold.exact"), words("threshold.exact.value"), words("threshold.exact.reason"))
    measured = (
        Threshold(
            words(f"threshold.{name}"),
            words(f"threshold.{name}.value", value=_shown(value, words)),
            words(f"threshold.{name}.reason"),
        )
        for name, value in numbers
    )
    return (exact, *measured)
