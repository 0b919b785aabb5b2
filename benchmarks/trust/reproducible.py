"""Build the toy archive's site and offline copy in 14 environments: how many digests are there of each?

Each environment is a copy of the archive in a folder of its own. What a shell cannot change, the clock and the
order in which a folder lists its files, is changed by a `sitecustomize` module.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from .figures import Figure
from .toy_copy import copy_toy

ADDRESS = "https://press.example/harbour/"  # of the site, which is then in its sitemap
LONG_AGO = 700_000_000  # seconds since 1970: in March 1992
ANOTHER_DAY = """
import datetime, time
SHIFT = 400 * 86_400
_time = time.time
time.time = lambda: _time() + SHIFT
_local, _utc = time.localtime, time.gmtime
time.localtime = lambda seconds=None: _local(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: _utc(time.time() if seconds is None else seconds)
class Shifted(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(time.time())
    today = now
class ShiftedDate(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())
ShiftedDate.min, ShiftedDate.max = ShiftedDate(1, 1, 1), ShiftedDate(9999, 12, 31)
datetime.datetime, datetime.date = Shifted, ShiftedDate
"""
REVERSED = """
import os
_scandir, _listdir = os.scandir, os.listdir
class Reversed:
    def __init__(self, path):
        with _scandir(path) as entries:
            self.entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))
    def __iter__(self):
        return self
    def __next__(self):
        return next(self.entries)
    def __enter__(self):
        return self
    def __exit__(self, *_):
        self.close()
    def close(self):
        self.entries = iter(())
os.scandir = lambda path=".": Reversed(path)
os.listdir = lambda path=".": sorted(_listdir(path), reverse=True)
"""


def _age(root: Path) -> None:
    """Give every file the same old time."""
    for path in root.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))


def _use(root: Path) -> None:
    """Build the pages of other records first, so that docs/ has pages that are changed and removed."""
    record = next(root.glob("sources/*/gull-post-harbour/2013-09-24-in-brief-*.md"))
    text = record.read_text(encoding="utf-8")
    other = record.with_name("2013-09-24-in-brief-another-quay.md")
    record.unlink()
    other.write_text(text.replace("lighthouse-dues, ", ""), encoding="utf-8")
    command = [sys.executable, "-m", "press_archive", "--root", str(root), "build"]
    subprocess.run(command, capture_output=True, check=False)
    other.unlink()
    record.write_text(text, encoding="utf-8")


def _one_processor() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


@dataclass(frozen=True)
class Environment:
    """What is unlike the ordinary in one build."""

    variables: Mapping[str, str] = field(default_factory=dict)
    folder: str = "archive"
    customized: str = ""  # the text of a sitecustomize module
    prepare: Callable[[Path], None] = lambda root: None
    begin: Callable[[], object] | None = None  # called in the process that builds
    options: tuple[str, ...] = ()  # of Python
    elsewhere: bool = False  # whether another folder is the working one


ENVIRONMENTS = {
    "a hash seed of 1": Environment({"PYTHONHASHSEED": "1"}),
    "a hash seed of 4242": Environment({"PYTHONHASHSEED": "4242"}),
    "another time zone": Environment({"TZ": "XYZ-14"}),
    "no locale": Environment({"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "a umask of 077": Environment(begin=lambda: os.umask(0o077)),
    "another home and working folder": Environment({"HOME": "/nowhere", "XDG_CACHE_HOME": "/nowhere"}, elsewhere=True),
    "another day": Environment(customized=ANOTHER_DAY),
    "SOURCE_DATE_EPOCH": Environment({"SOURCE_DATE_EPOCH": str(LONG_AGO)}),
    "folders listed in reverse": Environment(customized=REVERSED),
    "another checkout's path": Environment(folder="a/much longer/path of the harbour, ähnlich/archive-2"),
    "one processor": Environment({"RAYON_NUM_THREADS": "1"}, begin=_one_processor),
    "old times of files": Environment(prepare=_age),
    "another console, git and Python -O": Environment(
        {
            "PYTHONIOENCODING": "ascii:replace", "TERM": "dumb", "COLUMNS": "20", "NO_COLOR": "1",
            "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.autocrlf", "GIT_CONFIG_VALUE_0": "true",
        },
        options=("-O",),
    ),
    "used pages": Environment(prepare=_use),
}  # fmt: skip
VERY_UNLIKE = ("a hash seed of 1", "another day")


def build(environment: Environment, place: Path) -> tuple[dict[str, str], str]:
    """Build a copy below `place`; return the digest of each file of the site, and that of the zip."""
    root = copy_toy(place / environment.folder, held=True)
    environment.prepare(root)
    variables = {**os.environ, "PYTHONHASHSEED": "0", "SITE_URL": ADDRESS, **environment.variables}
    if environment.customized:
        (place / "custom").mkdir()
        (place / "custom" / "sitecustomize.py").write_text(environment.customized, encoding="utf-8")
        variables["PYTHONPATH"] = os.pathsep.join([str(place / "custom"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, *environment.options, "-m", "press_archive", "--root", str(root), "offline"],
        cwd=place if environment.elsewhere else root, env=variables, preexec_fn=environment.begin,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stdout.decode(errors="replace"))
    site = root / "site"
    files = {path.relative_to(site).as_posix(): _digest(path) for path in site.rglob("*") if path.is_file()}
    (offline,) = root.glob("*-offline.zip")
    return files, _digest(offline)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def measure(short: bool) -> Iterator[Figure]:
    """Build in every environment, two at a time, and compare."""
    names = VERY_UNLIKE if short else tuple(ENVIRONMENTS)
    with tempfile.TemporaryDirectory() as temporary, ThreadPoolExecutor(2) as pool:
        places = [Path(temporary, str(number)) for number in range(len(names))]
        built = list(pool.map(lambda name, place: build(ENVIRONMENTS[name], place), names, places))
    sites = {tuple(sorted(files.items())) for files, _ in built}
    zips = {digest for _, digest in built}
    yield Figure(f"digests of site/ in {len(names)} environments", str(len(sites)), "1", len(sites) == 1)
    yield Figure(f"digests of the zip in {len(names)} environments", str(len(zips)), "1", len(zips) == 1)
    first = built[0][0]
    for name, (files, _) in zip(names, built, strict=True):
        if files != first:
            unlike = sorted(path for path in {*first, *files} if first.get(path) != files.get(path))
            yield Figure(f"files that are unlike with {name}", ", ".join(unlike[:5]), "none", False)
