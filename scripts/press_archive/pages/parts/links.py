"""Write links from one page to another as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from ...base.escape import exact, filled
from ...base.wording import count, spell_out
from ...collection.archive import Archive
from ...collection.notes.reads import once
from ...records.closed_lists import BASES, Basis, Nearness
from ...records.languages import LANGUAGES
from ...records.lines import LineRange, line_mark
from ...records.links import DOCUMENTS, parse_target
from ..division import dividing
from .addresses import EVIDENCE_PATH, document_path, language_path, source_path, term_path, year_path
from .context import Pages
from .wording import (
    beside_headline,
    dating_mark,
    in_language,
    lines_in_words,
    nearness_mark,
    year_in_words,
)

# What follows a value that no capture gives; the document's page says what it is inferred from.
INFERRED = Markup(' <span class="facts">inferred</span>')


def _site(address: str) -> str:
    """Return what a link to a web page is called: its host, and of a code host the repository too.

    >>> _site("https://www.gull.example/a/b"), _site("https://github.com/gull/quays/blob/main/a.csv")
    ('www.gull.example', 'github.com/gull/quays')
    """
    parts = urlsplit(address)
    host = parts.hostname or address
    repository = "/".join(parts.path.split("/")[1:3])
    return f"{host}/{repository}" if host == "github.com" and repository else host


@dataclass(frozen=True)
class Links:
    """Links from the page at `path`; MkDocs checks that each leads to a page."""

    pages: Pages
    path: str

    @property
    def archive(self) -> Archive:
        """The archive whose pages are linked."""
        return self.pages.archive

    def to(self, target: str, text: str, language: str = "en") -> Markup:
        """Return a link to the page at the path `target`."""
        return Markup(f"[{in_language(text, language)}]({self.address(target)})")

    def address(self, target: str) -> Markup:
        """Return the relative path to the page at `target`. Paths consist of ids and need no escaping."""
        folder, slash, _ = self.path.rpartition("/")
        if self.pages.built is not None and target not in self.pages.built:
            up = "../" * (self.path.count("/") + (not self.path.endswith("index.md")))
            return Markup(up + target.removesuffix(".md").removesuffix("index").rstrip("/") + "/")
        if slash and target.startswith(folder + slash):
            return Markup(target.removeprefix(folder + slash))
        return Markup("../" * self.path.count("/") + target)

    def _once(self, what: str, id: str, render: Callable[[], Markup]) -> Markup:
        """Return what was rendered before for a page in the same folder, or else render it."""
        return once(self.pages.rendered_links, (what, id, self.path.rpartition("/")[0]), render)

    def document(self, id: str) -> Markup:
        """Return a link to a document: its headline, with what must be said beside it."""
        record = self.archive.documents[id].record
        return self._once(
            "headline",
            id,
            lambda: self.to(document_path(id), record.title, record.language) + beside_headline(record),
        )

    def date(self, id: str) -> Markup:
        """Return a document's best date, with what it is where that is not its day of publication."""
        dating = self.archive.dating[id]
        republisher = self.archive.republisher(id)
        return self._once("date", id, lambda: dating_mark(dating, republisher))

    def mark(self, id: str, *fields: str) -> Markup:
        """Return the mark of what is inferred, if one of these fields of a document is."""
        inferred = self.archive.documents[id].record.inferred
        return INFERRED if any(field in inferred for field in fields) else Markup("")

    def outlet(self, id: str) -> Markup:
        """Return a link to a document's outlet, marked if it is inferred."""
        outlet = self.archive.documents[id].record.outlet
        return self.term("outlets", outlet) + self.mark(id, "outlet")

    def facts(self, id: str) -> Markup:
        """Return a line of facts about a document: outlet, kind, language, nearness, related documents."""
        return self._once("facts", id, lambda: Markup(" · ").join([*self._known(id), *self._related(id)]))

    def cells(self, id: str) -> Markup:
        """Return the same facts, without related documents, as the cells of a table."""
        return self._once("cells", id, lambda: Markup(" | ").join(self._known(id)))

    def relations(self, id: str) -> Markup:
        """Return how a document is related to others, with links, such as "reprint of" another."""
        return self._once("relations", id, lambda: Markup(" · ").join(self._related(id)))

    def _known(self, id: str) -> list[Markup]:
        record = self.archive.documents[id].record
        facts = {
            "outlet": self.term("outlets", record.outlet),
            "kind": exact(spell_out(record.kind)),
            "language": self.language(record.language),
            "nearness": nearness_mark(record.nearness),
        }
        return [text + self.mark(id, field) for field, text in facts.items()]

    def _related(self, id: str) -> list[Markup]:
        related = self.pages.relations.both_ways.get(id, ())
        if len(related) > dividing.MOST:  # the document's own page leads to all of them
            return [self.to(document_path(id), count(len(related), "other version"))]
        return [filled("{} {}", exact(phrase), self.document(other)) for phrase, other in related]

    def source(self, id: str) -> Markup:
        """Return a link to a source, with its label."""
        return self.to(source_path(id), self.archive.sources[id].record.label)

    def term(self, vocabulary: str, id: str) -> Markup:
        """Return a link to a term, with its label; the label alone if the term has no page."""
        label = self.archive.term(vocabulary, id).record.label
        return self.to(term_path(vocabulary, id), label) if self.has_page(vocabulary, id) else exact(label)

    def terms(self, vocabulary: str, ids: Iterable[str]) -> Markup:
        """Return links to terms, with commas between them."""
        return Markup(", ").join(self.term(vocabulary, id) for id in ids)

    def all_terms(self, terms: Iterable[tuple[str, str]]) -> Markup:
        """Return links to terms of any vocabulary, (vocabulary, id), with commas between them."""
        return Markup(", ").join(self.term(*term) for term in terms)

    def lines(self, document: str, ranges: Sequence[LineRange]) -> Markup:
        """Return a link to each range of a document's lines."""
        return Markup(", ").join(self._range(document, lines) for lines in ranges)

    def _range(self, document: str, lines: LineRange) -> Markup:
        address = self.line(document, lines.first)
        return filled('<span class="line-link">[{}]({})</span>', line_mark(lines), address)

    def lines_in_words(self, document: str, ranges: Sequence[LineRange]) -> Markup:
        """Return ranges of a document's lines in words, each range a link."""
        first, *others = lines_in_words(ranges).split(", ")
        texts = zip([first, *others], ranges, strict=True)
        links = (filled("[{}]({})", text, self.line(document, span.first)) for text, span in texts)
        return Markup(", ").join(links)

    def line(self, document: str, line: int) -> Markup:
        """Return the address of a document's line (see line_places.py), which is on the document's page
        whether or not its text is shown; of a line that the document does not have, that of the page.
        """
        has_line = any(line in span for span in self.archive.documents[document].record.lines)
        return self.address(document_path(document)) + (filled("#L{}", line) if has_line else "")

    def has_page(self, vocabulary: str, id: str) -> bool:
        """Return whether a term has a page: a document names it, and its vocabulary has it."""
        is_named = (vocabulary, id) in self.archive.documents_of_term
        return is_named and id in self.archive.vocabularies.get(vocabulary, {})

    def target(self, target: str, text: str) -> Markup:
        """Return a link to a target (see records/links.py), or the text alone if the target has no page."""
        parsed = parse_target(target)
        if parsed is None:
            return exact(text)
        if parsed.address:
            return filled('<a href="{}" rel="external">{}</a>', exact(target), exact(text))
        if parsed.kind == DOCUMENTS and parsed.id in self.archive.documents:
            page = self.address(document_path(parsed.id))
            address = self.line(parsed.id, parsed.line) if parsed.line else page
            return filled("[{}]({})", exact(text), address)
        if self.has_page(parsed.kind, parsed.id):
            return self.to(term_path(parsed.kind, parsed.id), text)
        return exact(text)

    def reference(self, target: str) -> Markup:
        """Return a link to a reference: a web page by its host, a document by its outlet, date and line."""
        parsed = parse_target(target)
        if parsed and parsed.address:
            return self.target(target, _site(target))
        if not parsed or parsed.id not in self.archive.documents:
            return exact("a document that is left out")
        outlet = self.archive.outlet_in_words(parsed.id)
        line = [f"L{parsed.line}"] if parsed.line else []
        return self.target(target, ", ".join([outlet, self.archive.date_in_words(parsed.id), *line]))

    def inferred_from(self, basis: str) -> Markup:
        """Return that a value is inferred, and what from: a basis of the closed list, or a link to what a
        reference names.
        """
        if basis in list(Basis):
            return Markup("inferred from ") + exact(BASES[Basis(basis)])
        target = parse_target(basis)
        line = f", L{target.line}" if target and target.line else ""
        what = "outside" if target and target.address else f"another document{line}"
        return Markup("inferred from ") + self.target(basis, what)

    def year(self, year: str) -> Markup:
        """Return a link to a year's list of documents."""
        return self.to(year_path(year), year_in_words(year))

    def nearness(self, nearness: Nearness) -> Markup:
        """Return how near a text is to the words, with its icon, as a link to the page that explains it."""
        return nearness_mark(nearness, self.to(EVIDENCE_PATH, spell_out(nearness)))

    def language(self, code: str) -> Markup:
        """Return a link to a language's list of documents, with its English name."""
        return self.to(language_path(code), LANGUAGES[code])
