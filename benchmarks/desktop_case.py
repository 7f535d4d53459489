"""A case of a million made-up items for the desktop: nothing in it was ever a picture but for small coloured squares."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from forensicdesk.case.met import ListPage
from forensicdesk.case.store import create_case, open_case
from forensicdesk.decisions import ActKind, load_scheme
from forensicdesk.finding import Found
from forensicdesk.model import EvidenceCard, HashList, Location, Match, MatchKind, Result, Role, Step
from forensicdesk.session import Session
from hashing.values import Analysis, DateFact, Digests, Film, Frame, Issue, IssueCode, Outcome, Recipe, Stage, Thumbnail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.case.store import CaseStore
