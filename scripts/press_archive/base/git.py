"""The one module that runs git: which files it tracks, what changed since a revision, what a revision and
the commits after it contain.

If git fails or refuses, a GitError has git's own message. An empty result means that there is nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

# What git's letters mean: https://git-scm.com/docs/git-diff (--diff-filter).
VERBS = {"A": "added", "M": "changed", "T": "changed", "U": "changed", "D": "removed"}
# When git runs a hook, these variables name its repository (`git rev-parse --local-env-vars`), which may not
# be the archive's. Variables that configure git (GIT_CONFIG_COUNT ...) are kept: they may set safe.directory.
LOCAL_VARIABLES = frozenset({
    "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE",
    "GIT_NAMESPACE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_INTERNAL_SUPER_PREFIX",
})  # fmt: skip
# These make git look for a repository in all parent folders, across mounts too, as `find_repository` does.
LIMIT, CROSS_FILE_SYSTEMS = "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"
SOURCES = "sources"
SUBMODULE = "160000 "  # the mode of its entry: https://git-scm.com/docs/git-fast-import
REGULAR = "100"  # the modes of files, executable or not, begin with it
NOT_INSTALLED = "git is not installed"
MOST_WORDS = 400  # characters of what git says
MOST_AT_ONCE, MOST_BYTES_AT_ONCE = 500, 50_000_000  # contents that are read


class GitError(Exception):
    """Git is missing, or it failed or refused; the text gives the reason, in git's own words if there are
    any.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the message, and a hint what to do, which may be empty."""
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, order=True)
class Change:
    """A file of `sources/` that differs from a revision: its path below the root, and one of VERBS."""

    path: str
    verb: str


def _environment(index: Path | None) -> dict[str, str]:
    """Return the environment for git, which makes it use the archive's repository and English messages."""
    unwanted = {*LOCAL_VARIABLES, LIMIT}
    inherited = {name: value for name, value in os.environ.items() if name not in unwanted}
    return (
        inherited
        | {"LC_ALL": "C", CROSS_FILE_SYSTEMS: "1"}
        | ({"GIT_INDEX_FILE": str(index)} if index else {})
    )


@dataclass(frozen=True)
class Entry:
    """A file that git keeps: its path from the archive's root, its mode, and the id of its content.

    The modes: https://git-scm.com/docs/git-fast-import. `commit` is the one that has it, empty for the index.
    """

    path: str
    mode: str
    blob: str
    commit: str = ""


def _git(root: Path, *arguments: str, index: Path | None = None, stdin: str = "") -> str:
    """Run git in a folder and return what it prints; raise GitError if it fails.

    `index` replaces the repository's own index.
    """
    return _git_bytes(root, *arguments, index=index, stdin=stdin).decode("utf-8", "surrogateescape")


def _git_bytes(root: Path, *arguments: str, index: Path | None = None, stdin: str = "") -> bytes:
    """Run git in a folder and return the bytes that it prints; raise GitError if it fails."""
    try:
        process = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            check=False,
            env=_environment(index),
            input=stdin.encode("utf-8", "surrogateescape"),
        )
    except FileNotFoundError:
        raise GitError(NOT_INSTALLED) from None
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror}") from None
    if process.returncode:
        raise GitError(f"git {arguments[0]}: {_reason(process)}")
    return process.stdout


def _reason(process: subprocess.CompletedProcess[bytes]) -> str:
    """Return why git failed, in its own words: a full disk lets it say the same of every file."""
    if process.returncode < 0:
        return signal.strsignal(-process.returncode) or f"signal {-process.returncode}"
    words = " ".join(process.stderr.decode("utf-8", "replace").split())
    if len(words) > MOST_WORDS:
        words = f"{words[:MOST_WORDS]} …"
    return words or f"exit status {process.returncode}"


def _paths(printed: str) -> list[str]:
    """Return the paths that git printed with -z, each followed by a null character."""
    return printed.split("\0")[:-1]


def find_repository(root: Path) -> Path | None:
    """Return the nearest `.git` from `root` upwards, a folder or (of a worktree) a file, or None."""
    folder = Path(os.path.realpath(root))
    candidates = (parent / ".git" for parent in (folder, *folder.parents))
    return next((path for path in candidates if os.path.lexists(path)), None)


def list_kept_files(root: Path) -> list[str]:
    """Return the paths, from `root`, of the files in `sources/` that git tracks; none outside a repository.

    Raises GitError if there is a repository, but git is missing or cannot read it.
    """
    try:
        kept = _paths(_git(root, "ls-files", "-z", "--", SOURCES))
    except GitError:
        if find_repository(root) is None:
            return []
        raise
    _refuse_missing_index(root)
    _refuse_other_repositories(root)
    return kept


def _refuse_missing_index(root: Path) -> None:
    """Raise GitError where there are commits but no index, for git then lists nothing without complaint."""
    index = root / _git(root, "rev-parse", "--git-path", "index").rstrip("\n")
    if not os.path.lexists(index) and _git(root, "rev-list", "--all", "--max-count=1"):
        raise GitError("the repository has commits but no index", "make a new index with: git reset")


