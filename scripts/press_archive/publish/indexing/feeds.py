"""What Pagefind reads of a document: the parts of its built page that can be searched, and some facts.

The index of the site's language gets all of it, the index of the document's own language what is in that
language. Nothing is read but the built page and the facts that a result shows, so that the search knows
nothing that the pages don't show.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from ...base.escape import unescape
from ...base.wording import spell_out
from ...collection.archive import Archive, DocumentEntry
from ...collection.headlines import headline_remarks
from ...records.languages import LANGUAGES, SITE_LANGUAGE

PASSAGES = '<div class="passages"'
# What follows the document: other documents, and what is the same on every page.
_REST = re.compile(r'<h2 id="(?:the-same-event-elsewhere|related-documents|provenance)"')
_TEXT, _DETAILS = '<h2 id="text"', '<h2 id="details"'
_ARTICLE = re.compile(r"<article\b[^>]*>")
_HEADLINE = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
# What is left out; a pattern that begins with a plain text is found much faster than an alternative. First
# line references and what binds them to the word before: without them a sentence reads on to its full stop.
# Then pictures, as Pagefind would make a fact of the first; and the ids of lines without a text of their own:
# what is found is in the paragraph or passage around them.
_REFERENCES = (
    re.compile(r'&nbsp;(?=<(?:a|span) class="line-reference")'),
    re.compile(r'&#8288;(?=<(?:a|span) class="line-reference")'),
    re.compile(r'<a class="line-reference"[^>]*>[^<]*</a>'),
    re.compile(r'<span class="line-reference"[^>]*>[^<]*</span>'),
)
_UNUSED = (re.compile(r"<img\b[^>]*>"), re.compile(r'<span id="L\d+"></span>'))
_SENTENCE = '<span class="sentence"'
_SENTENCE_ID = re.compile(rf'{_SENTENCE} id="L\d+"')
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_]{3,}")
# As search/bundles.js has them.
HEADLINE_MARK = "ᛘ"
HEADLINE_WORDS = "headline-words"
# The facts of `shown_facts`, in the order in which Pagefind numbers them.
FACTS = (b"facts", b"language", b"nearness", b"title")


@dataclass(frozen=True)
class Searchable:
    """The parts of a document's built page: all that can be searched, and what is in the document's own
    language.
    """

    whole: str
    own: str


@dataclass(frozen=True)
class Frame:
    """What a document's record adds to the parts of its page: facts before them, a marked headline after."""

    language: str
    facts: str
    headline: str


def frame(archive: Archive, document: DocumentEntry) -> Frame:
    """Return what the record of a document adds to its page."""
    facts = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{html.escape(value)}">'
        for name, value in shown_facts(archive, document).items()
    )
    return Frame(document.record.language, facts, _headline_words(document.record.title))


def feeds(page: str, id: str, frame: Frame) -> dict[str, str]:
    """Return what Pagefind reads of a built page, by the language of the index; raise ValueError where it is
    not the page of a document.
    """
    parts = searchable(page, id)
    texts = {frame.language: parts.own, SITE_LANGUAGE: parts.whole}
    return {
        language: f"<html><body><article>{frame.facts}{text}{frame.headline}</article></body></html>"
        for language, text in texts.items()
    }


def searchable(page: str, id: str) -> Searchable:
    """Cut what can be searched out of a document's built page; raise ValueError where it isn't one."""
    article = _ARTICLE.search(page)
    headline = _HEADLINE.search(page, article.end()) if article else None
    rest = _REST.search(page, headline.end()) if headline else None
    if not headline or not rest:
        raise ValueError(
            f"not the page of a document: {id}. Expected an article with a headline and its provenance."
        )
    text, details = (page.find(heading, headline.end(), rest.start()) for heading in (_TEXT, _DETAILS))
    if not 0 < text < details:
        raise ValueError(
            f"not the page of a document: {id}. Expected its text, or why it is missing, before its details."
        )
    start = page.find(PASSAGES, text, details)
    shown = page[start:details] if start > 0 else ""
    whole = page[headline.start() : text] + shown + page[details : rest.start()]
    for pattern in _REFERENCES:
        whole = pattern.sub("", whole)
    return Searchable(_cleaned(whole), _cleaned(headline[0] + shown))


def _cleaned(part: str) -> str:
    for pattern in _UNUSED:
        part = pattern.sub("", part)
    return _SENTENCE_ID.sub(_SENTENCE, part)


def words_of(feed: str) -> set[str]:
    """Return the words of a feed, in small letters, but for those of the marked headline.

    >>> sorted(words_of("<p>The tide&#44; the Tide</p>"))
    ['the', 'tide']
    """
    part = feed.rpartition(f'<p id="{HEADLINE_WORDS}">')[0] or feed
    return set(_WORD.findall(unescape(_TAG.sub(" ", part)).lower()))


def _headline_words(title: str) -> str:
    """Write a headline's words once more, marked, so that they can be asked for alone.

    The mark is a letter that nobody types and that the stemmers (https://snowballstem.org) take for a
    consonant. The words are in small letters, or Pagefind would part a word at a capital. A headline without
    words has the mark alone, as Pagefind ignores a page without a word.
    """
    marked = [HEADLINE_MARK + word.lower() for word in _parts(title)] or [HEADLINE_MARK]
    return f'<p id="{HEADLINE_WORDS}">{html.escape(" ".join(marked))}</p>'


class _Spaced(dict[int, int]):
    """Characters by their codes, with a space for what is no part of a word; each is looked up once."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        in_word = unicodedata.category(character)[0] in "LNM" or character in "'’."
        self[code] = code if in_word else ord(" ")
        return self[code]


_SPACED = _Spaced()


def _parts(headline: str) -> list[str]:
    """Return the words of a headline, as search/bundles.js parts them; Pagefind would take a word with a
    hyphen for one and two.

    >>> _parts("Anti-terror talks: U.S. (and EU) don't agree & leave")
    ['Anti', 'terror', 'talks', 'U.S.', 'and', 'EU', "don't", 'agree', 'leave']
    """
    spaced = headline.translate(_SPACED)
    return [part for part in spaced.split() if any(character.isalnum() for character in part)]


def shown_facts(archive: Archive, document: DocumentEntry) -> dict[str, str]:
    """Return what a result shows of a document, beside its text."""
    record = document.record
    outlet = archive.term("outlets", record.outlet).record.label
    shown = {"outlet": outlet, "kind": spell_out(record.kind), "language": LANGUAGES[record.language]}
    outlet, kind, language = (
        f"{text} (inferred)" if field in record.inferred else text for field, text in shown.items()
    )
    return {
        "title": record.title,
        "language": record.language,
        "facts": " · ".join(
            [*headline_remarks(record), outlet, archive.date_in_words(document.id), kind, language]
        ),
        "nearness": str(record.nearness),
    }
