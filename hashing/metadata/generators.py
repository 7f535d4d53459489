"""Traces that programs which generate pictures leave in metadata, with the verbatim text they left.

Carriers and field names as these programs' own documentation and published readers of them describe
(`docs/metadata.md`). A trace is an indication and no proof: anybody can write or remove one.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from hashing.metadata.text import printable
from hashing.phrases import phrase
from hashing.values import Indicator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST_TEXT = 4000
_MOST = 8
_MOST_PARSED = 65_536
_A1111 = re.compile(r"(?:\A|\n)[ \t]{0,8}Steps: \d{1,6}, ", re.IGNORECASE)
_JOB = re.compile(r"Job ID: [0-9a-f]{8}-", re.IGNORECASE)
_NAMES = re.compile(
    r"NovelAI|InvokeAI|ComfyUI|Stable ?Diffusion|Midjourney|DALL.?E|Adobe Firefly|Adobe_Firefly|Draw Things"
    r"|Fooocus|SwarmUI|Easy Diffusion|Made with Google AI|gpt-image|Imagined with AI"
    r"|Bing Image Creator|Black Forest Labs",
    re.IGNORECASE,
)
_STATING = {
    "software",
    "creatortool",
    "credit",
    "title",
    "source",
    "author",
    "creator",
    "make",
    "model",
    "claim generator",
}


def _object(text: str) -> dict[str, object]:
    if not text.lstrip().startswith("{") or len(text) > _MOST_PARSED:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _has(*keys: str) -> Callable[[str], bool]:
    return lambda text: all(f'"{key}"' in text[:_MOST_PARSED] for key in keys)


def _any(_: str) -> bool:
    return True


def _a1111(text: str) -> bool:
    return bool(_A1111.search(text[:_MOST_PARSED]))


def _fooocus(text: str) -> bool:
    return _object(text).get("metadata_scheme") == "fooocus"


def _novelai(text: str) -> bool:
    found = _object(text)
    return "prompt" in found and ("uc" in found or "sampler" in found)


_RULES: tuple[tuple[str, frozenset[str], Callable[[str], bool]], ...] = (
    ("SwarmUI", frozenset({"parameters", "usercomment"}), _has("sui_image_params")),
    ("Fooocus", frozenset({"parameters", "comment", "usercomment"}), _has("base_model", "full_prompt")),
    ("Fooocus", frozenset({"fooocus_scheme"}), _any),
    ("Fooocus", frozenset({"parameters", "comment", "usercomment"}), _fooocus),
    (
        "Stable Diffusion web UI",
        frozenset({"parameters", "usercomment", "comment"}),
        _a1111,
    ),
    ("ComfyUI", frozenset({"prompt"}), _has("class_type")),
    ("ComfyUI", frozenset({"workflow"}), _has("nodes")),
    ("InvokeAI", frozenset({"invokeai_metadata", "sd-metadata", "dream", "invokeai_workflow", "invokeai_graph"}), _any),
    ("NovelAI", frozenset({"comment"}), _novelai),
    ("Easy Diffusion", frozenset({"negative_prompt", "negative prompt"}), _any),
    ("Draw Things", frozenset({"usercomment"}), _has("c", "uc", "sampler")),
    ("Midjourney", frozenset({"description", "imagedescription"}), lambda text: bool(_JOB.search(text[:_MOST_PARSED]))),
)
"""Program, names of fields it writes (lower case), and what their text must be. The first rule that fits counts."""


def _simple(name: str) -> str:
    """`exif:UserComment[1]` and `EXIF UserComment` are "usercomment"."""
    return re.split(r"[/:]", name)[-1].partition("[")[0].strip().lower()


def _program(name: str, text: str) -> str | None:
    simple = name.lower() if name.lower() in {"negative prompt", "claim generator"} else _simple(name)
    for program, names, fits in _RULES:
        if simple in names and fits(text):
            return program
    if simple in _STATING:
        found = _NAMES.search(text[:_MOST_PARSED])
        return found[0] if found else None
    return None


def generator_indicators(texts: Iterable[tuple[str, str]]) -> tuple[Indicator, ...]:
    """One indicator for each field that a generating program is known to write: program, field, verbatim text."""
    found: list[Indicator] = []
    for name, text in texts:
        program = _program(name, text)
        if program is not None and len(found) < _MOST:
            shown = printable(text, LONGEST_TEXT)
            found.append(
                Indicator(
                    "generator",
                    phrase(
                        "{program}; field {name}: {text}", program=printable(program), name=printable(name), text=shown
                    ),
                )
            )
    return tuple(found)
