"""The language of a text, as the library py3langid identifies it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any

from ...records.languages import LANGUAGES
from ..proposals import NOTHING, Clues, Confidence, Proposal

FEW_WORDS = 8  # with less than these a text is too short to be identified, if the page says its language
MAX_TEXT = 5_000  # characters that are looked at

_NO_WORDS = re.compile(r"https?://\S+|[*_#@]\S*")
_WORD = re.compile(r"[^\W\d_]{2,}")


def propose_language(lines: Iterable[str], clues: Clues) -> Proposal:
    """Propose the language of a text, of those that a document can have, by its words and the page's lang."""
    stated = next((clue for clue in clues.get("language", ()) if clue.value in LANGUAGES), NOTHING)
    text = _NO_WORDS.sub(" ", " ".join(lines))[:MAX_TEXT]
    if stated.value and len(_WORD.findall(text)) < FEW_WORDS:
        return stated
    language = str(_identifier().classify(text)[0])
    if stated.value == language:
        return Proposal(language, "its words, and the page's lang attribute", Confidence.HIGH)
    origin = f"its words; the page's lang attribute is {stated.value}" if stated.value else "its words"
    return Proposal(language, origin, Confidence.MEDIUM)


@functools.cache
def _identifier() -> Any:  # the library has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([code for code in LANGUAGES if code in identifier.labels])
    return identifier
