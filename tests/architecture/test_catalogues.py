"""Every sentence shown to people can be translated, is translated, and the catalogues are what the code asks for."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from forensicdesk.language import DOMAIN, FOLDER, LANGUAGES
from tests.architecture.sources import ROOT, modules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

TRANSLATED = [language for language in LANGUAGES if language != "en"]
MARKS = frozenset({"_", "counted", "later", "plural", "sentence", "tell"})
MARKUP = re.compile(r"<[a-z]|; \}")
"""HTML and style sheets."""
UNMARKED = frozenset(
    {
        "list import",  # the name of a process
        "list sum",
        "list entries",
        "list keep",  # names of phases
        r"\w+ --as",  # looked for in a sentence of the library
    }
)
"""Literals of ui/ with a blank that nobody reads as a sentence."""
STORED = frozenset({"own pictures", "Examiner A"})
"""Literals of the command line that go into files, the same in every language."""
TOLD = frozenset({"CaseError", "CaseLockedError", "EnvironmentProblem", "ListError", "Problem", "UsageError"})
"""What carries a sentence to people: errors, and differences that a check found."""
KEPT = {"ContainerError": 2, "Indicator": 1, "Issue": 2, "NotShown": 0, "OSError": 1, "Refusal": 1}
"""What is kept in English and said when it is shown, and which of its arguments the sentence is."""


def catalogue(language: str) -> Catalog:
    with (FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Each form of a sentence with its translation; the last English form stands for all further ones."""
    asked = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    given = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    assert len(given) >= len(asked), asked
    for at, text in enumerate(given):
        yield asked[min(at, len(asked) - 1)], text


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def test_the_catalogues_are_what_extraction_from_the_code_gives_and_what_the_program_reads_is_compiled() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "catalogues.py"), "--check"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "run `make catalogues`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_and_none_by_a_guess(language: str) -> None:
    found = messages(language)

    assert len(found) > 1000
    assert [message.id for message in found if message.fuzzy or not all(text for _, text in pairs(message))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_what_the_program_puts_in_and_how_the_sentence_is_joined(language: str) -> None:
    wrong = [
        (asked, given)
        for message in messages(language)
        for asked, given in pairs(message)
        if given and frame(asked) != frame(given)
    ]

    assert wrong == []


def frame(text: str) -> tuple[object, ...]:
    """What has to be the same in every language: placeholders, a key of access, an ellipsis, blanks at both ends."""
    places = sorted(f"{name}:{form}" for _, name, form, _ in string.Formatter().parse(text) if name is not None)
    ends = tuple(text.startswith(mark) for mark in (" ", "…", ", ", ". ")), tuple(map(text.endswith, (" ", "…", "\n")))
    return places, text.replace("&&", "").count("&"), text.count("\n"), ends, re.findall(r"\*\.\w+", text)


def test_no_sentence_is_shown_that_the_catalogue_cannot_translate() -> None:
    found = {(module.name, text) for module in modules("ui") for text in sentences(module.tree)}

    assert sorted((name, text) for name, text in found if text not in UNMARKED) == []
    assert {text for _, text in found} == UNMARKED, "an excuse that is not needed any more"


def test_what_the_command_line_says_is_in_the_catalogue() -> None:
    """Help texts are, too: `make catalogues` takes them from the commands themselves."""
    found = {(module.name, text) for module in modules("forensicdesk/cli") for text in sentences(module.tree)}
    helps = {text for module in modules("forensicdesk/cli") for text in _helps(module.tree)}

    assert sorted((name, text) for name, text in found if text not in helps | STORED) == []
    assert {text for _, text in found} >= STORED, "an excuse that is not needed any more"


def _helps(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "help" and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def test_every_error_and_every_difference_is_a_sentence_that_can_be_shown_in_each_language() -> None:
    found = [(module.name, line, text) for module in modules("forensicdesk") for line, text in bare(module.tree)]

    assert found == []


def test_the_search_for_bare_errors_finds_them() -> None:
    tree = ast.parse(
        'def f():\n    msg = "plain"\n    raise UsageError(msg)\n'
        'def g():\n    msg = sentence("marked")\n    raise UsageError(msg)\n'
        'def h():\n    raise CaseError(f"{x} formatted")\n'
        'def i():\n    raise ValueError("for programmers")\n'
    )

    assert [line for line, _ in bare(tree)] == [3, 8]


def test_what_is_kept_of_evidence_and_lists_is_a_sentence_that_is_known_again() -> None:
    found = [
        (module.name, line, text)
        for module in modules("forensicdesk", "hashing")
        for line, text in unmarked(module.tree)
    ]

    assert found == []


def test_the_search_for_unmarked_sentences_finds_them() -> None:
    tree = ast.parse(
        'def f():\n    text = f"plain {x}"\n    return Issue(a, b, text)\n'
        'def g():\n    text = sentence("marked")\n    return Issue(a, b, text)\n'
        'def h():\n    return Refusal(1, "a word")\n'
        'WHY = "a constant"\nMARKED = sentence("a constant")\ndef i():\n    return NotShown(WHY), NotShown(MARKED)\n'
        'def j():\n    return OSError(errno.EIO, "some words"), OSError(errno.EIO, os.strerror(errno.EIO))\n'
    )

    assert [line for line, _ in unmarked(tree)] == [3, 8, 12, 14]


def unmarked(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What is kept and made of a literal of words, or of a name that got one in the same function or in the module."""
    constants = {
        target.id
        for node in ast.iter_child_nodes(tree)
        if isinstance(node, ast.Assign) and _has_words(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        literals = _names_of_literals(function) | constants
        for node in ast.walk(function):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEPT):
                continue
            for said in node.args[KEPT[node.func.id] :][:1]:
                if _has_words(said) or (isinstance(said, ast.Name) and said.id in literals):
                    yield node.lineno, ast.unparse(said)


def _has_words(node: ast.expr) -> bool:
    parts = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)] if _is_text(node) else []
    text = "".join(part for part in parts if isinstance(part, str))
    return " " in text and re.search("[a-z]{2}", text) is not None


def _names_of_literals(function: ast.FunctionDef) -> set[str]:
    return {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and _is_text(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def bare(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Errors and differences made of a literal, or of a name that got one in the same function."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        nodes = list(ast.walk(function))
        literals = _names_of_literals(function)
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TOLD and node.args:
                said = node.args[0]
                if _is_text(said) or (isinstance(said, ast.Name) and said.id in literals):
                    yield node.lineno, ast.unparse(said)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_the_search_for_sentences_finds_them() -> None:
    tree = ast.parse(
        '"""A docstring of words."""\n'
        'a = f"{b} of them" + _("marked words") + plural("one word", "two words", 2)\n'
        'c = d == "compared words" or {"key of words": "value of words"}["key of words"]\n'
    )

    assert sentences(tree) == {" of them", "value of words"}


def sentences(tree: ast.Module) -> set[str]:
    """Literals with a blank and a word in small letters that are neither marked nor markup nor merely looked at."""
    told = {id(node) for part in ast.walk(tree) for node in _aside(part)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        if " " in node.value and re.search(r"[a-z]{2}", node.value) and not MARKUP.search(node.value)
    }


def _aside(node: ast.AST) -> Iterator[ast.AST]:
    """Every node under `node` that needs no translation because of what `node` is."""
    parts: list[ast.AST | None] = []
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in MARKS:
            parts += node.args
        case ast.Expr(value=ast.Constant()) | ast.Compare():
            parts.append(node)
        case ast.Dict(keys=keys):
            parts += keys
        case ast.Subscript(slice=part):
            parts.append(part)
        case ast.arg(annotation=part) | ast.AnnAssign(annotation=part) | ast.FunctionDef(returns=part):
            parts.append(part)
        case _:
            pass
    for one in parts:
        if one is not None:
            yield from ast.walk(one)


def test_no_mark_stands_within_a_formatted_string_where_extraction_does_not_see_it() -> None:
    hidden = [
        (module.name, ast.unparse(call))
        for module in modules("ui", "forensicdesk")
        for joined in ast.walk(module.tree)
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
        if any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in call.args)
    ]

    assert hidden == []
