"""Indexes of The Sleuth Kit (`.idx`): they hold digests, but belong to a list, and that is what to import."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forensicdesk.lists.readers.text import shortened

if TYPE_CHECKING:
    from forensicdesk.lists.readers.sample import Sample

_HEAD = re.compile(r"0{32,}[01]?\|(.*)")


def refusal(sample: Sample) -> str:
    """Why the file is refused, if it is an index; "" if it is none."""
    heads = [match for line in sample.lines[:2] if (match := _HEAD.fullmatch(line.strip()))]
    if not heads:
        return ""
    of = f" of {shortened(heads[1][1])}" if len(heads) > 1 and heads[1][1] else ""
    return (
        f"{sample.file_name} is an index that The Sleuth Kit made{of}, not a list; import the list itself, which lies "
        f"beside it under the same name without the ending -md5.idx or -sha1.idx."
    )