def _refuse_other_repositories(root: Path) -> None:
    """Raise GitError where files of `sources/` may be in another repository than the one that answers: in a
    submodule, or in one whose working tree is elsewhere. Git then lists nothing without complaint.
    """
    if _git(root, "rev-parse", "--is-inside-work-tree").strip() != "true":
        hint = "see core.worktree in the output of git config --list"
        raise GitError("the repository's working tree is another folder", hint)
    top = root / _git(root, "rev-parse", "--show-cdup").rstrip("\n")
    entries = _paths(_git(top, "ls-files", "--stage", "-z"))
    submodules = [entry.partition("\t")[2] for entry in entries if entry.startswith(SUBMODULE)]
    sources = _git(root, "rev-parse", "--show-prefix").rstrip("\n") + SOURCES
    for submodule in submodules:
        if f"{submodule}/".startswith(f"{sources}/"):
            hint = "keep all of sources/ in one repository"
            raise GitError(f"{submodule} is a submodule, a repository of its own", hint)
        if sources.startswith(f"{submodule}/"):
            hint = "check it out with git submodule update --init, or move the archive out of it"
            raise GitError(f"the submodule {submodule} is not checked out", hint)


def load_revision(root: Path, name: str) -> str:
    """Return the commit that a revision names; raise GitError if there is none."""
    if not shutil.which("git"):
        raise GitError(f"{NOT_INSTALLED}. Expected the git command, which is needed to find what changed.")
    try:
        _git(root, "rev-parse", "--git-dir")
    except GitError as error:
        repository = find_repository(root)
        if repository:
            message = (
                f"{repository}: git cannot read this repository ({error}). Expected one that it can read."
            )
        else:
            expected = "Expected one, which is needed to find what changed."
            message = f"{root}: not in a git repository ({error}). {expected}"
        raise GitError(message) from None
    try:
        return _git(root, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}").strip()
    except GitError as error:
        message = f"{name!r}: not a revision that git knows here ({error}). Expected a commit, branch or tag."
        if _git(root, "rev-parse", "--is-shallow-repository").strip() == "true":
            message += (
                " Hint: this clone has only the newest commits; get the others with: git fetch --unshallow"
            )
        raise GitError(message) from None


def load_changes(root: Path, revision: str, ignored: bool = False) -> list[Change]:
    """Return which files of `sources/` differ from a commit, untracked ones included; sorted by path.

    With `ignored`, include files that .gitignore names, such as captures.
    """
    options = ("--name-status", "--no-renames", "--relative", "-z")
    printed = _paths(_git(root, "diff", *options, revision, "--", SOURCES))
    changes = {Change(path, VERBS[letter]) for letter, path in zip(printed[::2], printed[1::2], strict=True)}
    excluded = () if ignored else ("--exclude-standard",)
    untracked = _paths(_git(root, "ls-files", "--others", *excluded, "-z", "--", SOURCES))
    return sorted(changes | {Change(path, "added") for path in untracked})


def load_before(root: Path, revision: str, path: str) -> str:
    """Return a file's text as it was in a commit."""
    return _git(root, "show", f"{revision}:./{path}")


def check_out(
    root: Path, revision: str, folder: Path, only: Container[str] | None = None
) -> tuple[Path, list[str]]:
    """Write the files of `sources/`, or those of some paths, as they were in a commit, to an empty folder;
    leave the repository alone.

    Returns the archive's folder in it, and the files' paths from there. Git refuses paths that lead outside.
    """
    index = folder / "index"
    _git(root, "read-tree", revision, index=index)
    paths = _paths(_git(root, "ls-files", "-z", "--", SOURCES, index=index))
    paths = [path for path in paths if only is None or path in only]
    files = "".join(f"{path}\0" for path in paths)
    _git(root, "checkout-index", "-z", "--stdin", f"--prefix={folder}/then/", index=index, stdin=files)
    return folder / "then" / _git(root, "rev-parse", "--show-prefix").rstrip("\n"), paths


def list_entries(root: Path, revision: str = "") -> list[Entry]:
    """Return every file of the whole repository in the index, or in a commit; none outside a repository.

    Raises GitError if there is a repository that git cannot read.
    """
    if find_repository(root) is None:
        return []
    top = root / _git(root, "rev-parse", "--show-cdup").rstrip("\n")
    if revision:
        printed = _paths(_git(top, "ls-tree", "-r", "-z", "--full-tree", revision))
    else:
        printed = _paths(_git(top, "ls-files", "--stage", "-z"))
    found = []
    for line in printed:
        facts, _, path = line.partition("\t")
        words = facts.split()
        blob = words[2] if revision else words[1]
        found.append(Entry(_from_root(root, top, path), words[0], blob))
    return found


def _from_root(root: Path, top: Path, path: str) -> str:
    """Return a path of the repository, whose folder is `top`, from the archive's root, which may be a folder
    of the repository.
    """
    return path if root == top else Path(os.path.relpath(top / path, root)).as_posix()


