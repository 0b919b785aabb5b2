"""The search index: the built pages, fed to Pagefind (https://pagefind.app/docs/py-api/), an index for each language.

A document is stemmed in its own language, so each language has a bundle of its own below `pagefind/` in the site;
`languages.json` names them for the search page, which asks all of them and merges what they find.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import shutil
import tempfile
from pathlib import Path

from pagefind.service import PagefindService

from .archive import Archive, DocumentEntry, TermEntry
from .models import LANGUAGES
from .pages.terms import used_terms
from .pages.wording import NAMES, words

FOLDER = "pagefind"
SITE_LANGUAGE = "en"
PROGRAM = "pagefind.js"
# Parts of a page that lead away from it, and would make it a result for words of other pages.
EXCLUDED = [
    ".passage-link", ".line-reference", ".line-link", ".explanation", ".neighbours", ".headerlink", ".improve",
    "#the-same-event-elsewhere", "#related-documents", "#before-and-after",
]  # fmt: skip


def write_index(archive: Archive, site: Path) -> int:
    """Index a built site; return the number of records. Raises FileNotFoundError where a document's page is missing."""
    folder = site / FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    with tempfile.TemporaryDirectory() as temporary:
        pages = {language: Path(temporary, language) for language in sorted({SITE_LANGUAGE, *archive.documents_of_language})}
        for language, documents in archive.documents_of_language.items():
            for id in documents:
                page = (site / "documents" / id / "index.html").read_text(encoding="utf-8")
                _write(pages[language] / "documents" / id, _with_facts(page, archive, archive.documents[id]))
        for vocabulary in NAMES:
            for term in used_terms(archive, vocabulary):
                _write(pages[SITE_LANGUAGE] / vocabulary / term.id, _term_page(term))
        asyncio.run(_index(pages, folder))
        for language in pages:
            _remove_unused(folder / language)
        (folder / "languages.json").write_text(json.dumps(list(pages)), encoding="utf-8")
        return sum(1 for _ in Path(temporary).rglob("index.html"))


def _remove_unused(bundle: Path) -> None:
    """Remove what Pagefind writes into every bundle and the search page does not load: search pages and workers of its own."""
    for file in sorted(bundle.iterdir()):
        if file.suffix in (".js", ".css") and file.name != PROGRAM:
            file.unlink()


def _write(folder: Path, page: str) -> None:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(page, encoding="utf-8")


async def _index(pages: dict[str, Path], folder: Path) -> None:
    """Index each language's pages as one folder: the API waits 0.1 s for every answer, so a call a page would be slow."""
    async with PagefindService() as service:
        for language, source in pages.items():
            index = await service.create_index(
                {"force_language": language, "root_selector": "article", "exclude_selectors": EXCLUDED}
            )
            source.mkdir(exist_ok=True)
            await index.add_directory(str(source))
            await index.write_files(str(folder / language))


def _facts(facts: list[tuple[str, str, str]]) -> str:
    """Write facts in the attributes that Pagefind reads: (meta, filter or sort), name, value."""
    return "".join(f'<meta data-pagefind-{kind}="{name}[content]" content="{html.escape(value)}">' for kind, name, value in facts)


def _term_page(term: TermEntry) -> str:
    """Return what the search knows of a term: its names and its scope, not the documents that its page lists."""
    singular, _ = NAMES[term.vocabulary]
    names = [name for variants in term.record.variants.values() for name in variants]
    facts = [("meta", "title", term.record.label), ("meta", "facts", singular), ("filter", "page", "subject")]
    text = " · ".join([term.record.label, *names, term.record.scope])
    return f"<html><body><article>{_facts(facts)}<p>{html.escape(text)}</p></article></body></html>"


def _with_facts(page: str, archive: Archive, document: DocumentEntry) -> str:
    """Return a built page in its document's language, with the facts that Pagefind takes from attributes."""
    record = document.record
    outlet = archive.term("outlets", record.outlet).record.label
    language = LANGUAGES[record.language]
    facts = [
        ("meta", "title", record.title),
        ("meta", "language", record.language),
        ("meta", "facts", f"{outlet} · {record.date.words} · {words(record.kind)} · {language}"),
        ("meta", "evidence", str(record.evidence)),
        ("filter", "page", "document"),
        ("filter", "kind", words(record.kind)),
        ("filter", "outlet", outlet),
        ("filter", "year", record.date.year),
        ("filter", "language", language),
        ("sort", "date", record.date.earliest.isoformat()),
    ]
    tags = _facts(facts)
    # Pagefind looks inside the root alone, which is the article.
    page, found = re.subn(r"<article\b[^>]*>", lambda match: match[0] + tags, page, count=1)
    if not found:
        raise ValueError(f"no <article> in the page of {document.id}")
    return page
