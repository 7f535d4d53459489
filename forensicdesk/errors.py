"""One tree of errors. Each carries the exit code of the command-line contract and one sentence for people."""

from __future__ import annotations


class ForensicDeskError(Exception):
    """An error whose text says what happened, to which thing, and what to do about it."""

    exit_code = 2


class UsageError(ForensicDeskError):
    """Wrong usage or unusable input: a path that does not exist, a list of unknown kind, a newer case."""


class ListError(UsageError):
    """A hash list that cannot be read: truncated, damaged or of an unknown kind."""


class CaseError(UsageError):
    """A folder that is no case, or a case that this version cannot open."""


class EnvironmentProblem(ForensicDeskError):  # noqa: N818 - EnvironmentError is a name of Python itself
    """The workstation failed: disk full, case locked by another program, permission refused."""

    exit_code = 3


class CaseLockedError(EnvironmentProblem):
    """Another program has the case open for writing."""


class Interrupted(Exception):  # noqa: N818 - not an error: the person asked for it
    """The person asked to stop; what was finished is stored, unless the text says otherwise."""
