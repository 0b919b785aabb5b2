"""No copy of a restricted capture is in git: under no name, in no form, in no commit of a change."""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import REPOSITORY, sampled
from press_archive.cli import main
from published_files import zipped

CAPTURE = "sources/2019/vestnik-dogovor/capture.txt"
COPY = f"C114: the content of {CAPTURE}, whose access is not full. Expected it on this machine only."
Git = Callable[..., str]


@pytest.fixture
def kept(toy_held: Path, git: Git) -> Path:
    """The toy archive with its captures, in a repository that keeps what it may."""
    for name in (".gitignore", ".gitattributes"):
        (toy_held / name).write_bytes((REPOSITORY / name).read_bytes())
    git(toy_held, "init", "-q")
    git(toy_held, "add", "sources")
    git(toy_held, "commit", "-q", "-m", "Records")
    return toy_held


def problems(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    capsys.readouterr()
    main(["--root", str(root), "check", *options])
    return capsys.readouterr().err.splitlines()[:-2]


FORMS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "as it is": ("docs/notes.md", lambda data: data),
    "without a suffix": ("notes", lambda data: data),
    "with a picture's name": ("docs/assets/quay.png", lambda data: data),
    "with ends of lines of Windows": ("docs/notes.md", lambda data: data.replace(b"\n", b"\r\n")),
    "with a byte order mark": ("docs/notes.md", lambda data: b"\xef\xbb\xbf" + data),
    "without its last line feed": ("docs/notes.yml", lambda data: data.rstrip(b"\n")),
    "in UTF-16": ("tests/notes.txt", lambda data: data.decode().encode("utf-16")),
    "packed with gzip": ("notes.gz", gzip.compress),
    "in a zip": ("notes.zip", lambda data: zipped({"deep/a.txt": data})),
    "in a zip in a zip": ("notes.bin", lambda data: zipped({"a.zip": zipped({"b": data})})),
}


@pytest.mark.parametrize(("path", "form"), sampled(list(FORMS.values()), 2), ids=FORMS)
def test_a_copy_of_a_capture_is_named_wherever_git_keeps_it(kept, git, capsys, path, form):
    (kept / path).parent.mkdir(parents=True, exist_ok=True)
    (kept / path).write_bytes(form((kept / CAPTURE).read_bytes()))
    git(kept, "add", "--force", path)
    (kept / CAPTURE).unlink()  # the record has its digest, as in a clone without captures
    assert [line.split(" Hint")[0] for line in problems(kept, capsys) if "C114" in line] == [
        f"{path}: {COPY}"
    ]


def test_the_file_that_a_capture_was_extracted_from_is_recognised_too(kept, git, capsys):
    page = b"<html><p>A page that a text was taken from.</p></html>"
    record = kept / Path(CAPTURE).with_name("source.yml")
    facts = (
        f"{{file: a.html, sha256: {hashlib.sha256(page).hexdigest()}, bytes: {len(page)}, extractor: a 1}}"
    )
    record.write_text(f"{record.read_text('utf-8')}original: {facts}\n", "utf-8")
    (kept / "page.html").write_bytes(page)
    git(kept, "add", "page.html")
    (problem,) = problems(kept, capsys)
    assert problem.startswith(f"page.html: C114: the content of {Path(CAPTURE).with_name('original.html')}, ")


def test_a_capture_whose_access_is_full_may_be_anywhere(kept, git, capsys):
    data = (kept / "sources/2014/ministry-address/capture.txt").read_bytes()
    (kept / "notes.txt").write_bytes(data)
    git(kept, "add", "notes.txt")
    assert problems(kept, capsys) == []


def test_an_archive_below_the_repository_is_protected_in_all_of_it(kept, git, capsys, tmp_path):
    above = tmp_path / "above"
    above.mkdir()
    git(above, "init", "-q")
    kept.rename(above / "archive")
    (above / "elsewhere.txt").write_bytes((above / "archive" / CAPTURE).read_bytes())
    (above / "archive" / ".git").rename(tmp_path / "old")
    git(above, "add", "elsewhere.txt")
    assert problems(above / "archive", capsys)[0].startswith(f"../elsewhere.txt: {COPY}")


