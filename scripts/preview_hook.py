"""Lets `mkdocs serve` make the pages of a preview, and make them again when their records are saved.

`archive preview` runs it (commands/preview.py), with mkdocs.preview.yml, and passes what to show in
the environment.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from press_archive.base.problems import print_problems
from press_archive.publish.preview import Previewed, find_previewed, write_preview
from press_archive.publish.serve.hosts import check_hosts, parse_names
from press_archive.publish.serve.mkdocs_server import abort_if_refused, follow_no_links


def _previewed(config: Any) -> tuple[Path, Previewed | None]:
    root = Path(config.config_file_path).resolve().parent
    return root, find_previewed(root, config.extra["preview"], root)


def on_pre_build(config: Any) -> None:
    """Write the pages and print the problems; a record that is gone leaves its pages as they were."""
    root, previewed = _previewed(config)
    start = time.perf_counter()
    if previewed is None:
        print(f"{config.extra['preview']}: the record is gone.", file=sys.stderr, flush=True)
        return
    problems = write_preview(root, previewed, Path(config.docs_dir)).problems
    print_problems(problems, sys.stderr)
    status = "" if problems else " No problems."
    print(
        f"{time.strftime('%H:%M:%S')}: read in {time.perf_counter() - start:.1f} s.{status}",
        file=sys.stderr,
        flush=True,
    )


def on_build_error(error: Exception, **_: object) -> None:
    """Say in one line what the system refuses, such as a full disk."""
    abort_if_refused(error)


def on_serve(server: Any, config: Any, **_: object) -> None:
    """Answer only under the names of this machine; watch the folder of the previewed source, and not what the
    build itself writes.
    """
    server.set_app(check_hosts(server.get_app(), parse_names(config.extra.get("allow_hosts"))))
    follow_no_links(server)
    server.unwatch(config.docs_dir)
    _, previewed = _previewed(config)
    if previewed is not None:
        server.watch(os.fspath(previewed.folder))
