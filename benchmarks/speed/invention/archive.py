"""Write `sources/` of an invented archive: sources with their documents, vocabularies, the collection's record."""

from __future__ import annotations

import datetime
import math
import random
import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from press_archive.records.terms import VOCABULARIES

from .records import Capture, Document, Placed, place, render_document, render_source
from .shape import Shape
from .terms import DAYS, FIRST_DAY, LINKS_OF_A_DESCRIPTION, Terms, invent_terms, write_vocabularies
from .texts import CONVERSATIONS, SPEECHES, Body, Paragraph, Subjects, body, head, headline
from .words import Lexicon

COLLECTION = """\
title: An invented archive
description: Invented documents, to measure with.
about: Nothing in it is about anything. It is made to be measured.
period: 2013/2019
"""
KINDS = {
    "news-report": 60,
    "speech": 10,
    "interview": 12,
    "press-conference": 3,
    "commentary": 6,
    "article": 6,
    "press-statement": 3,
}
MOST_TERMS = {"topics": 5, "people": 6, "places": 4, "organisations": 3, "instruments": 2, "events": 2}
HAVE_TERMS = {
    "topics": 1.0,
    "people": 1.0,
    "places": 0.9,
    "organisations": 0.7,
    "instruments": 0.2,
    "events": 0.4,
}
SPREAD = 0.7  # the standard deviation of the logarithm of the lengths: one text in a thousand is nine times as long
FEWEST_WORDS, MOST_WORDS = 60, 40_000
ITEM_OF_AN_AGGREGATOR = 0.5  # as long as a text elsewhere
VERY_MANY = (
    100  # documents of a source, whose record has no room for a list of blank lines and of a cut for each
)
LONGEST_ITEM = 400  # words of one of very many
TERMS_IN_TURN = 1.25  # as many as documents must name: a reprint names none that its original does not
REPEATED = 0.2  # of the documents, as long as there are too few reprints
REMEMBERED = 50  # documents that a later one may repeat
BYTES_OF_A_WORD = 6
FOLDER_OF_SOURCE = "sources/{year}/source-{position:05d}-{seed}"  # archives of two seeds can be put together


