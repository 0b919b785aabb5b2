"""Values as YAML writes them on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

# What YAML reads as the text that it is: words of letters, with punctuation that means nothing to it inside.
_PLAIN = re.compile(r"[^\W\d_][^:#\n\"'\[\]{},&*!|>%@`]*[^\W\d_.)]\.?")
_WORDS_OF_YAML = frozenset(["y", "n", "yes", "no", "true", "false", "on", "off", "null"])


def scalar(text: str) -> str:
    """Return a text as YAML writes it: with quotation marks only if it needs them.

    >>> print(scalar("Quay closed"), scalar("Quay: closed"), scalar("no"))
    Quay closed "Quay: closed" "no"
    """
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)


def inline(texts: Iterable[str]) -> str:
    """Return a list on one line."""
    return f"[{', '.join(map(scalar, texts))}]"
