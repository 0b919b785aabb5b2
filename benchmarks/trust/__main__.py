"""Measure what the archive promises: `python -m benchmarks.trust [NAME …] [--short]`.

Each other module of this folder but `figures` and `toy_copy` is a measurement of the same name. It has a function
`measure(short: bool) -> Iterator[Figure]`; `short` asks for fewer repetitions. The exit status is 1 if a promise
is broken. Without a name, all are measured, one after the other.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from pathlib import Path

MEASUREMENTS = sorted(
    path.stem
    for path in Path(__file__).parent.glob("*.py")
    if path.stem not in ("__main__", "figures", "toy_copy")
)


def main() -> int:
    """Measure what the command line names, print each figure as it comes, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.trust", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS))
    parser.add_argument("--short", action="store_true", help="fewer repetitions")
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.names) - set(MEASUREMENTS)):
        parser.error(f"no such measurement: {', '.join(unknown)}. Expected {', '.join(MEASUREMENTS)}.")
    broken = 0
    # Some measure with what the tests change the toy archive with.
    sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
    for name in arguments.names or MEASUREMENTS:
        start = time.monotonic()
        for figure in importlib.import_module(f"benchmarks.trust.{name}").measure(arguments.short):
            print(f"{name}: {figure}", flush=True)
            broken += not figure.kept
        print(f"{name}: {time.monotonic() - start:.0f} s", flush=True)
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