class Writer:
    """The state of an archive that is being invented."""

    def __init__(self, root: Path, shape: Shape) -> None:
        """Invent the words and the terms."""
        self.root, self.shape = root, shape
        self.rng = random.Random(f"archive {shape.seed}")
        self.lexicons = {
            language: Lexicon(language, shape.seed) for language in {"en": 0, **dict(shape.languages)}
        }
        self.english = self.lexicons["en"]
        self.terms: Terms = invent_terms(shape, self.rng, self.english)
        self.labels = {name: vocabulary.labels for name, vocabulary in self.terms.of.items()}
        self.must_be_named = self._rotation() if shape.terms else iter(())
        # For a restricted text and one that is shown: a reprint is as its original is.
        self.recent: dict[bool, deque[tuple[Document, Body]]] = defaultdict(lambda: deque(maxlen=REMEMBERED))
        self.cited: dict[str, list[str]] = defaultdict(list)
        self.documents = self.reprinted = 0
        self.ids: set[str] = set()

    def _rotation(self) -> Iterator[tuple[str, str]]:
        """Yield every term that a document can name."""
        for name in MOST_TERMS:
            for id in self.terms.of[name].ids:
                yield name, id

    def write(self) -> None:
        """Write the sources, then the vocabularies, which refer to documents."""
        position = 0
        while self.documents < self.shape.documents:
            self._write_source(position, self._documents_of_source(position))
            position += 1
        lexicons = [self.english, *(lexicon for code, lexicon in self.lexicons.items() if code != "en")]
        write_vocabularies(self.root, self.terms, self.cited, self.rng, lexicons)
        (self.root / "sources" / "collection.yml").write_text(COLLECTION, encoding="utf-8")

    def _documents_of_source(self, position: int) -> int:
        left = self.shape.documents - self.documents
        if position == 0 and self.shape.source_documents:
            return min(left, self.shape.source_documents)
        if self.rng.random() < self.shape.aggregators:
            return min(left, self.rng.choice((2, 2, 2, 3, 3, 4, 5)))
        return 1

    def _write_source(self, position: int, count: int) -> None:
        rng = self.rng
        restricted = rng.random() < self.shape.restricted
        aggregator = rng.choice(self.terms.aggregators) if count > 1 else ""
        day = FIRST_DAY + datetime.timedelta(days=rng.randrange(DAYS))
        folder = self.root / FOLDER_OF_SOURCE.format(year=day.year, position=position, seed=self.shape.seed)
        folder.mkdir(parents=True)
        capture = Capture(spaced=count < VERY_MANY and rng.random() < 0.85)
        self._frame(capture, "page-furniture" if aggregator else "cookie-notice")
        for _ in range(count):
            document, text = self._invent(day, aggregator, count, restricted)
            day = max(day, document.day)
            placed = place(capture, self._paragraphs(document, text))
            record = render_document(document, placed, self.labels, rng, self.english)
            (folder / f"{document.id}.md").write_text(record, encoding="utf-8")
            self._cite(document, placed)
            if 1 < count < VERY_MANY:
                capture.cut(["Read more ..."], "read-more-link")
        self._frame(capture, "reader-comments")
        data = capture.finish()
        (folder / "capture.txt").write_bytes(data)
        record = render_source(position, capture, data, day, restricted)
        (folder / "source.yml").write_text(record, encoding="utf-8")

    def _frame(self, capture: Capture, reason: str) -> None:
        """Add what is around the text on a page, to half of the captures."""
        if self.rng.random() < 0.5:
            capture.cut(self.english.sentences(self.rng, self.rng.randint(8, 30), []), reason)

    def _paragraphs(self, document: Document, text: Body) -> list[Paragraph]:
        lexicon = self.lexicons[document.language]
        places = self.labels["places"]
        where = places[next(iter(document.subjects.ids.get("places", places)))]
        return [
            *head(lexicon, self.rng, document.title, document.day, document.byline, where),
            *text.paragraphs,
        ]

    def _cite(self, document: Document, placed: Placed) -> None:
        for event in document.subjects.ids.get("events", []):
            if len(self.cited[event]) < LINKS_OF_A_DESCRIPTION:
                self.cited[event].append(f"documents:{document.id}#L{placed.text[0]}")

    def _invent(
        self, day: datetime.date, aggregator: str, of_source: int, restricted: bool
    ) -> tuple[Document, Body]:
        """Return another document, which repeats one before it now and then."""
        earlier = self.recent[restricted]
        too_few = self.reprinted < self.shape.reprints * self.documents
        self.documents += 1
        if too_few and earlier and not aggregator and self.rng.random() < REPEATED:
            original, text = self.rng.choice(earlier)
            self.reprinted += 1
            # A reprint is not older than what it repeats.
            document = self._headed(original, max(day, original.day), "")
            return replace(document, reprint_of=original.id), text
        document, text = self._new(day, aggregator, of_source)
        if not aggregator:
            earlier.append((document, text))
        return document, text

    def _new(self, day: datetime.date, aggregator: str, of_source: int) -> tuple[Document, Body]:
        rng = self.rng
        (language,) = rng.choices(*zip(*self.shape.languages, strict=True))
        (kind,) = rng.choices(list(KINDS), list(KINDS.values()))
        words = self._length(aggregator, of_source)
        if self.documents == 1 and self.shape.long_document:
            language, kind, words = "en", "news-report", self.shape.long_document // (BYTES_OF_A_WORD - 1)
        subjects = self._subjects()
        text = body(self.lexicons[language], rng, kind, words, subjects)
        nearness = "transcript" if kind in (*SPEECHES, *CONVERSATIONS) else "report"
        if nearness == "transcript" and rng.random() < 0.4:
            nearness = "official-transcript"
        invented = Document(
            "", "", "", day, "", kind, language, "", nearness, subjects, text.speakers, aggregator
        )
        return self._headed(invented, day, aggregator), text

    def _length(self, aggregator: str, of_source: int) -> int:
        mean = self.shape.mean_words * (ITEM_OF_AN_AGGREGATOR if aggregator else 1)
        words = round(self.rng.lognormvariate(math.log(mean) - SPREAD**2 / 2, SPREAD))
        most = LONGEST_ITEM if of_source >= VERY_MANY else MOST_WORDS
        return max(FEWEST_WORDS, min(most, words))

    def _headed(self, document: Document, day: datetime.date, aggregator: str) -> Document:
        """Return a document with a headline, an author and an outlet of its own, and the id made from them."""
        rng, lexicon = self.rng, self.lexicons[document.language]
        title = headline(lexicon, rng)
        gloss = "" if document.language == "en" else headline(self.english, rng)
        (outlet,) = self.terms.publishers.some(rng, 1)
        byline = f"By {lexicon.name(rng)}" if rng.random() < 0.6 else ""
        return replace(
            document, id=self._id(day, gloss or title), title=title, gloss=gloss, day=day, outlet=outlet, byline=byline,
            republished_by=aggregator,
        )  # fmt: skip

    def _id(self, day: datetime.date, title: str) -> str:
        id = f"{day}-{'-'.join(re.findall('[a-z]+', title.lower()))}"
        if id in self.ids:
            id = f"{id}-{self.documents}"
        self.ids.add(id)
        return id

    def _subjects(self) -> Subjects:
        """Return what a document is about, with all terms that still have to be named by one."""
        rng, ids = self.rng, {}
        for name, most in MOST_TERMS.items():
            if rng.random() < HAVE_TERMS[name]:
                ids[name] = self.terms.of[name].some(rng, most)
        self._oblige(ids)
        names = [
            self.labels[name][id]
            for name in ("people", "places", "organisations")
            for id in ids.get(name, [])
        ]
        speakers = {self.labels["people"][id]: id for id in ids["people"][:3]}
        for id in ids.get("organisations", [])[:1]:
            speakers[self.labels["organisations"][id]] = f"organisations:{id}"
        return Subjects(ids, names[:12], speakers)

    def _oblige(self, ids: dict[str, list[str]]) -> None:
        """Change the terms of a document as the shape of the archive asks."""
        shape = self.shape
        if shape.one_topic:
            ids["topics"] = self.terms.of["topics"].ids[:1]
        if self.documents <= shape.event_documents:
            first = self.terms.of["events"].ids[0]
            ids["events"] = list(dict.fromkeys([first, *ids.get("events", [])]))
        if shape.terms:
            for _ in range(math.ceil(TERMS_IN_TURN * shape.terms / shape.documents)):
                if (term := next(self.must_be_named, None)) and term[1] not in ids.setdefault(term[0], []):
                    ids[term[0]].append(term[1])


def write_archive(root: Path, shape: Shape) -> None:
    """Write `sources/` of an invented archive below `root`, with the captures of all its sources."""
    assert set(shape.term_counts()) == set(VOCABULARIES)
    Writer(root, shape).write()
