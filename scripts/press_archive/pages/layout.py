"""What all pages share: where each page is, how it is linked, its front matter, and the templates."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
import yaml
from markupsafe import Markup

from ..base.escape import exact, finalize, front_matter
from ..base.wording import VOCABULARY_NAMES, capitalize_first, count, label, spell_out
from ..collection.archive import Archive
from ..collection.relations import Relations
from ..records.closed_lists import RELATIONS, Evidence
from ..records.fields import SUBJECTS
from ..records.languages import LANGUAGES
from ..records.lines import LineRange
from ..records.links import DOCUMENTS, parse_target
from ..yaml_text.reading import render_fields
from .wording import (
    anchor,
    evidence_mark,
    in_language,
    lines_in_words,
    mark,
    month_anchor,
    month_in_words,
    share,
    when,
    year_in_words,
)

TEMPLATES = Path(__file__).resolve().parent / "templates"

# The first line of every generated page: only a file that begins with it is ever replaced or removed by a build.
MARK = "---\n# Generated from sources/ by scripts/build.py. Edit the record, not this page.\n"

# The fields that a page's front matter may have, in their order.
FIELDS = (
    "title", "description", "date", "spoken", "outlet", "byline", "original_url", *SUBJECTS, "kind", "language", "evidence", "chain", *RELATIONS, "extent", "source", "lines", "sha256",
    "vocabulary", "id", "record", "hide",
)  # fmt: skip
PRINTED_BY_THE_THEME = ("title", "description")


@dataclass(frozen=True)
class Pages:
    """What a page is rendered from: the archive, and whether the build is the reading room.

    `built` are the paths of the only pages there will be, where a preview makes a few of them: a link to another one is
    written as an address, whose answer says that the page is not part of the preview.
    """

    archive: Archive
    reading_room: bool = False
    built: frozenset[str] | None = None

    @functools.cached_property
    def relations(self) -> Relations:
        """What the archive's documents are to each other."""
        return Relations(self.archive)

    @functools.cached_property
    def remembered(self) -> dict[tuple, Markup]:
        """What was rendered before and looks the same on every page of a folder: long lists repeat each document often."""
        return {}

    def render(self, path: str, template: str, fields: dict[str, object], **values: object) -> str:
        """Render one page: front matter, then the template.

        Every page says which record it is made from; lists, from none. It has no list of its headings (`toc`, which
        overrides/main.html reads), and no navigation beside it, which it is not in (for a theme that has one).
        """
        links = Links(self, path)
        body = environment().get_template(template).render(
            pages=self, archive=self.archive, reading_room=self.reading_room, links=links, **values
        )  # fmt: skip
        return f"{MARK}{render_front_matter({'record': '', **fields, 'hide': ['navigation', 'toc']})}\n---\n\n{body.strip()}\n"

    def count(self, documents: Sequence[str]) -> str:
        """Say how many documents there are, and how many distinct texts where these are fewer."""
        texts = self.relations.texts(documents)
        told = count(len(documents), "document")
        return told if texts == len(documents) else f"{told}, {count(texts, 'distinct text')}"

    def number(self, documents: Sequence[str]) -> str:
        """The same in digits, for the side of a name in a list of many."""
        texts = self.relations.texts(documents)
        return f"{len(documents):,}" if texts == len(documents) else f"{len(documents):,} ({count(texts, 'distinct text')})"


def document_path(id: str) -> str:
    """Where a document's page is, below docs/."""
    return f"documents/{id}.md"


def source_path(id: str) -> str:
    """Where a source's page is, below docs/."""
    return f"sources/{id}.md"


def term_path(vocabulary: str, id: str) -> str:
    """Where a term's page is, below docs/."""
    return f"{vocabulary}/{id}.md"


def year_path(year: str) -> str:
    """Where a year's page is, below docs/."""
    return f"years/{year}.md"


def language_path(code: str) -> str:
    """Where a language's page is, below docs/."""
    return f"languages/{code}.md"


EVIDENCE_PATH = "evidence/index.md"
OWN_WORDS_PATH = "own-words/index.md"
TIMELINE_PATH = "timeline/index.md"


