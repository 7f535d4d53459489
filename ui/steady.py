"""Keeps Python 3.11 alive under PySide6 6.12.

Those wheels give back None and True (every `Signal.emit`) without taking a reference, which is right only since Python
3.12, where these objects never die. On 3.11 the interpreter ends with "deallocating None" after some thousand calls;
PySide6 6.11.3 is not affected. Giving the singletons references that can never be used up is what 3.12 does itself.
"""

from __future__ import annotations

import ctypes
import platform
import sys

FIRST_SAFE = (3, 12)
PLENTY = 1 << 40
ENOUGH = 1 << 39


def hold_singletons() -> bool:
    """Make None, True, False and NotImplemented outlive the process; says whether that was needed and done."""
    if sys.version_info >= FIRST_SAFE or platform.python_implementation() != "CPython":
        return False
    if hasattr(sys, "gettotalrefcount"):  # a debug build lays objects out differently, and checks them itself
        return False
    for kept in (None, True, False, NotImplemented):
        if sys.getrefcount(kept) < ENOUGH:
            ctypes.c_ssize_t.from_address(id(kept)).value += PLENTY
    return True
