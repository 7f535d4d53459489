"""What is said of evidence: English text with named places, so that it can be said in other languages too."""

from __future__ import annotations


def phrase(text: str, /, **values: object) -> str:
    """`text` with `values` in its places; marks it for the catalogues, which know it again by its text."""
    return text.format(**values) if values else text
