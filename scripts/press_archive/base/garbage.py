"""How often Python looks for objects that refer to each other and that nothing else refers to."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 5_000_000  # objects made since the last time; Python's own number is 700


@contextmanager
def collected_seldom() -> Iterator[None]:
    """Look for garbage seldom for as long as records are read and checked: they live until the end.

    Looking through them again and again took a third of the time of a check of 10,000 documents.
    """
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
