"""The search index: the built pages, fed to Pagefind (https://pagefind.app/), an index for each language.

The index of the site's language contains every document: its headline, the archive's summary and details, and
the text where the page shows it. Each other language has an index of what is in that language, stemmed by its
rules. All of it is read from the built pages, so that the search knows nothing that they don't show. Next to
the indexes are the catalogue of documents (facets.py), and the words of each language, from which the search
page proposes another spelling.
"""

from __future__ import annotations

import gzip
import html
import json
import os
import re
import shutil
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ..base.escape import unescape
from ..base.files.exchange import partial_folder, replace_folder
from ..base.files.partial import remove_partial
from ..base.progress import track
from ..base.wording import VOCABULARY_NAMES, spell_out
from ..collection.archive import Archive, DocumentEntry
from ..collection.headlines import headline_remarks
from ..records.languages import LANGUAGES, SITE_LANGUAGE
from .facets import SPEAKERS, Catalogue
from .pagefind_program import write_bundle
from .site_files.digests import digest_of_folder

FOLDER = "pagefind"
POINTER = "current.json"  # says which folder is current; search/files.js reads it
CATALOGUE = "catalogue.json"
PROGRAM = "pagefind.js"
# The page of an archive without documents; no document has this id.
NO_DOCUMENT = "index"
PASSAGES = '<div class="passages"'
# What follows the document: other documents, and what is the same on every page.
_REST = re.compile(r'<h2 id="(?:the-same-event-elsewhere|related-documents|provenance)"')
_TEXT, _DETAILS = '<h2 id="text"', '<h2 id="details"'
_ARTICLE = re.compile(r"<article\b[^>]*>")
_HEADLINE = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
# A line reference and what binds it to the word before it: without them a sentence reads on to its full stop.
_REFERENCE = re.compile(r'(?:&nbsp;|&#8288;)?<(a|span) class="line-reference"[^>]*>[^<]*</\1>')
# The ids of lines without a text of their own: what is found is in the paragraph or passage around them.
_LINE_ID = re.compile(r'<span id="L\d+"></span>|(?<=<span class="sentence") id="L\d+"')
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_]{3,}")
# As search/bundles.js has them.
HEADLINE_MARK = "ᛘ"
HEADLINE_WORDS = "headline-words"
# Every file of Pagefind's begins so, once it is decompressed.
SIGNATURE = b"pagefind_dcd"
MOST_WORDS = 10_000  # of a language, for proposals; the frequent ones


@dataclass(frozen=True)
class Searchable:
    """The parts of a document's built page: all that can be searched, and what is in the document's own
    language.
    """

    whole: str
    own: str


def write_index(archive: Archive, site: Path) -> int:
    """Index a built site; return the number of documents. Raises FileNotFoundError where a document's page is
    missing.
    """
    remove_partial(site)
    with partial_folder(site) as beside:
        bundles = Path(beside, FOLDER)
        indexed = make_index(archive, site, bundles)
        replace_folder(bundles, site / FOLDER)  # only now: until then the search finds what was there before
    return indexed


def make_index(archive: Archive, site: Path, bundles: Path) -> int:
    """Write the search index of a built site into a new folder, and nothing into the site; return the number
    of documents.

    Its files are in a folder there that is named by a digest of them, and another file says which folder it
    is. Pages ask for that one each time, so nothing that a cache has kept of another publication is used.
    Raises FileNotFoundError where a document's page is missing, ValueError where it is not one.
    """
    bundles.mkdir()
    with partial_folder(bundles) as place:
        made = Path(place, FOLDER)
        made.mkdir()
        _write_files(archive, site, made)
        digest = digest_of_folder(made)
        os.rename(made, bundles / digest)
    _write_json(bundles / POINTER, {"folder": digest})
    return len(archive.documents)


def current_index(site: Path) -> Path:
    """Return the folder with the files of a site's search index."""
    named = json.loads((site / FOLDER / POINTER).read_bytes())
    return site / FOLDER / str(named["folder"])


def _write_files(archive: Archive, site: Path, bundles: Path) -> None:
    """Write the files of the index into a folder that is empty."""
    catalogue = Catalogue(archive)
    with partial_folder(bundles.parent) as feeds:
        words = _write_feeds(archive, catalogue, site, Path(feeds))
        for language in track(words, "Indexing languages for the search"):
            write_bundle(Path(feeds, language), language, bundles / language)
    shutil.copyfile(bundles / SITE_LANGUAGE / PROGRAM, bundles / PROGRAM)
    for language in catalogue.bundles:
        _remove_unused(bundles / language)
        _write_json(bundles / f"ids-{language}.json", _ids(bundles / language, catalogue))
        _write_json(bundles / f"words-{language}.json", most_frequent(words[language]))
    _write_json(bundles / CATALOGUE, catalogue.summary())
    _write_json(bundles / "names.json", catalogue.names())
    for vocabulary in VOCABULARY_NAMES:
        _write_json(bundles / "terms" / f"{vocabulary}.json", catalogue.postings(vocabulary))
    _write_json(bundles / "terms" / f"{SPEAKERS}.json", catalogue.speakers())


