"""Bringing a case database to the revision of this program, by Alembic, without any ini file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from forensicdesk.errors import CaseError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from sqlalchemy import Connection
SCRIPTS = Path(__file__).parent / "migrations"
"""The versions travel as files beside this module, in a source tree, a wheel and a frozen program alike."""


def head_revision(scripts: Path = SCRIPTS) -> str:
    """The revision that this program works with."""
    head = ScriptDirectory.from_config(_config(scripts)).get_current_head()
    if head is None:
        msg = sentence(
            "This installation is incomplete: {scripts} holds no database versions. Install the program again.",
            scripts=scripts,
        )
        raise CaseError(msg)
    return head


def is_known(revision: str, scripts: Path = SCRIPTS) -> bool:
    """Whether this program has the version with this revision: if not, a newer program wrote it."""
    directory = ScriptDirectory.from_config(_config(scripts))
    return any(script.revision == revision for script in directory.walk_revisions())


def upgrade(connection: Connection, scripts: Path = SCRIPTS) -> None:
    """Bring the database to the newest revision, inside the connection's transaction: wholly or not at all."""
    config = _config(scripts)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config(scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config
