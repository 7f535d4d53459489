"""A policy as a TOML file that a unit edits, and back; a mistake in it is said in one sentence."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import reduce
from typing import Any

from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.matching.policy import DEFAULT_POLICY, Policy


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a value may be, and what the file says of it."""

    least: float
    most: float
    comment: str


_SMALL = "bits of 64 that may differ"
_SETTINGS = {
    "pdq_distance": _Setting(0, 31, "bits of 256 that may differ; up to 31 the search is complete by construction"),
    "pdq_quality": _Setting(0, 100, "PDQ of a lower stated quality are not compared, on either side"),
    "pdq_firm_quality": _Setting(0, 100, "a match with a lower quality on either side is marked weak"),
    "frame_distance": _Setting(0, 31, "bits of 256 that may differ between two film frames"),
    "frame_quality": _Setting(0, 100, "film frames of a lower quality are not considered"),
    "film_percent": _Setting(1, 100, "share of one film's considered frames that has to be met"),
    "film_frames": _Setting(1, 1000, "so many frames have to meet; a match on fewer is marked weak"),
    "phash_distance": _Setting(0, 16, _SMALL),
    "dhash_distance": _Setting(0, 16, _SMALL),
    "ahash_distance": _Setting(0, 16, _SMALL),
    "whash_distance": _Setting(0, 16, _SMALL),
    "three_pdq_distance": _Setting(0, 96, "bits of 256 of PDQ where pHash and dHash of the same entry agree, too"),
    "three_small_distance": _Setting(0, 16, "bits of 64 of pHash or dHash where the other one and PDQ agree, too"),
    "small_hashes_agree": _Setting(1, 4, "so many hashes of an entry have to agree; 1 shows single ones as well"),
    "photodna_distance": _Setting(
        0, 144 * 255 * 255, "sum of squared differences of 144 bytes; 40000 is IPED's figure"
    ),
    "photodna_variety": _Setting(0, 1, "share of neighbouring bytes that differ, at least; 0.7 is IPED's figure"),
    "crowded_contents": _Setting(1, 10**9, "an entry near more contents than this makes weak matches"),
    "crowded_entries": _Setting(1, 10**9, "a content near more entries of a list than this makes weak matches"),
    "nearest_distance": _Setting(0, 96, "bits of 256 up to which the nearest entry is looked for that is no match"),
    "nearest_entries": _Setting(0, 10**9, "lists with more PDQ hashes are not asked for it; the time grows with them"),
    "small_hash_distance": _Setting(0, 64, "shown beside other 64-bit hashes when two files are compared; no match"),
}


def policy_toml(policy: Policy) -> str:
    """The policy as a TOML file with a comment on each value."""
    lines = [f"# ForensicDesk matching policy {policy.id}", ""]
    for name, setting in _SETTINGS.items():
        lines += [f"# {setting.comment} ({setting.least:g} to {setting.most:g})", f"{name} = {getattr(policy, name)}"]
    return "\n".join(lines) + "\n"


def read_policy(text: str) -> Policy:
    """The policy that a TOML file states; what it does not name keeps the default.

    Raises:
        UsageError: no TOML, an unknown name, a value of the wrong type or out of range: one sentence for each fault.
    """
    try:
        stated = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = sentence("The policy is no TOML file: {error}. Start from `forensicdesk policy show`.", error=error)
        raise UsageError(msg) from error
    return _checked(stated)


def policy_from_json(text: str) -> Policy:
    """The policy that `Policy.as_json` wrote; values of later versions that are missing have their defaults.

    Raises:
        UsageError: the text states no policy.
    """
    return _checked(json.loads(text))


def _checked(stated: dict[str, object]) -> Policy:
    faults = [fault for name, value in stated.items() if (fault := _fault(name, value))]
    firm, gate = (stated.get(name, getattr(DEFAULT_POLICY, name)) for name in ("pdq_firm_quality", "pdq_quality"))
    if not faults and isinstance(firm, int) and isinstance(gate, int) and firm < gate:
        faults = [
            sentence(
                "pdq_firm_quality = {firm} lies below pdq_quality = {gate}; nothing could be weak.",
                firm=firm,
                gate=gate,
            )
        ]
    if faults:
        raise UsageError(reduce(_then, faults))
    share = {"film_percent", "photodna_variety"} & stated.keys()
    values: dict[str, Any] = stated | {name: float(str(stated[name])) for name in share}
    return Policy(**values)


def _then(first: str, further: str) -> str:
    return sentence("{first}\n{further}", first=first, further=further)


def _fault(name: str, value: object) -> str:
    setting = _SETTINGS.get(name)
    if setting is None:
        return sentence("A policy has no value named {name!r}; it has {known}.", name=name, known=", ".join(_SETTINGS))
    is_whole = isinstance(getattr(DEFAULT_POLICY, name), int)
    kinds = (int,) if is_whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not setting.least <= value <= setting.most:
        kind = sentence("a whole number") if is_whole else sentence("a number")
        return sentence(
            "{name} = {value!r} is not possible; write {kind} from {least:g} to {most:.10g}.",
            name=name,
            value=value,
            kind=kind,
            least=setting.least,
            most=setting.most,
        )
    return ""