@pytest.mark.parametrize("path", ["docs/notes.txt", CAPTURE])
def test_a_capture_that_was_committed_and_removed_again_is_named(kept, git, capsys, path):
    base = git(kept, "rev-parse", "HEAD").strip()
    data = (kept / CAPTURE).read_bytes()
    (kept / path).parent.mkdir(exist_ok=True)
    (kept / path).write_bytes(data)
    git(kept, "add", "--force", path)
    git(kept, "commit", "-q", "-m", "Add a file")
    commit = git(kept, "rev-parse", "HEAD").strip()
    git(kept, "rm", "-q", "--cached", path)
    (kept / path).unlink()
    git(kept, "commit", "-q", "-m", "Remove it")
    assert problems(kept, capsys) == []
    (problem,) = problems(kept, capsys, f"--since={base}")
    code = "C107" if path == CAPTURE else "C114"
    assert problem.startswith(f"{path}: {code}: in the commit {commit[:10]}, ")
    assert problems(kept, capsys, f"--since={commit}") == []


def test_a_capture_whose_source_comes_with_the_change_is_named(kept, git, capsys):
    folder = Path(CAPTURE).parent
    record = (kept / folder / "source.yml").read_bytes()
    git(kept, "checkout", "-q", "-b", "change")
    base = git(kept, "rev-parse", "HEAD").strip()
    other = kept / "sources/2019/other-dogovor"
    other.mkdir()
    data = (kept / CAPTURE).read_bytes() + b"One more line.\n"
    text = record.decode().replace(hashlib.sha256((kept / CAPTURE).read_bytes()).hexdigest(),
                                   hashlib.sha256(data).hexdigest())  # fmt: skip
    (other / "source.yml").write_text(text.replace("bytes: ", f"bytes: {len(data)} # "), "utf-8")
    (kept / "notes.txt").write_bytes(data)
    git(kept, "add", "sources", "notes.txt")
    git(kept, "commit", "-q", "-m", "A source, and its capture under another name")
    last = git(kept, "rev-parse", "HEAD").strip()
    git(kept, "checkout", "-q", base)
    (problem,) = problems(kept, capsys, "--since=HEAD", f"--until={last}")
    assert problem.startswith(
        f"notes.txt: C114: in the commit {last[:10]}, the content of sources/2019/other-"
    )


def test_a_clone_that_lacks_commits_of_the_change_gives_no_answer(kept, git, capsys, tmp_path):
    base = git(kept, "rev-parse", "HEAD").strip()
    for number in range(3):
        (kept / "notes.txt").write_text(f"{number}\n", "utf-8")
        git(kept, "add", "notes.txt")
        git(kept, "commit", "-q", "-m", "Notes")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "2", kept.as_uri(), str(clone))
    git(clone, "fetch", "-q", "--depth", "1", "origin", base)
    assert problems(kept, capsys, f"--since={base}") == []
    (problem,) = [line for line in problems(clone, capsys, f"--since={base}") if "C109" in line]
    assert problem.startswith("sources: C109: git cannot list its files (commits before ")


@pytest.mark.parametrize("folder", ["docs", "overrides", "sources/2019/vestnik-dogovor"])
def test_a_link_a_submodule_and_a_program_in_git_are_named(kept, git, capsys, folder):
    # No such file has to be on the disk: what git keeps is judged.
    blob = git(kept, "hash-object", "-w", "--stdin", stdin=b"../../secret\n").strip()
    head = git(kept, "rev-parse", "HEAD").strip()
    kinds = {
        "120000": (blob, "a symbolic link"),
        "160000": (head, "a submodule"),
        "100755": (blob, "a program"),
    }
    if folder.startswith("sources"):
        del kinds["160000"]  # a repository of its own in sources/ is C109
    for mode, (content, _) in kinds.items():
        git(kept, "update-index", "--add", "--cacheinfo", f"{mode},{content},{folder}/odd{mode}")
    printed = problems(kept, capsys)
    for mode, (_, what) in kinds.items():
        assert any(f"{folder}/odd{mode}: C115: {what} in git." in line for line in printed)


