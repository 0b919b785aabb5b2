"""Withdrawal: what is withdrawn is gone from every file of the site and of the offline copy but its tombstone."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from benchmarks.invented import write_archive

from press_archive.checks.run import check_archive
from press_archive.cli import main
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive

from .figures import Figure

WITHDRAWN = 20
REPOSITORY = Path(__file__).resolve().parents[2]
FILES = (
    "mkdocs.yml",
    "docs/search.md",
    "docs/about",
    "docs/development",
    "docs/assets",
    "overrides",
    "scripts",
)


@dataclass(frozen=True)
class Gone:
    """A source that is withdrawn: the addresses of its pages, and texts that only they had."""

    source: str
    addresses: tuple[str, ...]
    texts: tuple[str, ...]


def lay_out(root: Path) -> None:
    """Put what a site needs beside the records, without the generated pages."""
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (REPOSITORY / name).is_dir() else shutil.copyfile)(REPOSITORY / name, root / name)


def texts_of(archive: Archive, source: str) -> Gone:
    """Return what the pages of a source and its documents have that no other page has."""
    documents = archive.documents_of_source[source]
    texts = [archive.sources[source].record.label, archive.sources[source].record.sha256]
    for id in documents:
        entry = archive.documents[id]
        texts += [id, entry.record.title, entry.record.original_url]
        texts += [run.text[:60] for run in entry.summary.inlines() if len(run.text) > 60]
    addresses = (f"sources/{source}/", *(f"documents/{id}/" for id in documents))
    return Gone(source, addresses, (source, *texts))


def readable(data: bytes) -> str:
    """Return the text of a published file; the files of the search index are compressed."""
    with contextlib.suppress(OSError, EOFError):
        data = gzip.decompress(data)
    return data.decode("utf-8", "replace")


def published(root: Path) -> Iterator[tuple[str, str]]:
    """Yield every file of the site and of the offline copy, by its path in the site, with its text."""
    for path in sorted((root / "site").rglob("*")):
        if path.is_file():
            yield path.relative_to(root / "site").as_posix(), readable(path.read_bytes())
    for packed in root.glob("*-offline.zip"):
        with zipfile.ZipFile(io.BytesIO(packed.read_bytes())) as copy:
            for name in copy.namelist():
                yield name.partition("/")[2], readable(copy.read(name))


def traces(root: Path, gone: list[Gone]) -> list[str]:
    """Return where a published file has a text of what was withdrawn, though it is no tombstone."""
    own = {f"{address}index.html" for one in gone for address in one.addresses}
    pattern = re.compile(
        "|".join(rf"(?<![\w-]){re.escape(text)}(?![\w-])" for one in gone for text in one.texts)
    )
    return [f"{name}: {match[0]}" for name, text in published(root) if name not in own
            if (match := pattern.search(text))]  # fmt: skip


def _quietly(*arguments: str) -> int:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return main(arguments)


def _used_again(root: Path, gone: list[Gone]) -> int:
    """Return how many ids are refused if a new source with its document has them."""
    (kept,) = [path.parent for path in sorted(root.glob("sources/[0-9]*/*/source.yml"))][:1]
    document = next(kept.glob("*.md"))
    refused = 0
    for one in gone:
        folder = kept.with_name(one.source)
        shutil.copytree(kept, folder)
        (folder / document.name).rename(folder / f"{one.addresses[1].split('/')[1]}.md")
        problems = check_archive(load_archive(root))[1]
        refused += {problem.code for problem in problems if f"/{one.source}/" in problem.path} >= {"H102"}
        shutil.rmtree(folder)
    return refused


def measure(short: bool) -> Iterator[Figure]:
    """Yield how many addresses answer, where texts are left, and how many ids are refused."""
    number = 3 if short else WITHDRAWN
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        lay_out(root)
        write_archive(root, number + 6)
        archive = load_archive(root)
        gone = [texts_of(archive, id) for id in sorted(archive.sources)[:number]]
        for one in gone:
            assert (
                _quietly("--root", str(root), "withdraw", one.source, "--reason", "The publisher asked") == 0
            )
        with mock.patch.dict(os.environ, SITE_URL="https://archive.example/below/"):
            assert _quietly("--root", str(root), "offline") == 0
        pages = [root / "site" / address / "index.html" for one in gone for address in one.addresses]
        answer = sum(
            path.is_file() and 'name="robots" content="noindex"' in path.read_text("utf-8") for path in pages
        )
        yield Figure(
            "addresses that answer with a tombstone", f"{answer} of {len(pages)}", "all", answer == len(pages)
        )
        left = traces(root, gone)
        files = sum(1 for _ in published(root))
        seen = f"{len(left)} of {files} files{f', such as {left[0]}' if left else ''}"
        yield Figure("files with a text of what was withdrawn", seen, "none", not left)
        refused = _used_again(root, gone)
        yield Figure(
            "withdrawn ids refused when used again", f"{refused} of {number}", "all", refused == number
        )
