"""Write the manifest of `sources/`: what is there now is what is expected from now on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..base.files.manifests import render_manifest
from ..base.files.partial import remove_partial
from ..base.files.writing import write_in_one_step
from ..base.git import is_blob, load_blobs
from ..base.problems import Problem
from ..checks.fixity.sources_files import SOURCES, SourcesFiles, load_sources_files
from ..checks.fixity.verify import NAME, load_manifest


@dataclass(frozen=True)
class Update:
    """What a new manifest changes: the paths below `sources/` that it adds, changes and removes."""

    added: list[str]
    changed: list[str]
    removed: list[str]


def update_manifest(root: Path) -> tuple[Update | None, list[Problem]]:
    """Write the manifest; return what that changed, or None and the problems for which it was not written.

    Captures and originals are listed as the records give them, whether they are held or not. In a git
    repository, every record must be as it was added or committed last, so that no damage is taken for a
    change. Raises GitError and OSError.
    """
    files = load_sources_files(root)
    problems = [*files.problems, *_unreadable_sources(files), *_not_in_git(root, files)]
    if problems:
        return None, problems
    digests = files.records | {path: recorded.sha256 for path, recorded in files.recorded.items()}
    before, _ = load_manifest(root)
    update = Update(
        added=sorted(digests.keys() - before.keys()),
        changed=sorted(path for path in digests if before.get(path, digests[path]) != digests[path]),
        removed=sorted(before.keys() - digests.keys()),
    )
    data = render_manifest(digests)
    path = root / NAME
    if path.is_symlink() or not path.is_file() or path.read_bytes() != data:
        remove_partial(path.parent)
        write_in_one_step(path, data)
    return update, []


def _unreadable_sources(files: SourcesFiles) -> list[Problem]:
    message = "the record cannot be read, so the SHA-256 of its capture is unknown. Expected a whole record."
    hint = "archive check says what is wrong"
    return [
        Problem(f"{SOURCES}/{folder}/source.yml", 0, (), "F203", message, hint)
        for folder in sorted(files.unreadable)
    ]


def _not_in_git(root: Path, files: SourcesFiles) -> list[Problem]:
    """Return a Problem for each record that is not as git has it; none outside a repository."""
    blobs = load_blobs(root, SOURCES)
    if not blobs:
        return []
    problems = []
    for path in files.records:
        name = f"{SOURCES}/{path}"
        id = blobs.get(name)
        if id is None or not is_blob((root / name).read_bytes(), id):
            message = "not in git as it is here. Expected records that were added or committed."
            hint = f"if the file is right, git add {name}; if it was damaged, git restore {name}"
            problems.append(Problem(name, 0, (), "F201", message, hint))
    return problems
