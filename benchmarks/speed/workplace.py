"""Projects to measure in: this checkout's program, theme and pages, with the records of an invented archive."""

from __future__ import annotations

import compileall
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from press_archive.base.files.docs import GENERATED_FOLDERS, GENERATED_HOME

from .invention import Shape
from .process import Cost, run

REPOSITORY = Path(__file__).resolve().parents[2]
BY_HAND = ("search.md", "about", "development", "assets")
ADDRESS = "https://press.example/archive/"
SETTINGS = {
    "site_name": "An invented archive",
    "publisher": "The keepers of an invented archive",
    "contact": "https://press.example/contact",
    "address": "1 Invented Street",
    "funding": "Nobody pays for it",
    "independence": "Nobody decides what is in it",
}
# The theme's notice about its successor is printed at every start, and Python's bytecode is made before.
ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": ADDRESS}


class Project:
    """A folder with an archive and the program, a git repository of one commit."""

    def __init__(self, root: Path) -> None:
        """Keep the folder."""
        self.root = root
        self.site = root / "site"

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which its own copy of the program is run."""
        return {**ENVIRONMENT, "PYTHONPATH": str(self.root / "scripts")}

    def archive(self, *arguments: str, expected: tuple[int, ...] = (0,)) -> Cost:
        """Run an `archive` command and return what it cost."""
        command = [sys.executable, "-m", "press_archive", "--root", str(self.root), *arguments]
        return run(command, self.root, self.environment, expected)

    def publish(self) -> Cost:
        """Build the site as `make site` does."""
        return self.archive("publish", "--require-publisher", "--require-address")

    def publish_from_nothing(self) -> Cost:
        """Build the site without anything of an earlier build."""
        self.clean()
        return self.publish()

    def clean(self) -> None:
        """Remove all that builds and checks have made."""
        for name in ("site", ".cache", ".archive", f"docs/{GENERATED_HOME}"):
            _remove(self.root / name)
        for name in GENERATED_FOLDERS:
            _remove(self.root / "docs" / name)

    def forget(self) -> None:
        """Remove what builds and checks keep to be faster the next time; the site stays."""
        _remove(self.root / ".cache")

    def documents(self) -> list[Path]:
        """Return the records of all documents."""
        return sorted(self.root.glob("sources/[0-9]*/*/*.md"))

    def pages(self) -> int:
        """Return how many HTML pages the site has."""
        return sum(1 for _ in self.site.rglob("*.html"))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def make_project(root: Path, shape: Shape) -> Project:
    """Invent an archive in a new folder, which gets this checkout's program, theme and pages and a commit of all."""
    root.mkdir(parents=True)
    _invent(root, shape)
    for name in ("scripts", "overrides"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(REPOSITORY / ".gitignore", root / ".gitignore")
    for name in BY_HAND:
        source, target = REPOSITORY / "docs" / name, root / "docs" / name
        target.parent.mkdir(exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copyfile(source, target)
    settings = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    for name, value in SETTINGS.items():
        settings, found = re.subn(rf"^( *){name}: .*", rf"\g<1>{name}: {value}", settings, flags=re.MULTILINE)
        assert found == 1, name
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    compileall.compile_dir(root / "scripts", quiet=2)
    _commit(root)
    return Project(root)


def _invent(root: Path, shape: Shape) -> None:
    """Write the records in another process, so that this one stays small."""
    code = "import sys; from benchmarks.speed.invention import *; write_archive(*eval(sys.argv[1]))"
    code = f"from pathlib import *; {code}"
    arguments = f"(Path({str(root)!r}), {shape!r})"
    paths = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "scripts")])
    run([sys.executable, "-c", code, arguments], REPOSITORY, {"PYTHONPATH": paths})


def _commit(root: Path) -> None:
    """Commit all: also the captures that may be shown, as whoever keeps an archive does."""
    shown = [
        path.with_name("capture.txt").relative_to(root).as_posix()
        for path in root.glob("sources/[0-9]*/*/source.yml")
        if "\naccess: full\n" in path.read_text("utf-8")
    ]
    _git(root, "init", "--quiet")
    _git(root, "add", "--all")
    subprocess.run(
        ["git", "add", "--force", "--pathspec-from-file=-"],
        cwd=root,
        check=True,
        text=True,
        input="\n".join(shown),
    )
    _git(
        root,
        "-c",
        "user.name=Invented",
        "-c",
        "user.email=invented@press.example",
        "commit",
        "--quiet",
        "-m",
        "Begin",
    )


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, stdout=subprocess.DEVNULL)


def size(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def digest(folder: Path) -> str:
    """Return a digest of the names and the bytes of all files below a folder."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()
