"""What is published is whole, proved, and in place in one step: refusals, kills, two commands at once."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import HERE, TOY, copy_project, hold_captures
from press_archive.base.files import exchange
from press_archive.base.files.exchange import WORK
from press_archive.cli import main
from press_archive.commands.site import publish as publish_command
from press_archive.publish.publication import open_workshop, put_in_place
from site_fixtures import build_environment
from toy_archive import line_of, loaded

OFFER = "sources/2013/tidewatch-shared-harbour/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md"
RIGHTS = "docs/about/rights.md"
NEWLINE = b"\n"
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


def test_where_the_system_can_the_folders_are_exchanged_and_neither_is_renamed(place, monkeypatch):
    write(place, {"one/a": "The old quay", "two/a": "A new quay"})
    if not exchange.exchange(place / "one", place / "two"):
        pytest.skip(f"{HERE} the file system cannot exchange folders")
    monkeypatch.setattr(Path, "rename", lambda *_: pytest.fail("between two renames there is no site"))
    put(place)
    assert texts(place / "site") == NEW


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


# --- Commands


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy archive, every capture held, published."""
    root = copy_project(tmp_path_factory.mktemp("published") / "toy", TOY)
    hold_captures(root)
    assert main(["--root", str(root), "publish"]) == 0
    (root / "site/.left-by-hand").write_text("An older file", encoding="utf-8")
    return root


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    """A copy of it, which a test may change."""
    shutil.copytree(published, tmp_path / "toy", symlinks=True)
    return tmp_path / "toy"


def a_restricted_sentence(root: Path) -> str:
    return line_of(loaded(root), lambda role: str(role) in ("text", "answer"))


def append(path: Path, text: bytes) -> None:
    with path.open("ab") as stream:
        stream.write(text)


REFUSALS = {
    "a problem": (lambda root: append(root / OFFER, b"[L9999]\n"), "S104"),
    "a byte": (lambda root: append(root / RIGHTS, b"\xe9\n"), f"{RIGHTS}:{{lines}}: O104: byte 0xe9 is not UTF-8."),
    "a byte of a template": (lambda root: own_theme(root), "overrides/main.html:1: O104: byte 0xe9 is not UTF-8."),
    "a byte of the settings": (lambda root: append(root / "mkdocs.yml", b"# \xe9\n"), "O104: byte 0xe9"),
    "bad settings": (lambda root: append(root / "mkdocs.yml", b"{\n"), "mkdocs.yml: "),
    "a publisher": (lambda root: None, "nobody is named as the publisher"),
}  # fmt: skip


def own_theme(root: Path) -> None:
    (root / "overrides/main.html").write_bytes(b"\xe9")


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("command", ["publish", "offline"])
def test_a_refusal_before_the_build_leaves_the_site(site, capsys, refusal, command):
    before = state(site / "site")
    lines = (site / RIGHTS).read_bytes().count(b"\n") + 1
    spoil, message = REFUSALS[refusal]
    spoil(site)
    assert (
        main(["--root", str(site), command, *(["--require-publisher"] if refusal == "a publisher" else [])])
        == 1
    )
    printed = capsys.readouterr().err
    assert message.format(lines=lines) in printed
    assert "site/ was not built." in printed
    assert state(site / "site") == before
    assert not (site / WORK).exists()
    assert list(site.glob("*.zip")) == []


@pytest.mark.parametrize("command", [["build"], ["build", "--reading-room"]])
def test_a_byte_that_is_not_utf_8_leaves_what_was_built(site, capsys, command):
    before = state(site / "site")
    append(site / RIGHTS, b"\xe9\n")
    assert main(["--root", str(site), *command]) == 1
    assert f"{RIGHTS}:" in capsys.readouterr().err
    assert state(site / "site") == before
    assert not (site / "reading-room").exists()


@slow
@pytest.mark.measured
def test_refused_text_that_only_the_finished_site_has_leaves_the_site(site, capfd):
    before = state(site / "site")
    backwards = a_restricted_sentence(site)[::-1].replace('"', "")
    page = site / "overrides" / "404.html"
    page.write_text(
        page.read_text("utf-8").replace("</h1>", f'{{{{ "{backwards}"|reverse }}}}</h1>'), "utf-8"
    )
    assert main(["--root", str(site), "publish"]) == 1
    printed = capfd.readouterr().err
    assert "404.html: O102: 9 words in a row of " in printed
    assert printed.endswith("The new site must not be published. site/ was left as it was.\n")
    assert state(site / "site") == before


