"""What a publication leaves when it is killed, refused, or run beside another command.

200 times the process group that publishes is killed (SIGKILL), at moments spread over its whole run. Of these, 20
are the whole command `archive publish` on the toy archive after an edit. 180 are the last part of it alone, in a
process that puts a prepared site of 300 files in place (linking, syncing, exchanging, removing the old one): a
third of them on a system without an exchange in one step, where the next command repairs what it finds. After
each, site/ is compared with the old and the new site: the digest of every file, dot files too.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import combinations_with_replacement, islice
from pathlib import Path

from .figures import Figure

REPOSITORY = Path(__file__).resolve().parents[2]
TOY = REPOSITORY / "tests" / "toy"
WHOLE, LAST_PART = 20, 180
PAGE = "docs/about/rights.md"
# Puts a copy of the folder `new` in the place of site/, and prints when it begins.
PUT_IN_PLACE = """
import shutil, sys
from pathlib import Path
from press_archive.base.files import exchange
from press_archive.publish.publication import open_workshop, put_in_place
root, way = Path(sys.argv[1]), sys.argv[2]
if way == "two renames":
    exchange._system_call = lambda name: None
with open_workshop(root, lambda: None) as workshop:
    made = workshop.folder / "site"
    shutil.copytree(root / "new", made)
    print("begins", flush=True)
    put_in_place(workshop, made, root / "site")
"""

# What every command that publishes does first.
REPAIR = """
import sys
from pathlib import Path
from press_archive.publish.publication import open_workshop
with open_workshop(Path(sys.argv[1]), lambda: None):
    pass
"""

State = dict[str, str]


def state(folder: Path) -> State:
    """Return the digest of every file of a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def toy_archive(folder: Path) -> Path:
    """Lay out the toy archive with every capture held."""
    root = folder / "toy"
    root.mkdir()
    (root / "scripts").symlink_to(REPOSITORY / "scripts")
    shutil.copytree(REPOSITORY / "overrides", root / "overrides")
    for path in REPOSITORY.glob("mkdocs*.yml"):
        shutil.copyfile(path, root / path.name)
    shutil.copytree(TOY / "sources", root / "sources")
    for path in ("search.md", "about", "development", "assets"):
        source = REPOSITORY / "docs" / path
        (root / "docs").mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, root / "docs" / path)
    for capture in (TOY / "captures").glob("*.txt"):
        (held,) = root.glob(f"sources/*/{capture.stem}")
        shutil.copyfile(capture, held / "capture.txt")
    return root


def start(*command: str) -> subprocess.Popen[str]:
    """Start a Python program in a process group of its own."""
    path = os.pathsep.join([str(REPOSITORY / "scripts"), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, *command], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": path, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": ""}, start_new_session=True,
    )  # fmt: skip


