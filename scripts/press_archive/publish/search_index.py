"""The search index: the built pages, fed to Pagefind (https://pagefind.app/), an index for each language.

The index of the site's language contains every document: its headline, the archive's summary and details, and
the text where the page shows it. Each other language has an index of what is in that language, stemmed by its
rules. All of it is read from the built pages, so that the search knows nothing that they don't show.

The documents of a language are indexed in shards (indexing/), each by a process of its own, and those that
have not changed are taken from a cache. Next to the indexes are the catalogue of documents (facets.py), and
the words of each language, from which the search page proposes another spelling.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from types import TracebackType

from ..base.files.exchange import partial_folder, replace_folder
from ..base.files.partial import remove_partial
from ..base.progress import track
from ..base.wording import VOCABULARY_NAMES
from ..collection.archive import Archive
from ..records.languages import SITE_LANGUAGE
from .facets import SPEAKERS, Catalogue
from .indexing.cache import Cache, key_of
from .indexing.division import LIMITS, Limits, divide
from .indexing.feeds import feeds, frame
from .indexing.kept_words import KeptWords
from .indexing.known_feeds import Feed, KnownFeeds
from .indexing.listing import listing
from .indexing.merging import Merger, divide_words, name_of
from .indexing.new_files import NewFiles
from .indexing.packed_chunks import Merged, PackedChunks
from .indexing.pagefind_program import FeedPage
from .indexing.programs import program_files
from .indexing.shards import Shard, from_bytes, make_shard, to_bytes

FOLDER = "pagefind"
POINTER = "current.json"  # says which folder is current; search/files.js reads it
CATALOGUE = "catalogue.json"
PROGRAM = "pagefind.js"
MODULE = "wasm.words.pagefind"  # as search/listing.js has it
ATTEMPTS = 3  # to make a shard that another program removes or damages meanwhile
MOST_WORDS = 10_000  # of a language, for proposals; the frequent ones


def write_index(archive: Archive, site: Path) -> int:
    """Index a built site; return the number of documents. Raises FileNotFoundError where a document's page is
    missing.
    """
    with start_index(archive, site) as indexing:
        return indexing.finish()


def make_index(archive: Archive, site: Path, bundles: Path) -> int:
    """Write the search index of a built site into a new folder, and nothing into the site; return the number
    of documents.

    Its files are in a folder there that is named by a digest of them, and another file says which folder it
    is. Pages ask for that one each time, so nothing that a cache has kept of another publication is used.
    Raises FileNotFoundError where a document's page is missing, ValueError where it is not one.
    """
    bundles.mkdir()
    with partial_folder(bundles) as place, start_index(archive, site) as indexing:
        return indexing.write(bundles, Path(place))


def start_index(archive: Archive, site: Path, limits: Limits = LIMITS) -> Indexing:
    """Read the documents' built pages and start Pagefind on what has changed; return while it runs.

    The result is a context: when it ends, nothing more is started. Raises FileNotFoundError where a
    document's page is missing, ValueError where it is not one.
    """
    indexing = Indexing(archive, site)
    indexing.start(limits)
    return indexing


def current_index(site: Path) -> Path:
    """Return the folder with the files of a site's search index."""
    named = json.loads((site / FOLDER / POINTER).read_bytes())
    return site / FOLDER / str(named["folder"])


@dataclass
class _Plan:
    """A shard to come: its language, its documents, and its key in the cache."""

    language: str
    ids: list[str]
    key: str
    making: Future[str] | None = field(default=None)


