"""Say what large archives need: `python -m benchmarks.scale` writes docs/development/large-archives.md.

`python -m benchmarks.scale --measure NUMBER NUMBER` measures the costs first, on invented archives of so many
documents, which takes minutes, and keeps them in measured.json. Nothing else should run on the machine.
"""

from __future__ import annotations

import argparse
import json
import sys

from benchmarks.speed.machine import describe_machine

from .estimate import MEASURED, read_measured
from .measure import as_json, measure
from .page import write_page


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scale", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--measure", nargs="+", type=int, default=[], metavar="NUMBER", help="of documents")
    arguments = parser.parse_args()
    if arguments.measure:
        about = describe_machine()
        del about["Hugo"]
        figures = []
        for number in sorted(arguments.measure):
            figures.append(measure(number))
            print(json.dumps(figures[-1]), flush=True)
        MEASURED.write_text(json.dumps(as_json(figures, about), indent=1) + "\n", encoding="utf-8")
    write_page(read_measured())
    return 0


if __name__ == "__main__":
    sys.exit(main())
