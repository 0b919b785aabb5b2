"""Edit an archive while `mkdocs serve` runs: is what it serves what a clean build makes?

The server is MkDocs' own, in this process. It does not listen: after each edit, the function is called with
which it builds again. The edits are drawn at random, with a seed, from all that people do in an archive:
records, vocabularies, pages and files written by hand, the theme and the settings.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import logging
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from mkdocs.commands.serve import serve
from mkdocs.livereload import LiveReloadServer

from press_archive.base.files.docs import GENERATED_FOLDERS, GENERATED_HOME
from press_archive.publish.serve.data_notice import data_place
from press_archive.publish.site_files.sitemap import FOR_SEARCH_ENGINES, PACKED

from .figures import Figure
from .toy_copy import copy_toy

SEED = 15
LONG_AGO = 1_000_000_000  # seconds since 1970: of files that are restored from a backup
COMPARED = 10  # edits after which the two are compared
WORDS = ("tide", "quay", "lamp", "crane", "toll", "mole", "fog")


ADDRESS = "127.0.0.1:8000"


class Editor:
    """Makes random edits in an archive; each returns what it did."""

    def __init__(self, root: Path, seed: int) -> None:
        """Keep what can be removed again."""
        self.root = root
        self.docs = root / "docs"
        self.random = random.Random(seed)
        self.numbers = itertools.count(1)
        self.all: list[Callable[[], str]] = [
            self._edit_summary, self._edit_kind, self._remove_or_restore_source, self._rename_term,
            self._add_page, self._edit_page, self._remove_page, self._rename_page, self._restore_older, self._replace_by_folder,
            self._replace_by_page, self._add_asset, self._edit_asset, self._remove_asset, self._edit_theme, self._edit_settings,
            self._break_or_mend_record, self._link_to_what_comes, self._change_robots, self._edit_title,
        ]  # fmt: skip
        self.removed: Path | None = None
        self.broken: tuple[Path, str] | None = None
        self.summary: Path | None = None  # the record whose summary was edited last

    def edit(self) -> str:
        """Make one edit."""
        return self.random.choice(self.all)()

    def edit_so(self, kind: str) -> str:
        """Make an edit of a kind, such as `remove_page`."""
        return next(edit for edit in self.all if edit.__name__ == f"_{kind}")()

    # --- What edits need

    def _pages(self) -> list[Path]:
        return sorted(self.docs.glob("essays/**/*.md"))

    def _assets(self) -> list[Path]:
        return sorted(path for path in self.docs.glob("assets/added/**/*") if path.is_file())

    def _text(self) -> str:
        words = " ".join(self.random.choices(WORDS, k=6))
        return f"# Essay {next(self.numbers)}\n\nOf {words}. See [rights](../about/rights.md).\n"

    def _write(self, path: Path, text: str, time: int | None = None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if time is not None:
            os.utime(path, (time, time))

    def _replace(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        self._write(path, text.replace(old, new, 1))

    def _records(self) -> list[Path]:
        return sorted(self.root.glob("sources/2*/*/2*.md"))

    # --- Records

    def _edit_summary(self) -> str:
        record = self.random.choice(self._records())
        text = record.read_text(encoding="utf-8")
        self._write(record, f"{text}\nThe {self.random.choice(WORDS)} is named too.\n")
        self.summary = record
        return f"a summary: {record.stem}"

    def _edit_kind(self) -> str:
        record = self.random.choice(self._records())
        text = record.read_text(encoding="utf-8")
        other = re.sub(
            "^kind: .*",
            f"kind: {self.random.choice(('news-report', 'commentary', 'article'))}",
            text,
            flags=re.M,
        )
        self._write(record, other, LONG_AGO)
        return f"a kind, with an old time: {record.stem}"

    def _remove_or_restore_source(self) -> str:
        place = self.root / "sources" / "2018" / "lantern-interview"
        aside = self.root.parent / "aside"
        if place.exists():
            place.rename(aside)
            return "a source removed"
        aside.rename(place)
        return "a source restored"

    def _rename_term(self) -> str:
        path = self.root / "sources" / "vocabulary" / "topics.yml"
        labels = re.findall(r"^  label: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        label = self.random.choice(labels)
        self._replace(
            path, f"  label: {label}\n", f"  label: {label.split(' no. ')[0]} no. {next(self.numbers)}\n"
        )
        return f"a label: {label}"

    def _change_robots(self) -> str:
        record = self.random.choice(self._records())
        asked = "robots: noindex\n"
        text = record.read_text(encoding="utf-8")
        self._replace(record, *((asked, "") if asked in text else ("nearness: ", f"{asked}nearness: ")))
        return f"what search engines are asked: {record.stem}"

    def _edit_title(self) -> str:
        path = self.root / "sources" / "collection.yml"
        text = re.sub(
            "^title: .*",
            f"title: Press of the tide, {next(self.numbers)}",
            path.read_text("utf-8"),
            flags=re.M,
        )
        self._write(path, text)
        return "the collection's title"

    def _break_or_mend_record(self) -> str:
        if self.broken:
            record, text = self.broken
            if record.exists():
                self._write(record, text, LONG_AGO)
            self.broken = None
            return f"a broken record mended: {record.stem}"
        record = self.random.choice(self._records())
        self.broken = record, record.read_text(encoding="utf-8")
        self._replace(record, "kind: ", "kinds: ")
        return f"a record broken: {record.stem}"

    # --- Pages written by hand

    def _add_page(self) -> str:
        path = self.docs / "essays" / self.random.choice(("", "deep")) / f"essay-{next(self.numbers)}.md"
        self._write(
            path,
            self._text().replace("../about", "../../about" if path.parent.name == "deep" else "../about"),
        )
        return f"a page added: {path.name}"

    def _edit_page(self) -> str:
        path = self.random.choice(
            [*self._pages(), self.docs / "about" / "rights.md", self.docs / "search.md"]
        )
        self._write(path, path.read_text(encoding="utf-8") + f"\nThe {self.random.choice(WORDS)}.\n")
        return f"a page changed: {path.name}"

    def _remove_page(self) -> str:
        if not (pages := self._pages()):
            return self._add_page()
        path = self.random.choice(pages)
        path.unlink()
        return f"a page removed: {path.name}"

    def _rename_page(self) -> str:
        if not (pages := self._pages()):
            return self._add_page()
        path = self.random.choice(pages)
        path.rename(path.with_name(f"renamed-{next(self.numbers)}.md"))
        return f"a page renamed: {path.name}"

    def _restore_older(self) -> str:
        path = self.random.choice([*self._pages(), self.docs / "about" / "rights.md", *self._assets()])
        self._write(path, path.read_text(encoding="utf-8") + f"\n{self.random.choice(WORDS)}\n", LONG_AGO)
        return f"an older file restored: {path.name}"

    def _replace_by_folder(self) -> str:
        pages = [path for path in self._pages() if path.name != "index.md"]
        if not pages:
            return self._add_page()
        path = self.random.choice(pages)
        text = path.read_text(encoding="utf-8")
        path.unlink()
        self._write(path.with_suffix("") / "index.md", text)
        return f"a page replaced by a folder: {path.name}"

    def _replace_by_page(self) -> str:
        folders = sorted({path.parent for path in self.docs.glob("essays/*/index.md")})
        if not folders:
            return self._replace_by_folder()
        folder = self.random.choice(folders)
        text = (folder / "index.md").read_text(encoding="utf-8")
        shutil.rmtree(folder)
        self._write(folder.with_suffix(".md"), text)
        return f"a folder replaced by a page: {folder.name}"

    def _link_to_what_comes(self) -> str:
        path = self.docs / "essays" / "links.md"
        ids = [record.stem for record in self._records()]
        links = [
            f"- [document](../documents/{id}.md)"
            for id in (*self.random.sample(ids, 3), "2018-12-24-i-have-never-met-a-tide")
        ]
        links += [f"- [essay](essay-{number}.md)" for number in range(1, 60, 7)]
        self._write(path, "# Links\n\n" + "\n".join(links) + "\n")
        return "a page of links"

    # --- Files, theme and settings

    def _add_asset(self) -> str:
        path = self.docs / "assets" / "added" / f"data-{next(self.numbers)}.csv"
        self._write(path, "tide,quay\n")
        return f"a file added: {path.name}"

    def _edit_asset(self) -> str:
        path = self.random.choice([*self._assets(), self.docs / "assets" / "archive.css"])
        self._write(path, path.read_text(encoding="utf-8") + f"/* {next(self.numbers)} */\n")
        return f"a file changed: {path.name}"

    def _remove_asset(self) -> str:
        if not (assets := self._assets()):
            return self._add_asset()
        path = self.random.choice(assets)
        path.unlink()
        return f"a file removed: {path.name}"

    def _edit_theme(self) -> str:
        path = self.root / "overrides" / "partials" / "footer.html"
        self._write(path, path.read_text(encoding="utf-8") + f"<p>{next(self.numbers)}</p>\n", LONG_AGO)
        return "the theme, with an old time"

    def _edit_settings(self) -> str:
        path = self.root / "mkdocs.yml"
        text = re.sub(
            "^copyright: .*",
            f"copyright: Free to reuse, {next(self.numbers)}.",
            path.read_text("utf-8"),
            flags=re.M,
        )
        self._write(path, text)
        return "the settings"


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def clean_build(root: Path, address: str, place: Path) -> dict[str, bytes]:
    """Build the site of a copy of an archive that has no generated pages; return its files."""
    copy = place / "copy"
    generated = {str(root / "docs" / name) for name in (*GENERATED_FOLDERS, GENERATED_HOME)}
    shutil.copytree(
        root,
        copy,
        ignore=lambda folder, names: [name for name in names if os.path.join(folder, name) in generated],
    )
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=copy, env={**os.environ, "SITE_URL": address},
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    files = read_files(copy / "site")
    shutil.rmtree(copy)
    return files


def serve_and_edit(
    place: Path, edit: Callable[[Path, LiveReloadServer, Editor], None], seed: int = SEED
) -> None:
    """Serve a copy of the toy archive, and call a function with its folder, the server and an editor."""
    root = copy_toy(place / "archive")
    settings = root / "mkdocs.yml"
    # `mkdocs serve` leaves the policy out, because its reload is a script on the page.
    # And it keeps the plain names of style sheets and scripts.
    text = settings.read_text(encoding="utf-8")
    for option in ("content_policy", "asset_digests"):
        text = text.replace(f"{option}: true", f"{option}: false")
    # The pages give the address of the settings, whatever the server's is.
    text = text.replace('!ENV [SITE_URL, ""]', f"http://{ADDRESS}/")
    settings.write_text(text, encoding="utf-8")
    serving = LiveReloadServer.serve
    LiveReloadServer.serve = lambda server, **_: edit(root, server, Editor(root, seed))  # type: ignore[method-assign]
    try:
        serve(str(settings), dev_addr=ADDRESS)
    finally:
        LiveReloadServer.serve = serving  # type: ignore[method-assign]


def files_unlike(root: Path, server: LiveReloadServer) -> list[str]:
    """Return the files of a served site that a clean build makes otherwise, or not, or that it alone makes.

    What is for search engines is not served, and neither are files of data.
    """
    served, clean = read_files(Path(server.root)), clean_build(root, server.url, root.parent)
    names = {*served, *clean} - {*FOR_SEARCH_ENGINES, PACKED}
    names = {name for name in names if not data_place(name)}
    return sorted(name for name in names if served.get(name) != clean.get(name))


def measure(short: bool) -> Iterator[Figure]:
    """Make the edits, and compare after every tenth."""
    edits = 10 if short else 100
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL)
    found: list[tuple[list[str], list[str]]] = []

    def edit(root: Path, server: LiveReloadServer, editor: Editor) -> None:
        for _ in range(edits // COMPARED):
            done = []
            for _ in range(COMPARED):
                done.append(editor.edit())
                server.builder()
            found.append((done, files_unlike(root, server)))

    with tempfile.TemporaryDirectory() as temporary, contextlib.redirect_stderr(io.StringIO()):
        serve_and_edit(Path(temporary), edit)
    unlike = [name for _, names in found for name in names]
    what = f"files unlike a clean build, compared {len(found)} times in {edits} edits"
    yield Figure(what, str(len(unlike)), "0", not unlike)
    for done, names in found:
        if names:
            yield Figure(f"unlike after {'; '.join(done)}", ", ".join(names[:8]), "none", False)
            break
