"""What a session answers about stacks, clusters and what exhibits share. `Session` is the only class made of it."""

from __future__ import annotations

from string import hexdigits
from typing import TYPE_CHECKING

from forensicdesk.case.bundles import bundles
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.matching.sharing import what_is_shared
from forensicdesk.relations import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import HashList
    from forensicdesk.relations import ContentLink, Group, Shared

_DIGITS = 64
"""Of a SHA-256 in hex."""


class Belonging:
    """Questions about what belongs together in one open case."""

    _store: CaseStore

    def stacks(self, kind: GroupKind = GroupKind.STACK) -> Iterator[Group]:
        """Every stack (or cluster) of the case, by number; none before they were made."""
        return self._store.related.groups(kind)

    def stack_of(self, item_id: int, kind: GroupKind = GroupKind.STACK) -> Group | None:
        """The stack (or cluster) that an item is in, with the reasons; None if it is in none.

        Raises:
            UsageError: there is no item with this number.
        """
        content_id = self._store.reader.item(item_id).content_id
        return None if content_id is None else self._store.related.group_of(kind, content_id)

    def links_of(self, item_id: int) -> tuple[ContentLink, ...]:
        """What an item is tied to without being of one stack: parts, parts of films, frames that show the same.

        Raises:
            UsageError: there is no item with this number.
        """
        content_id = self._store.reader.item(item_id).content_id
        return () if content_id is None else self._store.related.links_of(content_id)

    def items_of(self, contents: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """The items that have each of these contents."""
        return self._store.related.items_of(contents)

    def sha256_of(self, contents: Sequence[int]) -> dict[int, str]:
        """The SHA-256 of each of these contents, in hex: unlike their numbers it is the same in every case."""
        return {number: value.hex() for number, value in self._store.related.sha256_of(contents).items()}

    def content_with(self, sha256: str) -> int:
        """The number of the content with this SHA-256 in hex.

        Raises:
            UsageError: there is none.
        """
        found = None
        if len(sha256) == _DIGITS and set(sha256.lower()) <= set(hexdigits):
            found = self._store.related.content_with(bytes.fromhex(sha256))
        if found is None:
            msg = sentence(
                "The case has no content with the SHA-256 {sha256!r}; `match` and `items` print what there is.",
                sha256=sha256,
            )
            raise UsageError(msg)
        return found

    def bundles(self) -> dict[int, int]:
        """By item the number of its bundle, for items that share one: their stack, or (negative) their content."""
        return bundles(self._store.database)

    def stack_counts(self) -> dict[str, int]:
        """How many stacks there are, contents in them, clusters, and weaker ties of each kind."""
        related = self._store.related
        return related.counts() | {f"links_{kind}": number for kind, number in related.link_counts().items()}

    def stacks_made(self) -> bool:
        """Whether the case has been put into stacks at all; `stack` brings them up to date."""
        return self._store.related.made_from() is not None

    def not_looked_for(self, lists: Sequence[HashList]) -> tuple[HashList, ...]:
        """The lists of which local features are not compared, as the case was analysed without them."""
        recipe = self._store.reader.recipe()
        if recipe is None or recipe.features:
            return ()
        return tuple(used for used in lists if dict(used.entries).get("features"))

    def shared(self) -> Shared:
        """What several exhibits hold in common, by equal bytes and by the stacks as they are."""
        related = self._store.related
        return what_is_shared(related.holdings(), related.camera_serials())

    def items_of_camera(self, serial: str) -> tuple[int, ...]:
        """The items whose metadata name this serial number of a camera, ascending."""
        return self._store.related.items_of_camera(serial)
