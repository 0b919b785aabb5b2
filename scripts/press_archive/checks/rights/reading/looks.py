"""A text under another look: decorated letters, letters set apart, hyphens in words, numbers between words.

Each look is undone in a reading of its own, so that the words of an ordinary text stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from ....captures.runs import RUN

# Combining marks for letters, symbols and half marks (Unicode, Blocks.txt): first, and one after the last.
_ACCENT_BLOCKS = ((0x300, 0x370), (0x1AB0, 0x1B00), (0x1DC0, 0x1E00), (0x20D0, 0x2100), (0xFE20, 0xFE30))
_FEWEST = RUN  # letters under another look
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True))
# Letters of other scripts that are drawn as capital or small Latin ones: confusables.txt of Unicode Technical
# Standard 39. Those of Cyrillic and Armenian are in look_alikes.py.
_CHEROKEE = dict(zip("ᎪᏴᏟᎠᎬᏀᎻᏆᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ", "abcdeghijklmprstvwz", strict=True))
_LISU = dict(zip("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "abcdefghijklmnoprstuvwxyz", strict=True))
_COPTIC = dict(zip("ⲁⲃⲉⲏⲓⲕⲙⲛⲟⲣⲥⲧⲩⲭⲍ", "abehikmnopctyxz", strict=True))
_GREEK = {"η": "n", "τ": "t", "σ": "o", "β": "b", "ϳ": "j", "ζ": "z"}
_ROUND = dict.fromkeys("ဝ०০੦૦௦౦೦൦๐໐၀ჿ", "o")
# Letters with a stroke or a hook have no decomposition in Unicode.
_STROKES = dict(zip("øłđŧħɇƀƙƴɨʉɉɍɏȼɖɗɓɠɦƥƭʋʈɲƒ", "oldthebkyiujrycddbghptvtnf", strict=True))
_TAGS = {chr(0xE0000 + code): chr(code) for code in range(0x20, 0x7F)}
_ENCLOSED = {
    chr(first + number): chr(ord("a") + number)
    for first in (0x1F110, 0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
    for number in range(26)
} | {chr(0x249C + number): chr(ord("a") + number) for number in range(26)}
DECORATED = {
    **_SMALL_CAPITALS, **_CHEROKEE, **_LISU, **_COPTIC, **_GREEK, **_ROUND, **_STROKES, **_TAGS, **_ENCLOSED,
}  # fmt: skip
_TABLE = str.maketrans(DECORATED)
# Latin letters with accents (Latin-1 Supplement to Latin Extended-B, Latin Extended Additional), and accents.
_WITH_ACCENT = {*map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))}
_ACCENTS = {chr(code) for first, end in _ACCENT_BLOCKS for code in range(first, end)}
_ACCENT = re.compile("[" + "".join(f"{chr(first)}-{chr(end - 1)}" for first, end in _ACCENT_BLOCKS) + "]")
_UNUSUAL = frozenset(DECORATED) | _WITH_ACCENT | _ACCENTS
# Digits in place of letters, in a word that has letters.
# A pattern that begins with a set of characters is searched for much faster than one that begins otherwise.
_DIGIT_IN_WORD = re.compile(r"[0134579](?:(?<=[a-zA-Z].)|(?=[0134579]?[a-zA-Z]))")
_DIGITS = [str.maketrans("0134579", f"o{one}eastg") for one in "il"]

_LETTER = r"[^\W\d_]"
# Letters with something between any two of them; a space may be one of the letters of a list.
_SET_APART = re.compile(rf"(?<!{_LETTER}){_LETTER}(?:[\W\d_]{{1,16}}{_LETTER}(?!{_LETTER})){{{2 * RUN},}}")
_GAP = re.compile(r"[\W\d_]+")
_HYPHENS = ("-", "‐", "‑", "¬", "\u00ad", "&shy;")
_HYPHEN = r"(?:[-‐‑¬\u00ad]|&shy;)"
# A word with hyphens, which may be at ends of lines; one with many is an address.
_BROKEN = re.compile(rf"(?<![-\w]){_LETTER}+(?:{_HYPHEN}\s*{_LETTER}+){{1,3}}(?![-\w])")
_BREAK = re.compile(rf"{_HYPHEN}\s*")
_NUMBER = re.compile(r"[\d_](?<!\w.)(?:(?<=\d)[\d.,:]*|(?<=_)\d+_?|(?<=\d)\d*_?)(?!\w)")
# Strings of JSON and of programs, and whether each names another.
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*+)"(\s*:)?')
_NEAR = 90  # characters: some nine words and what is between them
_FEW = 3


def other_looks(text: str) -> Iterator[str]:
    """Yield a text with each look undone that it has.

    >>> [*other_looks("T h e   o l d   p i l o t   l i t   e v e r y   l a m p")]
    ['The old pilot lit every lamp']
    >>> [*other_looks("th\\u0336e old\\u0336 p\\u0336ilot li\\u0336t")]
    ['the old pilot lit']
    """
    if not text.isascii() and not _UNUSUAL.isdisjoint(text):
        yield from _plain_letters(text)
    has_digits = sum(map(text.count, "0123456789")) >= _FEW
    for part in _stretches(_DIGIT_IN_WORD, text) if has_digits else ():
        for digits in _DIGITS:
            yield part.translate(digits)
    for part in _stretches(_STRING, text) if '"' in text else ():
        yield " ".join(string for string, colon in _STRING.findall(part) if not colon)
    if set_apart := [_close_up(match[0]) for match in _SET_APART.finditer(text)]:
        yield "\n".join(set_apart)
    for part in _stretches(_BROKEN, text) if sum(map(text.count, _HYPHENS)) >= _FEW else ():
        yield _BROKEN.sub(lambda match: _BREAK.sub("", match[0]), part)
    for part in _stretches(_NUMBER, text) if has_digits else ():
        yield _NUMBER.sub(" ", part)


def _stretches(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """Yield the parts of a text in which a pattern is so often that few nine words are without it."""
    start, end, count = 0, -_NEAR, 0
    for match in pattern.finditer(text):
        if match.start() - end > _NEAR:
            if count >= _FEW:
                yield text[max(0, start - _NEAR) : end + _NEAR]
            start, count = match.start(), 0
        end, count = match.end(), count + 1
    if count >= _FEW:
        yield text[max(0, start - _NEAR) : end + _NEAR]


def _plain_letters(text: str) -> Iterator[str]:
    """Yield a text without accents that belong to no letter, and one of undecorated Latin letters."""
    composed = unicodedata.normalize("NFC", text)
    bare = _ACCENT.sub("", composed)
    if bare != composed:
        yield bare
    found = _ACCENT.sub("", unicodedata.normalize("NFKD", bare.translate(_TABLE)))
    if _count_ascii(found) - _count_ascii(bare) >= _FEWEST:
        yield found


def _count_ascii(text: str) -> int:
    return len(text.encode("ascii", "ignore"))


def _close_up(text: str) -> str:
    """Return letters that were set apart as words: where there is more between two than usual, a word ends.

    >>> _close_up("q-u-a-y m-o-l-e"), _close_up("q','u','a','y',' ','m','o")
    ('quay mole', 'quay mo')
    """
    gaps = Counter(_GAP.findall(text))
    usual = gaps.most_common(1)[0][0]
    return _GAP.sub(lambda match: "" if match[0] == usual else " ", text)
