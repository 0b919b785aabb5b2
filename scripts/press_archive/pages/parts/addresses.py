"""The path of each generated page, below docs/."""

from __future__ import annotations

HOME_PATH = "index.md"
DOCUMENTS_PATH = "documents/index.md"
SOURCES_PATH = "sources/index.md"
YEARS_PATH = "years/index.md"
LANGUAGES_PATH = "languages/index.md"
SUBJECTS_PATH = "tags/index.md"
TIMELINE_PATH = "timeline/index.md"
EVIDENCE_PATH = "evidence/index.md"
OWN_WORDS_PATH = "own-words/index.md"
MISSING_PATH = "missing/index.md"
CITATIONS_PATH = "citations/index.md"
DATA_PATH = "data/index.md"
DATA_FIELDS_PATH = "data/fields.md"
DATA_PROGRAMS_PATH = "data/programs.md"


def page_address(path: str) -> str:
    """Return the address below the site of the page at a path.

    >>> page_address("index.md"), page_address("topics/index.md"), page_address("topics/quay.md")
    ('', 'topics/', 'topics/quay/')
    """
    return f"{path.removesuffix('.md')}/".removesuffix("index/")


def document_path(id: str) -> str:
    """Return the path of a document's page."""
    return f"documents/{id}.md"


def card_path(id: str) -> str:
    """Return the path of a document's share card, below the site."""
    return f"cards/{id}.png"


def source_path(id: str) -> str:
    """Return the path of a source's page."""
    return f"sources/{id}.md"


def sources_of_year_path(year: str) -> str:
    """Return the path of a year's list of sources, in its own folder, because a source's id may be a year."""
    return f"sources/years/{year}.md"


def vocabulary_path(vocabulary: str) -> str:
    """Return the path of the list of a vocabulary's terms."""
    return f"{vocabulary}/index.md"


def term_path(vocabulary: str, id: str) -> str:
    """Return the path of a term's page."""
    return f"{vocabulary}/{id}.md"


def year_path(year: str) -> str:
    """Return the path of a year's list of documents."""
    return f"years/{year}.md"


def language_path(code: str) -> str:
    """Return the path of a language's list of documents."""
    return f"languages/{code}.md"


def timeline_year_path(year: str) -> str:
    """Return the path of a year's page of the timeline."""
    return f"timeline/{year}.md"


def evidence_path(kind: str) -> str:
    """Return the path of the list of documents of one nearness."""
    return f"evidence/{kind}.md"


def gap_path(id: str) -> str:
    """Return the path of the list of documents with a gap in their records."""
    return f"missing/{id}.md"


def missing_year_path(year: str) -> str:
    """Return the path of a year's page of the calendar of what is missing."""
    return f"missing/{year}.md"
