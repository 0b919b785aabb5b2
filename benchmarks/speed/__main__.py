"""Measure how fast the archive is, beside Hugo and MkDocs Material: `python -m benchmarks.speed [NUMBER …]`.

Each row is measured for each number of documents, and printed as soon as it is. All is measured on invented archives,
which are made in a temporary folder. The peers get the same documents and run in the same call. The lines are kept in a
file from the first on, so that an interrupted call loses nothing; --write puts all that are kept into
docs/development/performance.md. Nothing else should run on the machine.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .bench import Bench, Line, Results
from .machine import describe_machine
from .peers import CACHE
from .process import CommandFailed
from .rows import bad_cases, checks, faults, growth, searching, serving, site
from .table import PAGE, show, write_page

Row = Callable[[Bench, int], Iterator[Line]]
ROWS: dict[str, Row] = {
    "full": site.full,
    "size": site.size_on_disk,
    "edit": site.edit,
    "check": checks.check,
    "search": searching.search,
    "growth": growth.growth,
    "restricted": bad_cases.restricted,
    "one-topic": bad_cases.one_topic,
    "event": bad_cases.large_event,
    "terms": bad_cases.many_terms,
    "source": bad_cases.large_source,
    "long": bad_cases.long_document,
    "languages": bad_cases.all_languages,
    "seen": serving.seen,
    "interrupted": faults.interrupted,
    "full-disk": faults.full_disk,
    "two-builds": faults.two_builds,
}
NUMBERS = (2_000, 10_000)
# Beyond so many documents a row takes hours and shows nothing more.
MOST = {name: 2_000 for name, row in ROWS.items() if row.__module__.endswith(("bad_cases", "growth"))}
MOST |= {name: 200 for name, row in ROWS.items() if row.__module__.endswith("faults")}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed",
        description=__doc__.partition("\n")[0],
        epilog=f"Rows: {', '.join(ROWS)}",
    )
    parser.add_argument(
        "numbers", nargs="*", type=int, metavar="NUMBER", help=f"of documents; default: {NUMBERS}"
    )
    parser.add_argument("--only", metavar="ROWS", help="names of rows, with commas between them")
    parser.add_argument("--runs", type=int, default=1, help="of each full build; the median is printed")
    parser.add_argument(
        "--without-peers", action="store_true", help="measure neither Hugo nor MkDocs Material"
    )
    parser.add_argument("--resume", action="store_true", help="leave out what the file of results has")
    parser.add_argument(
        "--results", type=Path, default=CACHE / "results.json", help="the file that keeps the lines"
    )
    parser.add_argument("--write", action="store_true", help=f"put the lines into {PAGE.name}")
    arguments = parser.parse_args()
    arguments.only = arguments.only.split(",") if arguments.only else list(ROWS)
    if unknown := set(arguments.only) - set(ROWS):
        parser.error(f"no such row: {', '.join(sorted(unknown))}. Expected {', '.join(ROWS)}.")
    return arguments


def main() -> int:
    """Measure what the command line names; return 1 if a row could not be measured."""
    arguments = _arguments()
    results = Results(arguments.results)
    results.path.parent.mkdir(parents=True, exist_ok=True)
    results.load()
    results.about = describe_machine()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what it made is removed then too
    try:
        failed = _measure_all(arguments, results)
    except KeyboardInterrupt:
        print(f"Interrupted. --resume goes on with what {results.path.name} lacks.", file=sys.stderr)
        return 130
    if arguments.write:
        write_page(results)
    return int(failed > 0)


def _measure_all(arguments: argparse.Namespace, results: Results) -> int:
    """Measure the rows for each number of documents; return how many could not be measured."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="speed-") as folder:
        for number in arguments.numbers or NUMBERS:
            bench = Bench(Path(folder, str(number)), arguments.runs, not arguments.without_peers)
            for name in arguments.only:
                failed += not _measure(results, bench, name, number, arguments.resume)
    return failed


def _measure(results: Results, bench: Bench, name: str, number: int, resume: bool) -> bool:
    """Measure a row, print and keep its lines; return whether that was possible."""
    of_row = min(number, MOST.get(name, number))
    key = f"{name} {of_row}"
    if resume and key in results.finished:
        return True
    start, lines, finished = time.monotonic(), list[Line](), False
    try:
        for line in ROWS[name](bench, of_row):
            print(show(line), flush=True)
            lines.append(line)
            results.put(key, lines, finished=False)
        finished = True
    except CommandFailed as error:
        print(f"{name}: {error}", file=sys.stderr)
    results.put(key, lines, finished)
    print(f"        ({name}: {time.monotonic() - start:.0f} s)", flush=True)
    return finished


if __name__ == "__main__":
    sys.exit(main())
