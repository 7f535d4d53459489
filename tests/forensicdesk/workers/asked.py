"""What children are asked in the tests of viewing; imports little, since each child imports it, too."""

from __future__ import annotations

import os
import threading
import time

from forensicdesk.viewed import Pixels, Shown


def pid() -> str:
    """Run in a child: which one it is."""
    return str(os.getpid())


def sleep(seconds: float) -> str:
    """Run in a child: hang."""
    time.sleep(seconds)
    return "slept"


def lie() -> Shown:
    """Run in a child: pixels that are fewer than the sides say."""
    return Shown(Pixels(1000, 1000, b"\0" * 12), 1000, 1000)


def outlaw() -> object:
    """Run in a child: a value that no child has reason to send."""
    return threading.Event
