"""Make an archive of invented documents: `python -m benchmarks.speed.invention FOLDER DOCUMENTS [options]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import Shape, write_archive
from .shape import ALL_LANGUAGES


def main() -> None:
    """Write the archive that the command line describes."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed.invention", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("folder", type=Path, help="in which sources/ is made")
    parser.add_argument("documents", type=int)
    parser.add_argument(
        "--all-languages", action="store_true", help="all that a document can be in, not three"
    )
    parser.add_argument("--mean-words", type=int, default=Shape.mean_words, help="of a text")
    parser.add_argument(
        "--restricted", type=float, default=0.0, metavar="SHARE", help="of sources not to be shown"
    )
    parser.add_argument("--terms", type=int, default=0, help="in all, each of them named by a document")
    parser.add_argument("--one-topic", action="store_true", help="the same for all documents")
    parser.add_argument("--event-documents", type=int, default=0, help="documents about the first event")
    parser.add_argument("--source-documents", type=int, default=0, help="documents of the first source")
    parser.add_argument("--long-document", type=int, default=0, metavar="BYTES", help="of the first document")
    parser.add_argument("--seed", type=int, default=1)
    options = vars(parser.parse_args())
    folder = options.pop("folder")
    if options.pop("all_languages"):
        options["languages"] = ALL_LANGUAGES
    write_archive(folder, Shape(**options))


if __name__ == "__main__":
    main()