@pytest.mark.parametrize(("path", "name"), [(OFFER, "load_checked"), (RIGHTS, "run_mkdocs")])
def test_what_changes_after_it_was_read_is_refused(site, capsys, monkeypatch, path, name):
    before = state(site / "site")
    work = getattr(publish_command, name)

    def work_and_edit(*arguments: object) -> object:
        done = work(*arguments) if path == OFFER else 0
        append(site / path, b"\nThe gull remarks nothing.\n")
        return done

    monkeypatch.setattr(publish_command, name, work_and_edit)
    assert main(["--root", str(site), "publish"]) == 1
    assert f"{path}: O106: changed while the site was built." in capsys.readouterr().err
    assert state(site / "site") == before


@slow
@pytest.mark.measured
def test_refused_text_is_nowhere_in_the_site_and_the_next_site_has_no_other_files(site, capfd):
    before = state(site / "site")
    rights = (site / RIGHTS).read_bytes()
    sentence = a_restricted_sentence(site)
    append(site / RIGHTS, f"\n{sentence}\n".encode())
    assert main(["--root", str(site), "publish"]) == 1
    printed = capfd.readouterr().err
    assert f"{RIGHTS}:{rights.count(NEWLINE) + 2}: S105: 9 words in a row of line " in printed
    assert printed.endswith("site/ was not built.\n")
    assert state(site / "site") == before
    assert not any(
        sentence.encode() in path.read_bytes() for path in site.glob("site/**/*") if path.is_file()
    )
    (site / RIGHTS).write_bytes(rights)
    inode = (site / "site/index.html").stat().st_ino
    assert main(["--root", str(site), "publish"]) == 0
    assert set(before) - set(state(site / "site")) == {".left-by-hand"}
    assert (site / "site/index.html").stat().st_ino == inode
    assert not (site / WORK).exists()


@slow
@pytest.mark.parametrize("path", [OFFER, RIGHTS])
@pytest.mark.measured
def test_what_is_changed_in_the_middle_of_a_build_is_not_published(site, capfd, monkeypatch, path):
    before = state(site / "site")
    run_mkdocs = publish_command.run_mkdocs

    def edit_and_run(*arguments: object) -> int:
        append(site / path, b"\nThe gull remarks nothing.\n")
        return run_mkdocs(*arguments)

    monkeypatch.setattr(publish_command, "run_mkdocs", edit_and_run)
    status = main(["--root", str(site), "publish"])
    assert not any(
        b"The gull remarks nothing" in file.read_bytes() for file in site.glob("site/**/*") if file.is_file()
    )
    if path == OFFER:  # the record that was read and proved is published
        assert status == 0
    else:
        assert status == 1
        assert f"{RIGHTS}: O106: changed while the site was built." in capfd.readouterr().err
        assert state(site / "site") == before


@pytest.mark.parametrize("command", [["build"], ["publish"], ["offline"], ["index"]])
def test_a_site_that_is_a_symbolic_link_is_refused(site, tmp_path, capsys, command):
    (site / "site").rename(tmp_path / "served")
    (site / "site").symlink_to(tmp_path / "served")
    before = state(tmp_path / "served")
    assert main(["--root", str(site), *command]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith(
        "site: F110: a symbolic link. Expected a file or a folder of the archive's own."
    )
    assert "Hint: remove the link, and copy what is published to where it led\n" in printed
    assert printed.count("a symbolic link") == 1
    assert (site / "site").is_symlink()
    assert state(tmp_path / "served") == before


def test_an_index_is_exchanged_and_the_pages_stay(site):
    before = state(site / "site")
    write(site / "site/pagefind", {"stale.json": "{}"})
    assert main(["--root", str(site), "index"]) == 0
    assert state(site / "site") == before
    (site / "site/documents" / Path(OFFER).stem / "index.html").write_text(
        "<p>Another page", encoding="utf-8"
    )
    spoiled = state(site / "site")
    assert main(["--root", str(site), "index"]) == 1
    assert state(site / "site") == spoiled


# --- Whole commands, killed and two at once


def start(root: Path, *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "press_archive", "--root", str(root), *command],
        env=build_environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip


@pytest.mark.measured
@pytest.mark.parametrize("seconds", [0.5, 1.5, 2.5, 3.5, 4.5])
def test_a_killed_publication_leaves_the_old_or_the_new_site(site, seconds):
    before = state(site / "site")
    append(site / RIGHTS, b"\nA remark.\n")
    process = start(site, "publish")
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    left = state(site / "site")
    assert main(["--root", str(site), "publish"]) == 0
    assert left in (before, state(site / "site"))
    assert not (site / WORK).exists()


@pytest.mark.measured
@pytest.mark.parametrize("second", ["build", "publish", "offline", "index"])
def test_of_two_commands_at_once_one_waits(site, second):
    with open_workshop(site, lambda: None):
        processes = [start(site, "publish"), start(site, second)]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("Another archive command is at work here; waiting")
    for process in processes:
        printed, _ = process.communicate(timeout=120)
        assert (process.returncode, "Traceback" in printed) == (0, False), printed
