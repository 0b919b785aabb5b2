"""How long work tells whoever waits for it how far it is: it goes through its items by way of a watch, which may count them.

Nothing here prints: commands/progress.py has the watch that does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Watch(Protocol):
    """Yields the items of a collection, each once and in order; `what` says what is done with them: Reading, Checking …"""

    def __call__(self, items: Collection[Item], what: str) -> Iterable[Item]:
        """Go through the items."""


def unwatched(items: Collection[Item], what: str) -> Iterable[Item]:
    """Return the items: nobody waits.

    >>> list(unwatched([1, 2], "Reading"))
    [1, 2]
    """
    return items