def archive(root: Path, *command: str) -> subprocess.Popen[str]:
    """Start an `archive` command."""
    return start("-m", "press_archive", "--root", str(root), *command)


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Return the exit status of a command, and what it printed."""
    printed, _ = process.communicate(timeout=300)
    return process.returncode, printed


def kill(process: subprocess.Popen[str], seconds: float) -> bool:
    """Kill a process group after a time; return whether it was still running."""
    time.sleep(seconds)
    running = process.poll() is None
    if running:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return running


def measure(short: bool) -> Iterator[Figure]:
    """Kill, refuse and run two at once; each figure says what was left."""
    chance = random.Random(15)
    whole, last = (2, 30) if short else (WHOLE, LAST_PART)
    with tempfile.TemporaryDirectory() as name:
        yield from _last_part(Path(name), last, chance)
    with tempfile.TemporaryDirectory() as name:
        root = toy_archive(Path(name))
        status, printed = finish(archive(root, "publish"))
        assert status == 0, printed
        yield _whole_command(root, whole, chance)
        yield _refusals(root)
        yield _pairs(root, 2 if short else 8)


def _last_part(root: Path, times: int, chance: random.Random) -> Iterator[Figure]:
    for name, changed in (("old", 1), ("new", 2)):
        (root / name).mkdir()
        (root / name / f".{name}").touch()
        for number in range(300):
            text = f"Page {number}, {changed if number % 3 == 0 else 0}\n" * 500
            (root / name / f"{number}.html").write_text(text, encoding="utf-8")
    old, new = state(root / "old"), state(root / "new")
    for way, share in (("one step", times - times // 3), ("two renames", times // 3)):
        longest = _time_to_put(root, way)
        found = [_kill_last_part(root, way, chance.uniform(0, longest), (old, new)) for _ in range(share)]
        olds, news, repaired = (found.count(kind) for kind in ("old", "new", "repaired"))
        good = olds + news + (repaired if way == "two renames" else 0)
        seen = f"{good} of {share} whole ({olds} old, {news} new, {repaired} repaired by the next command)"
        yield Figure(f"killed while put in place, {way}", seen, f"{share} of {share}", good == share)


def _renew(root: Path) -> None:
    shutil.rmtree(root / "site", ignore_errors=True)
    shutil.rmtree(root / ".archive", ignore_errors=True)
    shutil.copytree(root / "old", root / "site")


def _begin(root: Path, way: str) -> subprocess.Popen[str]:
    process = start("-c", PUT_IN_PLACE, str(root), way)
    assert process.stdout is not None
    assert process.stdout.readline() == "begins\n"
    return process


def _time_to_put(root: Path, way: str) -> float:
    """Return the seconds in which a site is put in place and the old one removed."""
    _renew(root)
    process = _begin(root, way)
    begin = time.monotonic()
    assert finish(process)[0] == 0
    return time.monotonic() - begin


def _kill_last_part(root: Path, way: str, seconds: float, sites: tuple[State, State]) -> str:
    _renew(root)
    kill(_begin(root, way), seconds)
    kind = _kind(root, sites)
    if kind != "neither":
        return kind
    assert finish(start("-c", REPAIR, str(root)))[0] == 0
    return "repaired" if _kind(root, sites) == "old" else "neither"


def _kind(root: Path, sites: tuple[State, State]) -> str:
    left = state(root / "site")
    return "old" if left == sites[0] else "new" if left == sites[1] else "neither"


def _whole_command(root: Path, times: int, chance: random.Random) -> Figure:
    """Kill the whole command, each time after another edit."""
    old, good, kinds = state(root / "site"), 0, []
    begin = time.monotonic()
    finish(archive(root, "publish"))
    longest = time.monotonic() - begin
    text = (root / PAGE).read_text(encoding="utf-8")
    for number in range(times):
        (root / PAGE).write_text(f"{text}\nRemark {number}.\n", encoding="utf-8")
        near = number % 2  # half of them near the exchange, at the end
        kill(archive(root, "publish"), longest * (chance.uniform(0.9, 1.2) if near else chance.random()))
        left = state(root / "site")
        assert finish(archive(root, "publish"))[0] == 0
        new = state(root / "site")
        kinds.append("old" if left == old else "new" if left == new else "neither")
        good += kinds[-1] != "neither"
        old = new
    seen = f"{good} of {times} whole ({kinds.count('old')} old, {kinds.count('new')} new)"
    (root / PAGE).write_text(text, encoding="utf-8")
    finish(archive(root, "publish"))
    return Figure("`archive publish` killed", seen, f"{times} of {times}", good == times)


def _refusals(root: Path) -> Figure:
    """Refuse for every reason, one after the other; each leaves the old site."""
    capture = next(root.glob("sources/2013/tidewatch-shared-harbour/capture.txt"))
    sentence = capture.read_text(encoding="utf-8").split("\n")[7].encode()
    record = sorted(root.glob("sources/2013/*/*.md"))[0].relative_to(root).as_posix()
    settings = "mkdocs.yml"
    reasons: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
        "a problem": (record, b"\n[L9999]\n", ("publish",)),
        "a warning of MkDocs": (PAGE, b"\n[nowhere](nowhere.md)\n", ("publish",)),
        "restricted text": (PAGE, b"\n" + sentence + b"\n", ("publish",)),
        "a byte that is not UTF-8": (PAGE, b"\n\xe9\n", ("publish",)),
        "no publisher": (PAGE, b"\n", ("publish", "--require-publisher")),
        "settings that are not YAML": (settings, b"\n{\n", ("publish",)),
        "an index that is switched off": (settings, b"\nextra: {search_index: false}\n", ("publish",)),
        "a broken link of the offline copy": (PAGE, b'\n<a href="/nowhere/">x</a>\n', ("offline",)),
    }
    before = state(root / "site")
    kept = []
    for reason, (path, text, command) in reasons.items():
        good = (root / path).read_bytes()
        (root / path).write_bytes(good + text)
        status, printed = finish(archive(root, *command))
        (root / path).write_bytes(good)
        if status == 1 and "Traceback" not in printed and state(root / "site") == before:
            kept.append(reason)
    seen = f"{len(kept)} of {len(reasons)} ({', '.join(sorted(set(reasons) - set(kept))) or 'all'})"
    return Figure("reasons to refuse that left the old site", seen, "all", len(kept) == len(reasons))


def _pairs(root: Path, times: int) -> Figure:
    """Run two commands at once; each ends well, or says that another is at work."""
    ended = 0
    commands = ("publish", "build", "offline", "index")
    for pair in islice(combinations_with_replacement(commands, 2), times):
        done = [finish(process) for process in [archive(root, command) for command in pair]]
        ended += all(status == 0 and "Traceback" not in printed for status, printed in done)
    return Figure(
        "pairs of commands at once that both ended well", f"{ended} of {times}", "all", ended == times
    )