def list_committed(root: Path, since: str, until: str) -> list[Entry]:
    """Return every file that a commit of `since..until` adds or changes, even if a later one removes it.

    Raises GitError where commits of the range are missing, as in a shallow clone.
    """
    commits = _git(root, "rev-list", f"{since}..{until}").split()
    shallow = root / _git(root, "rev-parse", "--git-path", "shallow").rstrip("\n")
    if shallow.is_file() and not set(shallow.read_text("ascii").split()).isdisjoint(commits):
        raise GitError(f"commits before {until} are missing", "fetch them: git fetch --unshallow")
    top = root / _git(root, "rev-parse", "--show-cdup").rstrip("\n")
    found = []
    for commit in commits:
        options = ("--root", "-r", "-m", "--no-renames", "--no-commit-id", "-z")
        printed = iter(_paths(_git(top, "diff-tree", *options, commit)))
        for facts in printed:  # ":000000 100644 0000… 5e1c… A", then the path
            _, mode, _, blob, verb = facts.split()
            path = next(printed)
            if verb != "D":
                found.append(Entry(_from_root(root, top, path), mode, blob, commit))
    return found


def load_sizes(root: Path, blobs: Iterable[str]) -> dict[str, int]:
    """Return the sizes in bytes of contents that git keeps, by id; raise GitError if one is missing."""
    wanted = "".join(f"{blob}\n" for blob in dict.fromkeys(blobs))
    if not wanted:
        return {}
    printed = _git(root, "cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", stdin=wanted)
    sizes = {}
    for line in printed.splitlines():
        blob, kind, size = f"{line} 0".split()[:3]
        if kind != "blob":
            raise GitError(f"the content {blob} is {kind}", "fetch what is missing: git fetch --refetch")
        sizes[blob] = int(size)
    return sizes


def _parts(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """Yield the ids of contents that are read at once: some hundred, and not many megabytes."""
    part: list[str] = []
    total = 0
    for blob, size in sizes.items():
        if part and (len(part) == MOST_AT_ONCE or total + size > MOST_BYTES_AT_ONCE):
            yield part
            part, total = [], 0
        part.append(blob)
        total += size
    if part:
        yield part


def load_contents(root: Path, blobs: Iterable[str], longest: int) -> Iterator[tuple[str, bytes]]:
    """Yield the contents that git keeps under some ids, those of at most so many bytes."""
    sizes = load_sizes(root, blobs)
    for part in _parts({blob: size for blob, size in sizes.items() if size <= longest}):
        printed = _git_bytes(root, "cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in part))
        at = 0
        for blob in part:  # "5e1c… blob 12", the content, a line feed
            at = printed.index(b"\n", at) + 1
            yield blob, printed[at : at + sizes[blob]]
            at += sizes[blob] + 1


def list_own_files(root: Path) -> list[str]:
    """Return the paths, from `root`, of all files below it that git tracks; none outside a repository.

    In an archive that is a folder of another repository, as an example or for tests, files with the attribute
    `invented-capture` are left out. Raises GitError if there is a repository that git cannot read.
    """
    if find_repository(root) is None:
        return []
    paths = _paths(_git(root, "ls-files", "-z"))
    invented = find_invented(root, paths)
    return [path for path in paths if path not in invented]


def find_invented(root: Path, paths: Iterable[str]) -> set[str]:
    """Return which paths, from `root`, have the attribute `invented-capture` in a .gitattributes.

    It counts only where `root` is a folder of a larger repository: nobody can exempt captures of an archive
    of its own.
    """
    stdin = "".join(f"{path}\0" for path in paths)
    if not stdin or not _git(root, "rev-parse", "--show-prefix").strip():
        return set()
    printed = _paths(_git(root, "check-attr", "-z", "--stdin", "invented-capture", stdin=stdin))
    return {path for path, value in zip(printed[::3], printed[2::3], strict=True) if value == "set"}


def load_blobs(root: Path, folder: str = ".") -> dict[str, str]:
    """Return the files of a folder that git tracks, path → id of the content as it was added or committed
    last; empty outside a repository.

    Raises GitError if there is a repository, but git is missing or cannot read it.
    """
    if find_repository(root) is None:
        return {}
    _refuse_missing_index(root)
    entries = _paths(_git(root, "ls-files", "--stage", "-z", "--", folder))
    heads = (entry.partition("\t") for entry in entries)
    return {path: head.split()[1] for head, _, path in heads if head[:3] == REGULAR}


def is_blob(data: bytes, id: str) -> bool:
    """Return whether these bytes have git's id for a content: SHA-1, or SHA-256 in newer repositories.

    See https://git-scm.com/book/en/v2/Git-Internals-Git-Objects.
    """
    name = "sha1" if len(id) == 40 else "sha256"
    return hashlib.new(name, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == id


def load_commit(root: Path) -> str:
    """Return the id of the commit that is checked out; empty outside a repository or before the first one."""
    try:
        return _git(root, "rev-parse", "--verify", "--quiet", "HEAD").strip()
    except GitError:
        if find_repository(root) is None or not _git(root, "rev-list", "--all", "--max-count=1"):
            return ""
        raise
