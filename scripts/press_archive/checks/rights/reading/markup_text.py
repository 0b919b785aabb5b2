"""What HTML or XML says: its text, attributes, comments, scripts and styles.

It is read by regular expressions, several times as fast as a parser, and in more than one way, because each
way may part words or run them together.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from functools import lru_cache

from ....base.escape import unescape
from ....captures.runs import INVISIBLE, RUN, words

# A tag: what is in quotation marks may have a ">" in it.
_TAG_PATTERN = r"""<[a-zA-Z/!?](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>"""
_TAG = re.compile(f"({_TAG_PATTERN})")
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
# What is no text of the page around it: comments, scripts and styles; and sections of XML, in which nothing
# is a tag. Letters of either case are written out: re.IGNORECASE would make the search for a "<" many times
# slower.
_SCRIPT, _STYLE = "[sS][cC][rR][iI][pP][tT]", "[sS][tT][yY][lL][eE]"
_ASIDE = re.compile(
    r"<(?:!--(?P<comment>.*?)(?:--!?>|\Z)|!\[CDATA\[(?P<section>.*?)(?:\]\]>|\Z)"
    rf"|(?P<script>{_SCRIPT}(?=[\s/>])[^>]*>)(?P<code>.*?)(?=</{_SCRIPT}[\s/>]|\Z)"
    rf"|(?P<style>{_STYLE}(?=[\s/>])[^>]*>)(?P<rules>.*?)(?=</{_STYLE}[\s/>]|\Z))",
    re.DOTALL,
)
# Elements that a browser sets apart from the text around them (HTML Living Standard, section 15.3), and the
# texts of a drawing. It runs the text of all others into the words beside it.
_APART = frozenset(
    """
    address article aside blockquote body br button caption center col colgroup dd details dialog
    dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr
    html input legend li listing main menu nav ol optgroup option p plaintext pre search section
    select summary table tbody td text textarea tfoot th thead title tr ul xmp
    """.split()  # noqa: SIM905
)
# Tags without white space before and after them, where a browser may run words together. An entity may be a
# letter.
_SEAM = re.compile(rf"<(?<=[\w;{INVISIBLE}]<){_TAG_PATTERN[1:]}(?:{_TAG_PATTERN})*+(?=[\w&{INVISIBLE}])")
_LETTER = re.compile(rf"[\w{INVISIBLE}]")
_LONGEST_ENTITY = 33  # characters, &CounterClockwiseContourIntegral; (HTML Living Standard, section 13.5)
# A line mark in an element of its own parts words and is none.
_MARK = re.compile(rf"{_TAG_PATTERN}\s*\[?L[0-9]{{1,5}}(?:[-–]L?[0-9]{{1,5}})?\]?\s*{_TAG_PATTERN}")


# What a page says in attributes, one after the other: names of attributes whose values are texts.
_SAYS = re.compile(
    r"""[\s"'](?:title|alt|label|content|value|placeholder|summary|aria-[a-z]+|data-[\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')"""
)
# What a browser leaves out of a sentence, or draws beside it: the reading of a word, what was struck out,
# what is hidden.
_LEFT_OUT = re.compile(
    r"<(?P<name>r[tp]|del|s)(?=[\s>])[^<>]*>[^<]*</(?P=name)\s*>"
    r"|<(?P<hidden>[a-z]+)\s[^<>]*?(?:\bhidden\b|display:\s*none|visibility:\s*hidden|font-size:\s*0)[^<>]*>[^<]*</(?P=hidden)\s*>"
)


def has_markup(text: str) -> bool:
    """Return whether a text has a tag.

    >>> has_markup("The <b>quay</b>"), has_markup("1 < 2")
    (True, False)
    """
    return _TAG.search(text) is not None


def read_markup(page: str) -> Iterator[str]:
    """Yield what HTML or XML says without its tags: text, attributes, comments, scripts and styles."""
    asides: list[str] = []

    def set_aside(match: re.Match[str]) -> str:
        if match["section"] is not None:
            return match["section"]
        asides.append(match["comment"] or match["code"] or match["rules"] or "")
        # A browser runs together what is before a comment and what is after it.
        return "<!>" if match["comment"] is not None else f"<{match['script'] or match['style']}"

    page = _ASIDE.sub(set_aside, page)
    parts = _TAG.split(page)
    yield unescape(" ".join(parts[0::2]))
    if any(_runs_together(match) for match in _SEAM.finditer(page)):
        yield unescape(_TAG.sub(_space, _MARK.sub(" ", page)))
    if (seen := _LEFT_OUT.sub(" ", page)) != page:
        yield unescape(_TAG.sub(_space, seen))
    for tag in set(parts[1::2]):
        yield from _attributes(tag)
    if len(said := _SAYS.findall(page)) > 1:
        yield unescape(" ".join(one or other for one, other in said))
    yield from asides


def _runs_together(seam: re.Match[str]) -> bool:
    """Return whether a browser runs together the letters before and after tags."""
    if _parts_words(seam[0]):
        return False
    before = seam.string[max(0, seam.start() - _LONGEST_ENTITY) : seam.start()]
    after = seam.string[seam.end() : seam.end() + _LONGEST_ENTITY]
    return bool(_LETTER.match(unescape(before)[-1:]) and _LETTER.match(unescape(after)))


def _space(match: re.Match[str]) -> str:
    return " " if _parts_words(match[0]) else ""


@lru_cache(maxsize=50_000)
def _parts_words(tags: str) -> bool:
    """Return whether a browser sets apart what is before and after tags."""
    return any(name.lower() in _APART for name in _TAG_NAME.findall(tags))


@lru_cache(maxsize=50_000)
def _attributes(tag: str) -> tuple[str, ...]:
    """Return the values of a tag's attributes that have as many words as a run."""
    if tag.startswith(("<!", "<?")):
        values = [tag[2:-1]]
    else:
        values = [unescape(match[1] or match[2] or match[3] or "") for match in _ATTRIBUTE.finditer(tag)]
        values.append(_ATTRIBUTE.sub(" ", tag))  # names of attributes
    values += [urllib.parse.unquote_plus(value) for value in values if "%" in value]
    values += [urllib.parse.unquote_plus(value) for value in values if "%25" in value]
    return tuple(value for value in values if len(words(value)) >= RUN)
