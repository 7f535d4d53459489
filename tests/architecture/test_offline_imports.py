"""No module that can speak to a network is imported by any of the four packages."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.architecture.sources import PACKAGES, imported, modules

if TYPE_CHECKING:
    from tests.architecture.sources import Module

NETWORK = {
    "aiohttp",
    "asyncio",
    "dask",
    "distributed",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "nntplib",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "tornado",
    "urllib",
    "urllib3",
    "webbrowser",
    "wsgiref",
    "xmlrpc",
}
ASKS_THE_AUTHORITY = "forensicdesk/signing/authority.py"
"""The one module that may open a connection: a child process, for a time stamp, when a person names the authority."""

ALLOWED = {
    ASKS_THE_AUTHORITY: {"socket"},
    "forensicdesk/cluster/library.py": {"dask", "distributed"},
    "forensicdesk/cluster/linked.py": {"asyncio", "distributed"},
    "forensicdesk/cluster/quiet.py": {"distributed"},
    "forensicdesk/cluster/serving.py": {"asyncio"},
}
"""Beside it what a cluster needs: the coordinator's child with the connection, scheduler and workers; docs/adr/0013."""

QT = {
    "PySide6.QtNetwork",
    "PySide6.QtNetworkAuth",
    "PySide6.QtSql",
    "PySide6.QtWebEngineCore",
    "PySide6.QtWebEngineWidgets",
    "PySide6.QtWebEngineQuick",
    "PySide6.QtWebView",
    "PySide6.QtWebSockets",
    "PySide6.QtWebChannel",
    "PySide6.QtQml",
    "PySide6.QtQuick",
}


@pytest.mark.parametrize("module", modules(*PACKAGES), ids=lambda module: module.name)
def test_no_network_module_is_imported(module: Module) -> None:
    assert imported(module.tree) & (NETWORK | QT) <= ALLOWED.get(module.name, set())


def test_only_the_child_itself_loads_the_module_that_asks_the_authority() -> None:
    importing = [one for one in modules(*PACKAGES) if "forensicdesk.signing.authority" in imported(one.tree)]
    within = [node for one in importing for node in ast.walk(one.tree) if isinstance(node, ast.FunctionDef)]

    assert [module.name for module in importing] == ["forensicdesk/signing/stamping.py"]
    assert ["authority" in ast.unparse(node) for node in within if node.name == "_serve"] == [True]


def test_what_a_cluster_needs_is_loaded_late_and_by_nobody_else() -> None:
    """The program's other modules name these inside functions only: in the child, or for the command `cluster`."""
    networked = {"forensicdesk.cluster.linked", "forensicdesk.cluster.quiet", "forensicdesk.cluster.serving"}
    at_the_top = {
        module.name: named
        for module in modules(*PACKAGES)
        if (named := imported(ast.Module([one for one in module.tree.body if is_import(one)], [])) & networked)
    }

    assert at_the_top == {}


def is_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom)


def test_the_check_sees_every_way_of_importing() -> None:
    text = "import urllib.request\nfrom PySide6 import QtNetwork\n__import__('socket')\nimportlib.import_module('ssl')"

    assert imported(ast.parse(text)) & (NETWORK | QT) == {"urllib", "PySide6.QtNetwork", "socket", "ssl"}
