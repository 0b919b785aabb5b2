"""What differs from a git revision: which files of `sources/`, and which problems."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ..base.problems import Problem
from ..captures.capture import CAPTURE_NAME, ORIGINAL_NAMES
from ..collection.loading import load_archive
from .captures import check_tracked_files
from .run import check_archive

# What git's letters mean: https://git-scm.com/docs/git-diff (--diff-filter).
VERBS = {"A": "added", "M": "changed", "T": "changed", "U": "changed", "D": "removed"}


@dataclass(frozen=True, order=True)
class Change:
    """A file of `sources/` that differs from a revision: its path below the archive's folder, and added, changed or removed."""

    path: str
    verb: str


class GitError(Exception):
    """Git could not say what changed; the text says why, for whoever asked."""


def _git(root: Path, *arguments: str, index: Path | None = None, given: str = "") -> str:
    """Run git in a folder; return what it prints. `index` stands in for the repository's own list of files."""
    done = subprocess.run(
        ["git", "-C", str(root), *arguments],
        capture_output=True,
        check=False,
        env=os.environ | ({"GIT_INDEX_FILE": str(index)} if index else {}),
        input=given.encode("utf-8", "surrogateescape"),
    )
    if done.returncode:
        raise GitError(f"git {arguments[0]}: {' '.join(done.stderr.decode('utf-8', 'replace').split())}")
    return done.stdout.decode("utf-8", "surrogateescape")


def load_revision(root: Path, name: str) -> str:
    """Return the commit that a revision stands for; raise GitError where there is none."""
    if not shutil.which("git"):
        raise GitError("git is not installed. Expected the command git: only it knows what changed.")
    try:
        _git(root, "rev-parse", "--git-dir")
    except GitError as error:
        raise GitError(f"{root}: not in a git repository ({error}). Expected one: only it knows what changed.") from None
    try:
        return _git(root, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}").strip()
    except GitError as error:
        message = f"{name!r}: not a revision that git knows here ({error}). Expected a commit, branch or tag."
        raise GitError(message) from None


def load_changes(root: Path, revision: str, ignored: bool = False) -> list[Change]:
    """Ask git which files of `sources/` differ from a commit, those that it does not follow yet included; sorted by path.

    With `ignored`, those too that git is told to ignore, such as captures.
    """
    told = _git(root, "diff", "--name-status", "--no-renames", "--relative", "-z", revision, "--", "sources").split("\0")[:-1]
    changes = {Change(path, VERBS[letter]) for letter, path in zip(told[::2], told[1::2], strict=True)}
    known_to_ignore = () if ignored else ("--exclude-standard",)
    unfollowed = _git(root, "ls-files", "--others", *known_to_ignore, "-z", "--", "sources").split("\0")[:-1]
    return sorted(changes | {Change(path, "added") for path in unfollowed})


def load_before(root: Path, revision: str, path: str) -> str:
    """Return a file's text as it was in a commit."""
    return _git(root, "show", f"{revision}:./{path}")


def load_problems(root: Path, revision: str) -> set[Problem]:
    """Return the problems that the records had in a commit, with the captures that are held now.

    The records of the commit are written into a folder that is removed again; git itself refuses names that would leave it.
    """
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        index = folder / "index"
        _git(root, "read-tree", revision, index=index)
        tracked = _git(root, "ls-files", "-z", "--", "sources", index=index)
        _git(root, "checkout-index", "-z", "--stdin", f"--prefix={folder}/then/", index=index, given=tracked)
        then = folder / "then" / _git(root, "rev-parse", "--show-prefix").rstrip("\n")
        _hold_as_now(root, then)
        archive, problems = check_archive(load_archive(then))
        return {*problems, *check_tracked_files(archive, tracked.split("\0"))}


def _hold_as_now(root: Path, then: Path) -> None:
    """Put what git does not keep, captures and what they were extracted from, beside the records of another time."""
    for path in root.glob("sources/*/*/*"):
        target = then / path.relative_to(root)
        if path.name not in (CAPTURE_NAME, *ORIGINAL_NAMES) or not target.parent.is_dir() or os.path.lexists(target):
            continue
        try:
            if path.is_file() and not path.is_symlink():
                _link_or_copy(path, target)
        except OSError:  # a file that can't be read is a problem of today (F109), which the check has named
            continue


def _link_or_copy(path: Path, target: Path) -> None:
    try:
        target.hardlink_to(path)
    except OSError:  # another disk, or one without links
        shutil.copyfile(path, target)


def problems_since(
    root: Path, revision: str, problems: Iterable[Problem]
) -> tuple[list[Problem], list[Problem]]:
    """Part problems into those of a change since a commit, and those elsewhere.

    Of the change are all problems in a file that the commit holds otherwise or not at all, and every problem elsewhere that
    the records did not have then, such as a term that is gone and still named. So nothing that the change broke is left out.
    """
    changed = {change.path for change in load_changes(root, revision, ignored=True)}
    inside = {problem for problem in problems if problem.path in changed}
    others = set(problems) - inside
    # A hint names what is near, which may be another term now.
    before = {replace(problem, hint="") for problem in load_problems(root, revision)} if others else set()
    caused = {problem for problem in others if replace(problem, hint="") not in before}
    return sorted(inside | caused), sorted(others - caused)