def _write_feeds(archive: Archive, catalogue: Catalogue, site: Path, folder: Path) -> dict[str, Counter[str]]:
    """Write what Pagefind reads, a folder for each language; return the words of each language."""
    words: dict[str, Counter[str]] = {language: Counter() for language in catalogue.bundles}
    for language in catalogue.bundles:
        (folder / language).mkdir()
    for id in track(catalogue.documents, "Reading pages for the search"):
        document = archive.documents[id]
        page = searchable((site / "documents" / id / "index.html").read_text(encoding="utf-8"), id)
        facts, headline = _facts(archive, document), _headline_words(document.record.title)
        parts = {SITE_LANGUAGE: page.whole, document.record.language: page.own}
        if document.record.language == SITE_LANGUAGE:
            parts = {SITE_LANGUAGE: page.whole}
        for language, part in parts.items():
            _write(
                folder / language / "documents" / id,
                f"<html><body><article>{facts}{part}{headline}</article></body></html>",
            )
            words[language].update(words_of(part))
    # Pagefind's program fails on an index without a page, and ignores a page without a word.
    if not catalogue.documents:
        _write(
            folder / SITE_LANGUAGE / NO_DOCUMENT,
            f"<html><body><article>{HEADLINE_MARK}</article></body></html>",
        )
    return words


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
    return Searchable(_LINE_ID.sub("", _REFERENCE.sub("", whole)), _LINE_ID.sub("", headline[0] + shown))


def words_of(part: str) -> set[str]:
    """Return the words of a part of a page, in small letters.

    >>> sorted(words_of("<p>The tide&#44; the Tide</p>"))
    ['the', 'tide']
    """
    return set(_WORD.findall(unescape(_TAG.sub(" ", part)).lower()))


def most_frequent(counted: Counter[str]) -> list[str]:
    """Return the MOST_WORDS words that are counted most often, the most frequent first, ties in alphabetical
    order.

    >>> most_frequent(Counter({"tide": 1, "quay": 2, "crane": 1}))
    ['quay', 'crane', 'tide']
    """
    return sorted(counted, key=lambda word: (-counted[word], word))[:MOST_WORDS]


def _headline_words(title: str) -> str:
    """Write a headline's words once more, marked, so that they can be asked for alone.

    The mark is a letter that nobody types and that the stemmers (https://snowballstem.org) take for a
    consonant. The words are in small letters, or Pagefind would part a word at a capital.
    """
    marked = (HEADLINE_MARK + word.lower() for word in _parts(title))
    return f'<p id="{HEADLINE_WORDS}">{html.escape(" ".join(marked))}</p>'


def _parts(headline: str) -> list[str]:
    """Return the words of a headline, as search/bundles.js parts them; Pagefind would take a word with a
    hyphen for one and two.

    >>> _parts("Anti-terror talks: U.S. (and EU) don't agree & leave")
    ['Anti', 'terror', 'talks', 'U.S.', 'and', 'EU', "don't", 'agree', 'leave']
    """
    spaced = "".join(
        character if unicodedata.category(character)[0] in "LNM" or character in "'’." else " "
        for character in headline
    )
    return [part for part in spaced.split() if any(character.isalnum() for character in part)]


def _write(folder: Path, page: str) -> None:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(page, encoding="utf-8")


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _ids(bundle: Path, catalogue: Catalogue) -> list[str]:
    """Return the ids by which an index knows its documents, without its language, in the order of their
    numbers.

    Pagefind tells the page such ids, and the page knows documents by number. It could list all its documents
    in order, but loads its whole index to do so; so they are read from the files with the documents' texts,
    whose names they are.
    """
    ids: dict[int, str] = {}
    for path in (bundle / "fragment").iterdir():
        data = gzip.decompress(path.read_bytes())
        if not data.startswith(SIGNATURE):
            raise ValueError(
                f"{path.name}: not a file as Pagefind 1.5 writes it. Expected {SIGNATURE!r} at its beginning."
            )
        name = json.loads(data[len(SIGNATURE) :])["url"].strip("/").split("/")[-1]
        if name != NO_DOCUMENT:
            ids[catalogue.numbers[name]] = path.stem.removeprefix(f"{bundle.name}_")
    return [ids[number] for number in sorted(ids)]


def _remove_unused(bundle: Path) -> None:
    """Remove what Pagefind writes into every bundle and the search page does not load: pages, workers, second
    programs.
    """
    for file in sorted(bundle.iterdir()):
        if file.suffix in (".js", ".css") or (
            file.name == "wasm.unknown.pagefind" and (bundle / f"wasm.{bundle.name}.pagefind").exists()
        ):
            file.unlink()


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


def _facts(archive: Archive, document: DocumentEntry) -> str:
    """Write these facts in the attributes that Pagefind reads."""
    facts = shown_facts(archive, document)
    return "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{html.escape(value)}">'
        for name, value in facts.items()
    )
