"""What is published is whole, proved, and in place in one step: refusals, kills, two commands at once."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from press_archive.base import exchange
from press_archive.base.exchange import WORK
from press_archive.publish.publication import open_workshop, put_in_place

OFFER = "sources/2013/tidewatch-shared-harbour/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md"
RIGHTS = "docs/about/rights.md"
slow = pytest.mark.slow


def state(folder: Path) -> dict[str, str]:
    """Return the digest of every file of a folder, dot files too, and where each link leads."""
    found = {}
    for here, folders, names in os.walk(folder):
        for path in (Path(here, name) for name in [*folders, *names]):
            if path.is_symlink():
                found[path.relative_to(folder).as_posix()] = f"→ {os.readlink(path)}"
            elif path.is_file():
                found[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def without_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use a system without renameat2."""
    monkeypatch.setattr(exchange, "_system_call", lambda name: None)


@pytest.fixture(params=["in one step", "in two renames"])
def either_way(request, monkeypatch):
    """Run a test where the system can exchange two folders, and where it cannot."""
    if request.param == "in two renames":
        without_exchange(monkeypatch)


# --- A folder in the place of another


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a site that was published before."""
    write(tmp_path / "place/site", {"index.html": "The old quay", "same.html": "The mole", ".old": "by hand"})
    return tmp_path / "place"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


NEW = {"index.html": "A new quay", "same.html": "The mole", ".nojekyll": "", "years/a.html": "A year"}


def put(place: Path, files: dict[str, str] = NEW) -> None:
    with open_workshop(place, lambda: None) as workshop:
        put_in_place(workshop, write(workshop.folder / "site", files), place / "site")


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_folder_takes_the_place_with_exactly_its_own_files(place, either_way):
    put(place)
    assert texts(place / "site") == NEW
    assert os.listdir(place) == ["site"]


def test_the_first_folder_is_put_where_there_is_none(place, either_way):
    shutil.rmtree(place / "site")
    put(place)
    assert texts(place / "site") == NEW


def test_a_file_that_is_the_same_stays_the_same_and_others_are_new(place, either_way):
    before = {path.name: path.stat() for path in (place / "site").iterdir()}
    put(place)
    after = {path.name: path.stat() for path in (place / "site").iterdir()}
    assert after["same.html"].st_ino == before["same.html"].st_ino
    assert after["same.html"].st_mtime_ns == before["same.html"].st_mtime_ns
    assert after["same.html"].st_nlink == 1
    assert after["index.html"].st_ino != before["index.html"].st_ino


def test_a_file_that_has_another_name_elsewhere_is_not_published(place):
    os.link(place / "site/same.html", place / "draft.html")
    put(place)
    (place / "draft.html").write_text("Changed later", encoding="utf-8")
    assert texts(place / "site") == NEW


def test_no_link_in_the_old_folder_is_followed(place, tmp_path):
    outside = write(tmp_path / "outside", {"a.html": "A year"})
    (place / "site/years").symlink_to(outside)
    (place / "site/index.html").unlink()
    (place / "site/index.html").symlink_to(outside / "a.html")
    before = (outside / "a.html").stat()
    put(place)
    assert texts(place / "site") == NEW
    assert not any(path.is_symlink() for path in (place / "site").rglob("*"))
    assert (outside / "a.html").stat().st_nlink == before.st_nlink == 1
    assert texts(outside) == {"a.html": "A year"}


def test_what_a_killed_command_left_is_removed_by_the_next(place):
    write(place / WORK / "publication-dead", {"site/index.html": "Half a quay"})
    put(place)
    assert os.listdir(place) == ["site"]


def test_a_site_between_two_renames_is_put_back_by_the_next_command_whatever_it_does(place, monkeypatch):
    without_exchange(monkeypatch)
    before = texts(place / "site")
    monkeypatch.setattr(
        Path, "rename", kill_at(Path.rename, lambda path, _: path.name == "site" and WORK in path.parts)
    )
    pid = os.fork()
    if not pid:
        put(place)
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(pid, 0)[1])
    assert not (place / "site").exists()
    with open_workshop(place, lambda: None):
        assert texts(place / "site") == before
    assert os.listdir(place) == ["site"]


def kill_at(function: Callable, wanted: Callable[..., bool]) -> Callable:
    """Return a function that kills the process where a call of it is the wanted one."""

    def kill(*arguments: object) -> object:
        if wanted(*arguments):
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments)

    return kill


def test_a_folder_that_cannot_be_renamed_is_put_back(place, monkeypatch):
    without_exchange(monkeypatch)
    before = texts(place / "site")
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if WORK in path.parts and path.name == "site":
            raise OSError(16, "Device or resource busy", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="Device or resource busy"):
        put(place)
    assert texts(place / "site") == before


def test_the_next_command_waits_and_says_so(place):
    said = []
    entered = threading.Event()

    def second() -> None:
        with open_workshop(place, lambda: said.append("waiting")):
            entered.set()

    with open_workshop(place, lambda: said.append("never")):
        thread = threading.Thread(target=second)
        thread.start()
        assert not entered.wait(0.2)
        assert said == ["waiting"]
    thread.join(10)
    assert entered.is_set()
    assert os.listdir(place) == ["site"]


def test_a_process_that_outlives_its_command_keeps_the_lock(place, tmp_path):
    if not os.fork():
        with open_workshop(place, lambda: None) as workshop:
            child = subprocess.Popen(["sleep", "60"], pass_fds=(workshop.lock,))
            (tmp_path / "child").write_text(str(child.pid), encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)
    os.wait()
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    said = []

    def end_it() -> None:
        said.append("waiting")
        os.kill(child, signal.SIGKILL)

    with open_workshop(place, end_it):
        assert said == ["waiting"]
