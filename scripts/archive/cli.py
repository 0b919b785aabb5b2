"""The `archive` command: parse, call, print, exit code."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from .archive import Archive
from .checks import check_archive
from .hold import hold
from .leaks import check_output
from .pages.wording import count
from .problems import Problem, print_problems
from .search import FOLDER, write_index
from .similar import propose_relations
from .site import READING_ROOM_DOCS, build_docs

CONFIG = "mkdocs.yml"
READING_ROOM_CONFIG = "mkdocs.reading-room.yml"


def find_root(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that holds an archive; `start` itself if none does."""
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file() and (folder / "sources").is_dir():
            return folder
    return start


def check(root: Path, similar: bool = False) -> int:
    """Check every record; print what is wrong, or how much there is; with `similar`, propose relations too."""
    archive, problems = check_archive(Archive.load(root))
    if not problems:
        held = sum(source.capture is not None for source in archive.sources.values())
        terms = sum(len(terms) for terms in archive.vocabularies.values())
        print(
            f"No problems: {count(len(archive.documents), 'document')} in {count(len(archive.sources), 'source')} "
            f"({count(held, 'capture')} held), {count(terms, 'term')}."
        )
    if similar:
        print_proposals(archive)
    return print_problems(problems, sys.stderr)


def print_proposals(archive: Archive) -> None:
    """Print which documents are alike and not related yet; nothing is decided, and no record changes."""
    proposals = list(propose_relations(archive))
    for proposal in proposals:
        print(proposal)
    compared = sum(archive.sources[document.source].capture is not None for document in archive.documents.values())
    print(
        f"Compared {count(compared, 'document')}; {len(archive.documents) - compared} not, because the capture is not held. "
        f"{count(len(proposals), 'proposal')}: read both texts before you accept one."
    )


def build_pages(root: Path) -> int:
    """Write the pages of docs/ from the records."""
    build = build_docs(root)
    status = print_problems(build.problems, sys.stderr)
    print(f"docs/: {count(len(build.changed), 'page')} written, {len(build.removed)} removed.")
    return status


def build_site(root: Path, reading_room: bool) -> int:
    """Build site/ or reading-room/ with MkDocs, whose hook writes the pages first and prints what is wrong."""
    if reading_room:
        (root / READING_ROOM_DOCS).mkdir(parents=True, exist_ok=True)  # MkDocs wants it before its hooks run
    status = run_mkdocs(root, READING_ROOM_CONFIG if reading_room else CONFIG)
    _, problems = check_archive(Archive.load(root))
    return status or int(bool(problems))


def publish(root: Path) -> int:
    """Build site/ so that it can be published: no problem, no warning, and no restricted text in it."""
    archive, problems = check_archive(Archive.load(root))
    if print_problems(problems, sys.stderr):
        print("site/ was not built.", file=sys.stderr)
        return 1
    if status := run_mkdocs(root, CONFIG, "--strict"):
        return status
    if not (root / "site" / FOLDER).is_dir():
        print("site/ has no search index: SEARCH_INDEX is switched off. Expected SEARCH_INDEX=true, or none.", file=sys.stderr)
        return 1
    leaks = list(check_output(archive, root / "site"))
    if print_problems(leaks, sys.stderr):
        print("site/ must not be published.", file=sys.stderr)
        return 1
    held = sum(source.capture is not None for source in archive.sources.values())
    print(f"site/ is ready to publish; none of {count(held, 'held capture')} shows in it where it may not.")
    return 0


def run_mkdocs(root: Path, config: str, *options: str) -> int:
    """Run `mkdocs build` in the archive's folder; return its exit status."""
    return subprocess.run([sys.executable, "-m", "mkdocs", "build", "-f", config, *options], cwd=root, check=False).returncode


def index_site(root: Path, site: Path) -> int:
    """Index a built site for the search, as the hook does after MkDocs; for a generator that runs no hooks."""
    if not (site / "index.html").is_file():
        print(f"{site}: not a built site. Expected an index.html in it. Build it first.", file=sys.stderr)
        return 1
    archive, problems = check_archive(Archive.load(root))
    print(f"{site / FOLDER}: {count(write_index(archive, site), 'document')} indexed.")
    return print_problems(problems, sys.stderr)


def hold_captures(root: Path, files: Sequence[Path]) -> int:
    """Put captures in their places."""
    problems = []
    for result in hold(Archive.load(root), files):
        if isinstance(result, Problem):
            problems.append(result)
        else:
            print(result)
    return print_problems(problems, sys.stderr)


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    made = argparse.ArgumentParser(prog="archive", description="Check, build and publish a press archive.")
    made.add_argument("--root", type=Path, help="the archive's folder (default: the nearest one upwards)")
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    checking = commands.add_parser("check", help="check every record")
    checking.add_argument("--similar", action="store_true", help="propose relations between documents whose texts are alike")
    build = commands.add_parser("build", help="build the site: the records → docs/ → site/")
    what = build.add_mutually_exclusive_group()
    what.add_argument("--pages-only", action="store_true", help="stop after docs/")
    what.add_argument("--reading-room", action="store_true", help="build reading-room/, which shows every capture held")
    commands.add_parser("publish", help="build site/, and prove that it may be published")
    indexing = commands.add_parser("index", help="index a built site for the search, where no hook does it")
    indexing.add_argument("--site", type=Path, default=Path("site"), help="the built site (default: site/)")
    holding = commands.add_parser("hold", help="recognise captures by SHA-256 and put them beside their records")
    holding.add_argument("files", nargs="+", type=Path, metavar="FILE")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 1 for problems, 2 for a wrong call."""
    chosen = parser().parse_args(arguments)
    root = (chosen.root or find_root(Path.cwd())).resolve()
    if chosen.command == "check":
        return check(root, chosen.similar)
    if chosen.command == "publish":
        return publish(root)
    if chosen.command == "index":
        return index_site(root, root / chosen.site)
    if chosen.command == "hold":
        return hold_captures(root, chosen.files)
    if chosen.pages_only:
        return build_pages(root)
    return build_site(root, chosen.reading_room)