class Indexing:
    """The search index of a site while it is made."""

    def __init__(self, archive: Archive, site: Path) -> None:
        """Prepare for a built site."""
        self.archive = archive
        self.site = site
        self.catalogue = Catalogue(archive)
        self.cache = Cache(archive.root)
        self.known = KnownFeeds(self.cache)
        self.frames = {id: frame(archive, archive.documents[id]) for id in self.catalogue.documents}
        self.plans: dict[str, list[_Plan]] = {}
        self.executor = ThreadPoolExecutor(os.cpu_count() or 1)

    def __enter__(self) -> Indexing:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Start nothing more, and wait for what runs."""
        self.executor.shutdown(cancel_futures=True)

    def start(self, limits: Limits) -> None:
        """Read the pages, divide them into shards, and start to index those that the cache does not have."""
        read: dict[str, list[tuple[str, Feed]]] = {language: [] for language in self.catalogue.bundles}
        for id in track(self.catalogue.documents, "Reading pages for the search"):
            for language, feed in self.known.read(id, self._path(id), self.frames[id]).items():
                read[language].append((id, feed))
        for language, documents in read.items():
            digests = {id: feed.digest for id, feed in documents}
            shards = divide(((id, feed.size) for id, feed in documents), limits)
            self.plans[language] = [
                _Plan(language, ids, _key(language, {id: digests[id] for id in ids})) for ids in shards
            ]
        for plan in self._all_plans():
            if not self.cache.has(plan.key):
                plan.making = self.executor.submit(self._make, plan)

    def _path(self, id: str) -> Path:
        return self.site / "documents" / id / "index.html"

    def _all_plans(self) -> list[_Plan]:
        return [plan for plans in self.plans.values() for plan in plans]

    def _make(self, plan: _Plan) -> str:
        """Make a shard and keep it under the key of what was read, whatever was planned; return the key."""
        pages, digests = [], {}
        for id in plan.ids:
            html = feeds(self._path(id).read_text(encoding="utf-8"), id, self.frames[id])[plan.language]
            pages.append(FeedPage(f"/documents/{id}/", html))
            digests[id] = Feed.of(html).digest
        key = _key(plan.language, digests)
        self.cache.put(key, to_bytes(make_shard(pages, plan.language)))
        return key

    def _shard(self, plan: _Plan) -> tuple[str, Shard]:
        """Return a shard with its key: one at a time is in memory. Where another program has removed it from
        the cache, or its file is not whole, it is made again.
        """
        key = plan.making.result() if plan.making else plan.key
        for _ in range(ATTEMPTS):
            shard = self._stored(key)
            if shard:
                return key, shard
            key = self._make(plan)
        folder = str(self.cache.folder)
        raise OSError(errno.EIO, "the cache of the search index loses what is written", folder)

    def finish(self) -> int:
        """Wait for Pagefind, and put the index into the site; return the number of documents."""
        remove_partial(self.site)
        with partial_folder(self.site) as beside:
            bundles = Path(beside, FOLDER)
            bundles.mkdir()
            indexed = self.write(bundles, Path(beside))
            # Only now: until then the search finds what was there before.
            replace_folder(bundles, self.site / FOLDER)
        return indexed

    def write(self, bundles: Path, place: Path) -> int:
        """Wait for Pagefind, and write the index into an empty folder; return the number of documents.

        It is prepared in `place`, a folder on the same file system.
        """
        made = place / "made"
        made.mkdir()
        files = NewFiles(made)
        self._write_files(files)
        digest = files.digest()
        os.rename(made, bundles / digest)
        NewFiles(bundles).write_json(POINTER, {"folder": digest})
        self.known.keep()
        self.cache.remove_unused()
        return len(self.archive.documents)

    def _write_files(self, files: NewFiles) -> None:
        """Write the files of the index."""
        waiting = iter(track(self._all_plans(), "Indexing for the search"))
        for language, plans in self.plans.items():
            program = program_files(language, self.cache)
            files.write(f"{language}/{MODULE}", program.module)
            self._write_language(files, language, plans, waiting, program.characters)
            if language == SITE_LANGUAGE:
                files.write(PROGRAM, program.script)
        catalogue = self.catalogue
        files.write_json(CATALOGUE, catalogue.summary())
        files.write_json("facets.json", catalogue.columns())
        files.write_json("names.json", catalogue.names())
        for letters, rows in catalogue.names_by_letters.items():
            files.write_json(f"names/{'-'.join(f'{ord(letter):x}' for letter in letters)}.json", rows)
        for vocabulary in VOCABULARY_NAMES:
            files.write_json(f"terms/{vocabulary}.json", catalogue.postings(vocabulary))
        files.write_json(f"terms/{SPEAKERS}.json", catalogue.speakers())

    def _write_language(
        self,
        files: NewFiles,
        language: str,
        plans: list[_Plan],
        waiting: Iterator[_Plan],
        characters: list[str],
    ) -> None:
        """Write the index of a language."""
        numbers: list[int] = []
        lengths: list[int] = []
        keys: list[str] = []
        for plan in plans:
            key, shard = self._shard(next(waiting))
            keys.append(key)
            for id, text in zip(plan.ids, shard.texts, strict=True):
                numbers.append(self.catalogue.numbers[id])
                files.write(f"{language}/fragment/{numbers[-1]}.pf_fragment", text)
            lengths += shard.lengths
        chunks, words = self._merged(language, plans, keys)
        files.write_json(f"words-{language}.json", words)
        for number, chunk in enumerate(chunks):
            files.write(f"{language}/index/{name_of(number)}.pf_index", chunk.data)
        every = None if language == SITE_LANGUAGE else numbers
        starts = [chunk.start for chunk in chunks]
        files.write_json(f"{language}/index.json", listing(every, lengths, starts, characters))

    def _merged(self, language: str, plans: list[_Plan], keys: list[str]) -> Merged:
        """Return the chunks and words of a language, merged again only if one of its shards is another."""
        packed = PackedChunks(self.cache, language)
        known = packed.merged_from(keys)
        if known is not None:
            return known
        words = KeptWords(self.cache, language)
        starts = [*accumulate((len(plan.ids) for plan in plans), initial=0)]
        if not words.follow(keys, starts, self._stored):
            merger, words.shards, words.counted = Merger(), [], Counter()
            for plan in plans:
                key, shard = self._shard(plan)
                words.shards.append(key)
                words.counted.update(shard.counted)
                merger.add(shard)
            words.written = dict(merger.written_words())
        words.keep()
        chunks = divide_words(sorted(words.written.items()))
        return packed.pack(words.shards, most_frequent(words.counted), chunks)

    def _stored(self, key: str) -> Shard | None:
        """Return a shard of the cache, if it is there and whole."""
        data = self.cache.get(key)
        if data is not None:
            with contextlib.suppress(ValueError):
                return from_bytes(data)
        return None


def _key(language: str, digests: dict[str, str]) -> str:
    """Return the key of a shard: of its language, and of what Pagefind reads of each document."""
    return key_of("shard", language, *(part for id, digest in digests.items() for part in (id, digest)))


def most_frequent(counted: Counter[str]) -> list[str]:
    """Return the MOST_WORDS words that are counted most often, the most frequent first, ties in alphabetical
    order.

    >>> most_frequent(Counter({"tide": 1, "quay": 2, "crane": 1}))
    ['quay', 'crane', 'tide']
    """
    return sorted(counted, key=lambda word: (-counted[word], word))[:MOST_WORDS]
