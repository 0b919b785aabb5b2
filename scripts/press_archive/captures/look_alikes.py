"""Letters of other scripts that look like Latin ones, in words of Latin letters.

The pairs are those of Unicode Technical Standard 39 (confusables.txt) for small letters that most fonts draw
alike. Words of a script of their own are left as they are.
"""

from __future__ import annotations

import re

_CYRILLIC = dict(
    zip(
        "\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u043e\u0440\u051b"
        "\u0455\u0475\u051d\u0445\u0443\u043a\u043c\u0442\u043d\u0432\u0433",
        "acdehijlopqsvwxykmthbr",
        strict=True,
    )
)
_GREEK = dict(zip("\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03f2\u03f3\u03b3\u03c9",
                  "aeikvoptuxcjyw", strict=True))  # fmt: skip
_LATIN = {
    "\u0131": "i",
    "\u0237": "j",
    "\u0251": "a",
    "\u0261": "g",
    "\u0269": "i",
    "\u028b": "u",
    "\u1d04": "c",
}
_ARMENIAN = {"\u0585": "o", "\u057d": "u", "\u0570": "h", "\u0578": "n", "\u0581": "g", "\u0566": "q"}
LOOK_ALIKES = {**_CYRILLIC, **_GREEK, **_LATIN, **_ARMENIAN}
_TABLE = str.maketrans(LOOK_ALIKES)
_ANY = re.compile("[" + "".join(LOOK_ALIKES) + "]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_LETTER = re.compile("[a-z]")
# Of other scripts: é or ß may be near a word in Latin letters.
_OTHER_LETTER = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_NEAR = 16  # characters before and after a word


def unmask(text: str) -> str:
    """Return a folded text with Latin letters for those that stand in for them.

    A word is unmasked if it has a Latin letter; one that has only look-alikes, if a word near it has, and no
    word near it has a letter that looks like no Latin one.

    >>> unmask("the qu\\u0430y"), unmask("\\u0442\\u0430\\u043c") == "\\u0442\\u0430\\u043c"
    ('the quay', True)
    >>> unmask("page \\u0433 \\u043b\\u0430") == "page \\u0433 \\u043b\\u0430"
    True
    """
    if not _ANY.search(text) or not _LATIN_LETTER.search(text):
        return text
    return _WORD.sub(_unmask_word, text)


def _unmask_word(match: re.Match[str]) -> str:
    word = match[0]
    if word.isascii() or not _ANY.search(word):
        return word
    if _LATIN_LETTER.search(word):
        return word.translate(_TABLE)
    whole = word.translate(_TABLE)
    near = match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    is_latin = _LATIN_LETTER.search(near) and not _OTHER_LETTER.search(near.translate(_TABLE))
    return whole if whole.isascii() and is_latin else word
