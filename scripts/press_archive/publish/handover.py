"""Hand over the archive that a command has read and checked to MkDocs, which runs in a process of its own.

So the records are read once: what was proved is what is published, even if a record is changed meanwhile.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Mapping
from dataclasses import replace

from .build import Build

# Set in the environment of MkDocs if its standard input is what `hand_over` returns.
VARIABLE = "ARCHIVE_HANDED_OVER"


def hand_over(build: Build) -> tuple[bytes, Mapping[str, str]]:
    """Return the standard input and the environment for MkDocs."""
    # MkDocs needs the archive, and makes from it what else it needs.
    data = pickle.dumps(replace(build, pages=None), pickle.HIGHEST_PROTOCOL)
    return data, {**os.environ, VARIABLE: "standard input"}


def take_over() -> Build | None:
    """Return the build that the command which started MkDocs has handed over; None if a person started it."""
    if VARIABLE not in os.environ:
        return None
    # Only our own command sets the variable, and the pipe is its own.
    build = pickle.load(sys.stdin.buffer)
    assert isinstance(build, Build)
    return build
