"""Run `mkdocs build` in a process of its own, as a person would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ..base.files.foreign import find_foreign_files
from ..base.problems import print_problems
from .build import Build
from .handover import hand_over
from .publication import Workshop


def run_mkdocs(root: Path, config: str, made: Path, workshop: Workshop, build: Build, *options: str) -> int:
    """Build a site in a new folder with `mkdocs build`, from an archive that has been read; return its exit
    status.

    The lock of the workshop is inherited, so that no other command works there while MkDocs outlives this
    one.
    """
    command = [sys.executable, "-m", "mkdocs", "build", "-f", config, "--site-dir", str(made), *options]
    data, environment = hand_over(build)
    done = subprocess.run(
        command, cwd=root, input=data, env=environment, pass_fds=(workshop.lock,), check=False
    )
    return done.returncode


def has_site(root: Path, config: str) -> bool:
    """Return whether a folder has what MkDocs builds the site with, and nothing that it must not follow;
    print what is wrong.
    """
    if print_problems(find_foreign_files(root), sys.stderr):
        print("Nothing was built.", file=sys.stderr)
        return False
    if (root / config).is_file():
        return True
    message = (
        f"{config}: no such file. Expected the project's checkout, which has the site's settings and theme."
    )
    print(f"{message} Hint: without it, `archive build --pages-only` writes the pages", file=sys.stderr)
    return False
