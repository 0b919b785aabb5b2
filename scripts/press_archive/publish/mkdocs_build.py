"""Run `mkdocs build` in a process of its own, as a person would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run_mkdocs(root: Path, config: str, *options: str) -> int:
    """Run `mkdocs build` in the archive's folder; return its exit status."""
    return subprocess.run([sys.executable, "-m", "mkdocs", "build", "-f", config, *options], cwd=root, check=False).returncode