KILLED = """
    import os, signal, sys, pathlib
    from press_archive.cli import main
    number = int(sys.argv.pop(1))
    for module, name in ((os, "rename"), (os, "replace"), (os, "link"), (pathlib.Path, "rename")):
        def die(*arguments, **options):
            os.kill(os.getpid(), signal.SIGKILL)
        setattr(module, name, die)
    sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("command", ["add", "hold"])
def test_what_a_killed_command_leaves_is_not_taken_up_by_git(kept, git, tmp_path, command):
    page = tmp_path / "page.html"
    page.write_text(
        f"<html><body><h1>A pilot counts</h1>{'<p>Every pilot lit lamps.</p>' * 20}</body></html>"
    )
    received = [str(page), "--yes"] if command == "add" else [str(tmp_path / "capture.txt")]
    (kept / CAPTURE).rename(tmp_path / "capture.txt")
    git(kept, "add", "--all")
    git(kept, "commit", "-q", "--allow-empty", "-m", "All")
    code = textwrap.dedent(KILLED)
    arguments = ["1", "--root", str(kept), command, *received]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts")}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    left = [path for path in kept.rglob(".archive*") if path.exists()]
    assert left  # the command was killed in the middle of its work
    assert git(kept, "add", "--all", "--dry-run") == ""


# --- Parts of captures


def words_of(data: bytes) -> list[str]:
    return data.decode().split()


PARTS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "a sentence in a test": (
        "tests/test_a.py",
        lambda data: f"# {' '.join(words_of(data)[12:30])}\n".encode(),
    ),
    "lines of another length": (
        "notes.md",
        lambda data: "\n".join(textwrap.wrap(data.decode(), 33)).encode(),
    ),
    "half of it": ("README", lambda data: data[: data.index(b"\n", len(data) // 2)]),
    "in another encoding": ("a.txt", lambda data: data.decode().encode("koi8-r", "replace")),
    "in Base64": ("a.txt", base64.encodebytes),
    "a comment in a record": (
        "sources/searches.yml",
        lambda data: f"# {' '.join(words_of(data)[12:30])}\n".encode(),
    ),
}


@pytest.mark.parametrize(("path", "form"), sampled(list(PARTS.values()), 2), ids=PARTS)
def test_a_part_of_a_capture_is_named_wherever_git_keeps_it(kept, git, capsys, path, form):
    before = (kept / path).read_bytes() if (kept / path).exists() else b""
    (kept / path).parent.mkdir(exist_ok=True)
    (kept / path).write_bytes(before + form((kept / CAPTURE).read_bytes()))
    git(kept, "add", "--force", path)
    (problem,) = problems(kept, capsys)
    where = rf"{path}(:\d+)?: C118: 9 words in a row of line \d+ of the capture, {CAPTURE} "
    assert re.match(where, problem), problem
    assert problem.endswith(f"git rm --cached {path}, and remove it from the history before you push")


@pytest.mark.parametrize("held", [True, False])
def test_a_part_of_a_capture_is_named_in_a_commit_that_a_later_one_undoes(kept, git, capsys, held):
    main(["--root", str(kept), "hold"])
    git(kept, "add", "sources")
    git(kept, "commit", "-q", "-m", "Fingerprints")
    (kept / "notes.md").write_text((kept / CAPTURE).read_text("utf-8")[20:], "utf-8")
    git(kept, "add", "notes.md")
    git(kept, "commit", "-q", "-m", "Add")
    git(kept, "rm", "-q", "notes.md")
    git(kept, "commit", "-q", "-m", "Remove")
    if not held:
        (kept / CAPTURE).unlink()
    (problem,) = problems(kept, capsys, "--since", "HEAD~2")
    assert re.match(r"notes\.md(:\d+)?: C118: in the commit [0-9a-f]{10}, 9 words in a row", problem)


def test_invented_captures_of_an_example_in_a_larger_repository_are_left_out(kept, git, tmp_path, capsys):
    larger = tmp_path / "larger"
    shutil.copytree(kept, larger / "tests" / "toy", ignore=shutil.ignore_patterns(".git"))
    (larger / "tests" / "toy" / "captures").mkdir()
    shutil.copyfile(kept / CAPTURE, larger / "tests" / "toy" / "captures" / "a.txt")
    git(larger, "init", "-q")
    git(larger, "add", "--force", "tests/toy/captures")
    (found,) = problems(larger / "tests" / "toy", capsys)
    assert found.startswith(f"captures/a.txt: {COPY}")
    (larger / ".gitattributes").write_text("tests/toy/captures/* invented-capture\n", "utf-8")
    assert problems(larger / "tests" / "toy", capsys) == []
    (kept / ".gitattributes").write_text("* invented-capture\n", "utf-8")
    shutil.copyfile(kept / CAPTURE, kept / "a.txt")
    git(kept, "add", "a.txt")
    assert len(problems(kept, capsys)) == 1
