"""Run `mkdocs build` in a process of its own, as a person would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run_mkdocs(root: Path, config: str, *options: str) -> int:
    """Run `mkdocs build` in the archive's folder; return its exit status."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-f", config, *options], cwd=root, check=False
    ).returncode


def has_site(root: Path, config: str) -> bool:
    """Return whether a folder has what MkDocs builds the site with; print what to do where it has not."""
    if (root / config).is_file():
        return True
    message = (
        f"{config}: no such file. Expected the project's checkout, which has the site's settings and theme."
    )
    print(f"{message} Hint: without it, `archive build --pages-only` writes the pages", file=sys.stderr)
    return False
