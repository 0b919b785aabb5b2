"""Why a page could not be fetched, in words for the person who asked for it."""

from __future__ import annotations

import re

# Hints.
SAVE = "open the page in your browser, save it there, and run: archive add FILE"
LATER = f"try again later, or {SAVE}"
MAX_SHOWN = 200  # characters of an address, or of what a server sent


class FetchError(ValueError):
    """A page that could not be fetched; the message says which, why, what was expected, and what to do.

    `what` is why alone, in words.
    """

    what = ""


def fetch_error(where: str, what: str, expected: str, hint: str) -> FetchError:
    """Return the error with its message; `where` is the address as it is shown."""
    error = FetchError(f"{where}: {what}. Expected {expected}. Hint: {hint}")
    error.what = what
    return error


def shown(text: str) -> str:
    """Return a text from outside for a message: without a password, invisible characters, or endless length.

    >>> shown("http://user:secret@gull.example/\\x1b")
    'http://…@gull.example/\\\\x1b'
    """
    without_password = re.sub(r"(//)[^/?#]*@", r"\1…@", text)
    cut = without_password[:MAX_SHOWN] + "…" if len(without_password) > MAX_SHOWN else without_password
    return repr(cut)[1:-1]
