"""Withdrawing a source or a document: what is left of it, and what is not."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from case_files import edit
from conftest import TOY
from press_archive.cli import main
from press_archive.publish.build import build_docs

GULL = "sources/2013/gull-post-harbour"
OFFERED = "2013-09-24-shared-harbour-offered-to-ostrand"
BRIEF = f"{GULL}/2013-09-24-in-brief-a-quay-without-a-toll.md"
EVENTS = "sources/vocabulary/events.yml"


def withdraw(root: Path, id: str, reason: str = "The author asked for it") -> int:
    return main(["--root", str(root), "withdraw", id, "--reason", reason])


def mend(root: Path) -> None:
    """Remove what other records say about the document in their words."""
    text = (root / BRIEF).read_text("utf-8")
    text = re.sub(r"^inferred: .*\n|^notes:\n|^  - The date is inferred.*\n", "", text, flags=re.MULTILINE)
    (root / BRIEF).write_text(text, "utf-8")
    events = (root / EVENTS).read_text("utf-8")
    (root / EVENTS).write_text(
        re.sub(rf"\(documents:{OFFERED}[^)]*\)", "(topics:free-quay)", events), "utf-8"
    )


def test_a_withdrawn_document_becomes_a_cut_and_an_entry(toy_held, capsys):
    assert withdraw(toy_held, OFFERED) == 0
    printed = capsys.readouterr().out
    assert f"{BRIEF}: links to it. Remove the link" in printed
    assert main(["--root", str(toy_held), "check"]) == 1
    assert f"'{OFFERED}' was withdrawn on " in capsys.readouterr().err  # the hint of the link that is left
    mend(toy_held)
    assert main(["--root", str(toy_held), "check"]) == 0
    assert "lines: 3-7\n    reason: withdrawn" in (toy_held / GULL / "source.yml").read_text("utf-8")
    assert not (toy_held / GULL / f"{OFFERED}.md").exists()
    history = (toy_held / "sources/history/gull-post-harbour.yml").read_text("utf-8")
    assert re.search(
        rf"type: withdrawal, document: {OFFERED}, reason: The author asked for it\}}$", history.strip()
    )


def test_what_was_made_before_is_named(toy, capsys):
    (toy / "export/releases").mkdir(parents=True)
    assert main(["--root", str(toy), "withdraw", OFFERED, "--reason", "A reason"]) == 0
    said = "/: made before, so it may still have it. Delete it, or make it again."
    assert [line for line in capsys.readouterr().out.splitlines() if line.endswith(said)] == [f"export{said}"]


def test_what_was_kept_of_it_is_forgotten(toy, capsys):
    build_docs(toy)
    title = "Velmora offers Ostrand a shared harbour"
    kept = [path for path in (toy / ".cache").rglob("*") if path.is_file()]
    assert any(title.encode() in path.read_bytes() for path in kept)
    assert main(["--root", str(toy), "withdraw", "tidewatch-shared-harbour", "--reason", "Asked to."]) == 0
    assert not (toy / ".cache").exists()
    assert ".cache/: removed" in capsys.readouterr().out


def test_a_folder_that_may_not_be_removed_stays_whole(toy, capsys, monkeypatch):
    folder = toy / "sources/2018/lantern-interview"
    (folder / "notes").mkdir()
    before = sorted(path.name for path in folder.iterdir() if path.is_file())

    def refuse(function: Callable[..., object]) -> Callable[..., object]:
        def call(path: Path, *others: object) -> object:
            if path == folder:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
            return function(path, *others)

        return call

    with monkeypatch.context() as patched:
        for name in ("rename", "rmdir"):
            patched.setattr(Path, name, refuse(getattr(Path, name)))
        assert withdraw(toy, "lantern-interview") == 1
    reason = f"{folder}: Permission denied. lantern-interview: not withdrawn completely. Hint: look at the"
    assert capsys.readouterr().err.startswith(reason)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert withdraw(toy, "lantern-interview") == 0
    assert not folder.exists()
    assert (toy / ".withdrawn/lantern-interview/notes").is_dir()


@pytest.mark.parametrize("reason", ["", "two\nlines", "two\u2028lines", "x" * 20_001])
@pytest.mark.parametrize("command", ["withdraw", "correct", "add"])
def test_a_reason_that_no_history_can_have_is_refused(toy, capsys, command, reason):
    arguments = {
        "withdraw": ("vestnik-dogovor", "--reason", reason),
        "correct": ("--since", "HEAD", "--reason", reason),
        "add": (str(TOY / "captures" / "vestnik-dogovor.txt"), "--yes", "--again", reason or " "),
    }
    before = sorted(toy.rglob("sources/**/*"))
    assert main(["--root", str(toy), command, *arguments[command]]) in (1, 2)
    assert re.match("--(reason|again): ", capsys.readouterr().err)
    assert sorted(toy.rglob("sources/**/*")) == before


def test_a_withdrawal_that_was_interrupted_is_completed(toy_held, capsys):
    text = (toy_held / GULL / f"{OFFERED}.md").read_text("utf-8")
    assert withdraw(toy_held, OFFERED) == 0
    (toy_held / GULL / f"{OFFERED}.md").write_text(text, "utf-8")
    capsys.readouterr()
    assert main(["--root", str(toy_held), "check"]) == 1
    assert "H102" in capsys.readouterr().err
    assert withdraw(toy_held, OFFERED) == 0
    mend(toy_held)
    assert main(["--root", str(toy_held), "check"]) == 0
    history = (toy_held / "sources/history/gull-post-harbour.yml").read_text("utf-8")
    assert history.count(OFFERED) == 1


def test_a_withdrawn_source_leaves_its_capture_out_of_the_sources(toy_held, capsys):
    edit(
        toy_held,
        {"file": "sources/links.yml", "replace": ["status: refused", "status: refused  # ask Vestnik"]},
    )
    assert withdraw(toy_held, "vestnik-dogovor") == 0
    assert not (toy_held / "sources/2019").exists()
    assert (toy_held / ".withdrawn/vestnik-dogovor/capture.txt").is_file()
    printed = capsys.readouterr().out
    assert ".withdrawn/vestnik-dogovor/capture.txt: the capture, moved there" in printed
    assert (
        "https://vestnik.example/dogovor: its entry went, and so did the comment '# ask Vestnik'\n" in printed
    )
    assert "vestnik.example/dogovor" not in (toy_held / "sources/links.yml").read_text("utf-8")
    history = (toy_held / "sources/history/vestnik-dogovor.yml").read_text("utf-8")
    assert re.search("type: withdrawal, sha256: [0-9a-f]{64}, reason", history)
    assert main(["--root", str(toy_held), "check"]) == 0


def test_a_file_whose_name_is_no_id_goes_with_its_source_and_gets_no_entry(toy):
    odd = Path(os.fsdecode(os.fsencode(toy / "sources/2019/vestnik-dogovor") + b"/\xff.md"))
    odd.write_text("Notes\n", "utf-8")
    assert withdraw(toy, "sources/vestnik-dogovor") == 0
    assert not odd.parent.exists()
    history = (toy / "sources/history/vestnik-dogovor.yml").read_text("utf-8")
    assert history.count("type: withdrawal") == 2  # of the source and of its document


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("2018-12-24-i-have-never-met-a-tide", "Hint: archive withdraw sources/lantern-interview"),
        ("lantern-interviews", "Hint: did you mean 'lantern-interview'?"),
        ("quayside-notes", "the source 'quayside-notes' was withdrawn on 2020-07-30"),
    ],
)
def test_what_cannot_be_withdrawn_is_named(toy, capsys, id, message):
    assert withdraw(toy, id) == 2
    assert message in capsys.readouterr().err


def test_a_new_source_never_gets_an_id_that_was_withdrawn(toy, tmp_path):
    assert withdraw(toy, "vestnik-dogovor") == 0
    (tmp_path / "notes.txt").write_text("A quay\n\nThe quay is open to all boats of the bay.\n", "utf-8")
    assert main(["--root", str(toy), "add", "--yes", str(tmp_path / "notes.txt")]) == 0
    (record,) = [path for path in toy.glob("sources/*/*/source.yml") if "a-quay" in path.parent.name]
    first = record.parent.name
    history = toy / f"sources/history/{first}.yml"
    assert "type: ingestion, sha256: " in history.read_text("utf-8")
    assert withdraw(toy, first) in (1, 2)  # a draft is no record yet
    for path in record.parent.iterdir():
        path.unlink()
    record.parent.rmdir()
    assert main(["--root", str(toy), "add", "--yes", str(tmp_path / "notes.txt")]) == 0
    assert [path for path in toy.glob(f"sources/*/{first}-2/source.yml")]


def test_a_new_document_never_gets_an_id_that_was_withdrawn(toy_held, tmp_path):
    assert withdraw(toy_held, OFFERED) == 0
    text = "Shared harbour offered to Ostrand\n\n24 September 2013\n\nThe quay is open to all boats.\n"
    (tmp_path / "notes.txt").write_text(text, "utf-8")
    assert main(["--root", str(toy_held), "add", "--yes", str(tmp_path / "notes.txt")]) == 0
    assert list(toy_held.glob(f"sources/2013/*/{OFFERED}.md")) == []
    assert len(list(toy_held.glob(f"sources/2013/*/{OFFERED}-2.md"))) == 1


def test_the_pages_of_what_is_gone_say_so_and_nothing_else(toy_held):
    assert withdraw(toy_held, OFFERED, "The <b>author</b> asked") == 0
    mend(toy_held)
    edit(
        toy_held,
        {
            "file": "sources/redirects.yml",
            "append": f"- {{date: 2020-09-01, old: documents/old/, new: documents/{OFFERED}/}}\n",
        },
    )
    build_docs(toy_held)
    docs = toy_held / "docs"
    page = (docs / f"documents/{OFFERED}.md").read_text("utf-8")
    assert 'robots: "noindex"' in page
    assert "Reason: The &#60;b&#62;author&#60;&#47;b&#62; asked" in page
    moved = (docs / "documents/old.md").read_text("utf-8")
    assert f'redirect: "documents/{OFFERED}/"' in moved and f"({OFFERED}.md)" in moved
    named = [
        path.relative_to(docs).as_posix()
        for path in sorted(docs.rglob("*.md"))
        if OFFERED in path.read_text("utf-8")
        or "Shared harbour offered to Ostrand" in path.read_text("utf-8")
    ]
    assert named == ["documents/old.md"]  # as an address; the tombstone has it as its own
    assert "No reason is recorded." in (docs / "sources/quayside-notes.md").read_text("utf-8")
