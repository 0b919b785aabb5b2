"""The offline copy: the public site as a zip that opens from disk, without a server and without a network.

The pages are those of the site, with their links completed (offline_links.py). Modules and the search index,
which browsers refuse to load from disk, are left out. A small search in plain script replaces them, with an
index of what the top of each document's page says: headline, facts, summary and the names of its terms.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from fnmatch import fnmatch
from pathlib import Path

from ..base.files.reading import list_files
from ..base.files.writing import write_in_one_step
from ..base.files.zips import pack
from ..base.problems import Problem
from ..base.progress import track
from ..base.wording import count
from ..collection.archive import Archive
from ..records.files import list_records
from .facets import Catalogue
from .indexing.feeds import shown_facts
from .offline_links import INDEX, Split, relink_page
from .search_index import FOLDER
from .settings import Settings

README = "README.txt"
SEARCH_PAGE = f"search/{INDEX}"
SEARCH_INDEX = "assets/offline/index.js"
SEARCH = "assets/offline/search.js"
SEARCH_SCRIPT = Path(__file__).resolve().parent / "offline" / "search.js"
# What serves only a web server, a search engine or the online search.
EXCLUDED = (
    "404.html", "sitemap.xml", "sitemap-*.xml", "sitemap.xml.gz", "robots.txt", "opensearch.xml",
    "assets/archive.js", "assets/*/archive.js", "assets/search/*", "assets/*/search/*", f"{FOLDER}/*",
    "data/tei.zip", "data/corpus.zip", "data/releases/*",
    "manifest.webmanifest", "assets/icon-*.png", "assets/apple-touch-icon.png", "cards/*",
)  # fmt: skip
FIRST = (README, INDEX)  # in the zip, for whoever looks into it


def records_digest(root: Path) -> str:
    """Return the SHA-256 of all records: of each one's path, size and bytes, in the order of paths."""
    digest = hashlib.sha256()
    for path in list_records(root)[0]:
        data = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\n{len(data)}\n".encode() + data)
    return digest.hexdigest()


def split_files(site: Path, website: str = "") -> Split:
    """Return which files of a built site are in the copy, and which it leaves out; `website` is where the
    site is published, if that is known.
    """
    files = {path.relative_to(site).as_posix() for path in list_files(site)}
    excluded = {name for name in files if any(fnmatch(name, pattern) for pattern in EXCLUDED)}
    return Split(files - excluded, excluded, website)


def render_index(archive: Archive) -> str:
    """Return the search's index as a script that assigns one constant.

    Documents are newest first, each as [id, headline, language, facts, nearness, summary, numbers of terms];
    a term is all of its names. White space is folded, so that a run of words stays one, also for the check
    for restricted text.
    """
    rows = Catalogue(archive).names()
    numbers = {(row.vocabulary, row.id): number for number, row in enumerate(rows)}
    documents = []
    for id in archive.newest_first:
        entry = archive.documents[id]
        facts = shown_facts(archive, entry)
        terms = [
            numbers[vocabulary, term] for vocabulary, terms in entry.record.terms().items() for term in terms
        ]
        shown = (facts["title"], facts["language"], facts["facts"], facts["nearness"], entry.summary.plain)
        documents.append([id, *map(_folded, shown), terms])
    names = [_folded(" ".join([row.label, *row.others])) for row in rows]
    data = json.dumps({"documents": documents, "terms": names}, ensure_ascii=False, separators=(",", ":"))
    return f"const OFFLINE_INDEX = {data};\n"


def _folded(text: str) -> str:
    return " ".join(text.split())


def render_readme(archive: Archive, settings: Settings, digest: str) -> str:
    """Return the text of README.txt: what this is, how to open it, what it was made from."""
    newest = archive.dating[archive.newest_first[0]].moment if archive.newest_first else ""
    made_from = f"{count(len(archive.documents), 'document')} from {count(len(archive.sources), 'source')}"
    lines = [
        f"{settings.name}: offline copy",
        "",
        "This is a copy of a website. It opens from disk, without a server and without a network connection.",
        "",
        "1. Unpack the zip file. On Windows choose Extract All: the links do not work inside the file. If",
        "   Windows says that a path is too long, unpack it near the top of the drive, such as",
        "   in C:\\archive.",
        f"2. Open {INDEX} in a web browser.",
        "",
        "Every page of the website is here. The search is a simpler one, and its page says what it does.",
        "Some links lead to the internet, such as those to original publications. Nothing is loaded from",
        "there unless you follow one.",
        "",
        f"Made from {made_from}{f', the newest of {newest}' if newest else ''}.",
        f"SHA-256 of the records: {digest}",
        *([f"The website: {settings.address}"] if settings.address else []),
        *(["", settings.copyright] if settings.copyright else []),
    ]
    # Old editors on Windows know no other line ending.
    return "".join(f"{line}\r\n" for line in lines)


def write_copy(archive: Archive, site: Path, folder: Path, readme: str, website: str = "") -> list[Problem]:
    """Write the offline copy of a built site into a folder; return its broken links."""
    files = split_files(site, website)
    problems: list[Problem] = []
    for name in track(sorted(files.included), "Copying pages"):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not name.endswith(".html"):
            shutil.copyfile(site / name, target)
            continue
        scripts = (SEARCH_INDEX, SEARCH) if name == SEARCH_PAGE else ()
        page = (site / name).read_bytes().decode("utf-8")
        text, broken_links = relink_page(page, name, files, scripts)
        target.write_bytes(text.encode("utf-8"))
        problems += broken_links
    added = {
        SEARCH_INDEX: render_index(archive),
        SEARCH: SEARCH_SCRIPT.read_text(encoding="utf-8"),
        README: readme,
    }
    for name, text in added.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8"))
    return problems


def write_zip(folder: Path, target: Path) -> int:
    """Pack a folder; return the number of files. The same files give the same bytes."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    ordered = [*(name for name in FIRST if name in names), *sorted(names.difference(FIRST))]
    files = ((f"{folder.name}/{name}", (folder / name).read_bytes()) for name in track(ordered, "Packing"))
    write_in_one_step(target, pack(files))
    return len(ordered)
