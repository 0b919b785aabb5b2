"""Run `mkdocs build` in a process of its own, as a person would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ..base.exchange import partial_folder, replace_folder
from ..base.partial import remove_partial


def run_mkdocs(root: Path, config: str, site: str, *options: str) -> int:
    """Build the site's folder with `mkdocs build`; return its exit status, or 1 if the folder is in use.

    MkDocs empties the folder that it writes in. So it writes in a new one beside the site, which takes the
    site's place when it is complete: a build that fails, is killed or runs beside another one leaves a whole
    site.
    """
    target = (root / site).resolve()  # a symbolic link stays one
    remove_partial(target.parent)
    with partial_folder(target.parent) as beside:
        made = Path(beside, site)
        command = [sys.executable, "-m", "mkdocs", "build", "-f", config, "--site-dir", str(made), *options]
        if status := subprocess.run(command, cwd=root, check=False).returncode:
            print(f"{site}/ was left as it was.", file=sys.stderr)
            return status
        try:
            replace_folder(made, target)
        except OSError as error:  # such as a folder that is a disk of its own
            message = f"{site}/: cannot replace: {error.strerror}. Expected a folder that can be renamed."
            print(f"{message} Hint: let {site} be a symbolic link to a folder on that disk", file=sys.stderr)
            return 1
    return 0


def has_site(root: Path, config: str) -> bool:
    """Return whether a folder has what MkDocs builds the site with; print what to do where it has not."""
    if (root / config).is_file():
        return True
    message = (
        f"{config}: no such file. Expected the project's checkout, which has the site's settings and theme."
    )
    print(f"{message} Hint: without it, `archive build --pages-only` writes the pages", file=sys.stderr)
    return False
