"""What all pages share: where each page is, how it is linked, its front matter, and the templates."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2
import yaml
from markupsafe import Markup

from ..archive import Archive
from ..dates import Date
from ..escape import exact, finalize, front_matter
from ..lines import LineRange, format_ranges
from ..models import LANGUAGES
from ..yamlio import render_fields

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

# The first line of every generated page: only a file that begins with it is ever replaced or removed by a build.
MARK = "---\n# Generated from sources/ by scripts/build.py. Edit the record, not this page.\n"

# The fields that a page's front matter may have, in their order.
FIELDS = (
    "title", "description", "date", "spoken", "outlet", "byline", "original_url", "topics", "people", "places",
    "organisations", "events", "kind", "language", "evidence", "chain", "extent", "source", "lines", "sha256",
    "vocabulary", "id", "hide",
)  # fmt: skip
PRINTED_BY_THE_THEME = ("title", "description")

# Singular and plural of what a vocabulary holds, as the site says them.
NAMES = {
    "topics": ("topic", "Topics"),
    "people": ("person", "People"),
    "places": ("place", "Places"),
    "organisations": ("organisation", "Organisations"),
    "events": ("event", "Events"),
    "outlets": ("outlet", "Outlets"),
}


@dataclass(frozen=True)
class Pages:
    """What a page is rendered from: the archive, and whether the build is the reading room."""

    archive: Archive
    reading_room: bool = False

    def render(self, path: str, template: str, fields: dict[str, object], **values: object) -> str:
        """Render one page: front matter, then the template."""
        body = (
            environment()
            .get_template(template)
            .render(archive=self.archive, reading_room=self.reading_room, links=Links(self.archive, path), **values)
        )
        return f"{MARK}{render_front_matter(fields)}\n---\n\n{body.strip()}\n"


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


@dataclass(frozen=True)
class Links:
    """Markdown links from the page at `path` to others; MkDocs checks that each leads somewhere."""

    archive: Archive
    path: str

    def to(self, target: str, text: str, language: str = "en") -> Markup:
        """Link to a page of docs/ by its path."""
        return Markup(f"[{in_language(text, language)}]({self.address(target)})")

    def address(self, target: str) -> Markup:
        """The relative path from this page to another; both are made of ids, so nothing in it needs escaping."""
        folder, slash, _ = self.path.rpartition("/")
        if slash and target.startswith(folder + slash):
            return Markup(target.removeprefix(folder + slash))
        return Markup("../" * self.path.count("/") + target)

    def document(self, id: str) -> Markup:
        """Link to a document by its headline."""
        record = self.archive.documents[id].record
        return self.to(document_path(id), record.title, record.language)

    def source(self, id: str) -> Markup:
        """Link to a source by its label."""
        return self.to(source_path(id), self.archive.sources[id].record.label)

    def term(self, vocabulary: str, id: str) -> Markup:
        """Link to a term by its label; a term without a page (its vocabulary could not be read) is only named."""
        label = self.archive.term(vocabulary, id).record.label
        if (vocabulary, id) not in self.archive.documents_of_term or id not in self.archive.vocabularies.get(vocabulary, {}):
            return exact(label)
        return self.to(term_path(vocabulary, id), label)

    def terms(self, vocabulary: str, ids: Iterable[str]) -> Markup:
        """Link to several terms, with commas between."""
        return Markup(", ").join(self.term(vocabulary, id) for id in ids)

    def year(self, year: str) -> Markup:
        """Link to a year."""
        return self.to(year_path(year), year)

    def language(self, code: str) -> Markup:
        """Link to a language by its English name."""
        return self.to(language_path(code), LANGUAGES[code])


def in_language(text: str, language: str) -> Markup:
    """Mark a text with its language where that is not the site's own, English."""
    return exact(text) if language == "en" else Markup(f'<span lang="{language}">{exact(text)}</span>')


def words(value: str) -> str:
    """Say an identifier in words.

    >>> words("news-report")
    'news report'
    """
    return str(value).replace("-", " ")


def count(number: int, noun: str, plural: str = "") -> str:
    """Say a number of things.

    >>> count(1, "document"), count(2, "person", "people")
    ('1 document', '2 people')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def when(date: Date) -> Markup:
    """Say a date, machine-readable beside it where HTML can (https://html.spec.whatwg.org/#the-time-element)."""
    machine = date.text if date.text.replace("-", "").isdecimal() else ""
    return Markup(f'<time datetime="{machine}">{exact(date.words)}</time>') if machine else exact(date.words)


def lines_in_words(ranges: Sequence[LineRange]) -> str:
    """Say ranges of lines.

    >>> from archive.lines import parse_ranges
    >>> lines_in_words(parse_ranges("3-31, 40"))
    'lines 3-31, 40'
    """
    single = len(ranges) == 1 and ranges[0].first == ranges[0].last
    return f"line{'' if single else 's'} {format_ranges(ranges)}"


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
    filters: tuple[Callable, ...] = (words, count, when, lines_in_words, format_ranges, in_language)
    made.filters.update({function.__name__: function for function in filters})
    made.globals["NAMES"] = NAMES
    return made