@dataclass(frozen=True)
class Links:
    """Markdown links from the page at `path` to others; MkDocs checks that each leads somewhere."""

    pages: Pages
    path: str

    @property
    def archive(self) -> Archive:
        """The archive that is linked within."""
        return self.pages.archive

    def to(self, target: str, text: str, language: str = "en") -> Markup:
        """Link to a page of docs/ by its path."""
        return Markup(f"[{in_language(text, language)}]({self.address(target)})")

    def address(self, target: str) -> Markup:
        """The relative path from this page to another; both are made of ids, so nothing in it needs escaping."""
        folder, slash, _ = self.path.rpartition("/")
        if self.pages.built is not None and target not in self.pages.built:
            up = "../" * (self.path.count("/") + (not self.path.endswith("index.md")))
            return Markup(up + target.removesuffix(".md").removesuffix("index").rstrip("/") + "/")
        if slash and target.startswith(folder + slash):
            return Markup(target.removeprefix(folder + slash))
        return Markup("../" * self.path.count("/") + target)

    def _remember(self, what: str, id: str, render: Callable[[], Markup]) -> Markup:
        """Return what was rendered for a page of the same folder, or render it."""
        key = (what, id, self.path.rpartition("/")[0])
        if key not in self.pages.remembered:
            self.pages.remembered[key] = render()
        return self.pages.remembered[key]

    def document(self, id: str) -> Markup:
        """Link to a document by its headline."""
        record = self.archive.documents[id].record
        return self._remember("headline", id, lambda: self.to(document_path(id), record.title, record.language))

    def facts(self, id: str) -> Markup:
        """Say in a line what is known of a document beside its headline and date."""
        return self._remember("facts", id, lambda: Markup(" · ").join([*self._known(id), *self._related(id)]))

    def cells(self, id: str) -> Markup:
        """The same in the cells of a row of a table, without the relations to other documents."""
        return self._remember("cells", id, lambda: Markup(" | ").join(self._known(id)))

    def relations(self, id: str) -> Markup:
        """Say what a document is to others: a reprint of one, a translation of another."""
        return self._remember("relations", id, lambda: Markup(" · ").join(self._related(id)))

    def _known(self, id: str) -> list[Markup]:
        record = self.archive.documents[id].record
        outlet, language = self.term("outlets", record.outlet), self.language(record.language)
        return [outlet, exact(spell_out(record.kind)), language, evidence_mark(record.evidence)]

    def _related(self, id: str) -> list[Markup]:
        related = self.pages.relations.both_ways.get(id, ())
        return [Markup("{} {}").format(exact(phrase), self.document(other)) for phrase, other in related]

    def source(self, id: str) -> Markup:
        """Link to a source by its label."""
        return self.to(source_path(id), self.archive.sources[id].record.label)

    def term(self, vocabulary: str, id: str) -> Markup:
        """Link to a term by its label; a term without a page (its vocabulary could not be read) is only named."""
        label = self.archive.term(vocabulary, id).record.label
        return self.to(term_path(vocabulary, id), label) if self.has_page(vocabulary, id) else exact(label)

    def terms(self, vocabulary: str, ids: Iterable[str]) -> Markup:
        """Link to several terms, with commas between."""
        return Markup(", ").join(self.term(vocabulary, id) for id in ids)

    def lines(self, document: str, ranges: Sequence[LineRange]) -> Markup:
        """Name lines of a document, each range a link to them: to the passage where this build shows it, else to the page."""
        return Markup(", ").join(self._range(document, found) for found in ranges)

    def _range(self, document: str, found: LineRange) -> Markup:
        return Markup('<span class="line-link">[{}]({})</span>').format(mark(found), self.line(document, found.first))

    def line(self, document: str, line: int) -> Markup:
        """The address of a line of a document where this build shows it, else of the document's page."""
        visible = line in self.archive.visible_lines(document, self.pages.reading_room)
        return self.address(document_path(document)) + (Markup("#L{}").format(line) if visible else "")

    def has_page(self, vocabulary: str, id: str) -> bool:
        """Say whether a term has a page: a document names it, and its vocabulary could be read."""
        return (vocabulary, id) in self.archive.documents_of_term and id in self.archive.vocabularies.get(vocabulary, {})

    def target(self, target: str, text: str) -> Markup:
        """Link to what a record's link names (see targets.py); what has no page, or no such form, is only named."""
        found = parse_target(target)
        if found and found.address:
            return Markup('<a href="{}" rel="external">{}</a>').format(exact(target), exact(text))
        if found and found.kind == DOCUMENTS and found.id in self.archive.documents:
            address = self.line(found.id, found.line) if found.line else self.address(document_path(found.id))
            return Markup("[{}]({})").format(exact(text), address)
        return self.to(term_path(found.kind, found.id), text) if found and self.has_page(found.kind, found.id) else exact(text)

    def reference(self, target: str) -> Markup:
        """Link to where something can be checked: a web address by its host, a document by its outlet, date and line."""
        found = parse_target(target)
        if found and found.address:
            return self.target(target, urlsplit(target).hostname or target)
        if not found or found.id not in self.archive.documents:
            return exact("a document that is left out")
        record = self.archive.documents[found.id].record
        outlet = self.archive.term("outlets", record.outlet).record.label
        return self.target(target, ", ".join([outlet, record.date.words, *([f"L{found.line}"] if found.line else [])]))

    def year(self, year: str) -> Markup:
        """Link to a year."""
        return self.to(year_path(year), year_in_words(year))

    def evidence(self, evidence: Evidence) -> Markup:
        """Name a kind of evidence, with its icon, as a link to the page that explains it."""
        return evidence_mark(evidence, self.to(EVIDENCE_PATH, spell_out(evidence)))

    def language(self, code: str) -> Markup:
        """Link to a language by its English name."""
        return self.to(language_path(code), LANGUAGES[code])


def render_front_matter(fields: dict[str, object]) -> str:
    """Render a page's fields; what the theme prints is escaped, and the result is read back to prove it.

    A field that is not in FIELDS, or a value that does not come back, is a bug and raises.
    """
    if unknown := set(fields) - set(FIELDS):
        raise KeyError(f"not fields of a page's front matter: {sorted(unknown)}")
    printed = {
        key: front_matter(str(fields[key])) if key in PRINTED_BY_THE_THEME else fields[key] for key in FIELDS if key in fields
    }
    text = render_fields(printed)
    if yaml.load(text, Loader=yaml.CSafeLoader) != printed:
        raise ValueError(f"front matter does not come back as it was written: {text}")
    return text


@functools.cache
def environment() -> jinja2.Environment:
    """The templates; whatever they print that is not marked as safe is escaped by `finalize`."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,  # what a macro returns is safe; all else goes through finalize first
        finalize=finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: tuple[Callable, ...] = (
        spell_out,
        count,
        when,
        lines_in_words,
        in_language,
        label,
        anchor,
        evidence_mark,
        capitalize_first,
        share,
        year_in_words,
        month_in_words,
    )
    made.filters.update({function.__name__: function for function in filters})
    made.globals.update(
        VOCABULARY_NAMES=VOCABULARY_NAMES, OWN_WORDS_PATH=OWN_WORDS_PATH, TIMELINE_PATH=TIMELINE_PATH, EVIDENCE_PATH=EVIDENCE_PATH,
        document_path=document_path, month_anchor=month_anchor,
    )  # fmt: skip
    return made
