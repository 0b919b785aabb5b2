"""`archive check`: what a change has to do with, what GitHub and tools are told, and messages that a person
can act on.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from conftest import HERE, REPOSITORY
from press_archive.base.problems import CODES, Problem, printable
from press_archive.checks.reports import render_github, render_json
from press_archive.cli import main

TIDEWATCH = "sources/2013/tidewatch-shared-harbour"
OFFER = f"{TIDEWATCH}/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md"
VESTNIK = "sources/2019/vestnik-dogovor"
TREATY = f"{VESTNIK}/2019-03-03-dogovor-o-gavani-podpisan.md"
TOPICS = "sources/vocabulary/topics.yml"


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


# --- Only what a change has to do with


@pytest.fixture
def kept(toy_held: Path, git: Callable[..., str]) -> Path:
    """The toy archive in a repository that keeps its records, with one problem of old; all captures are held,
    one is kept.
    """
    edit(toy_held, TREATY, "language: ru", "language: Russian")
    (toy_held / ".gitignore").write_text("capture.txt\nheld.txt\n", encoding="utf-8")
    git(toy_held, "init", "-q")
    git(toy_held, "add", "sources", ".gitignore")
    git(toy_held, "add", "--force", "sources/2014/ministry-address/capture.txt")
    git(toy_held, "commit", "-q", "-m", "Records")
    return toy_held


@pytest.fixture
def since(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str], str]]:
    """Check what changed since the first commit: the exit status, `path code` of each problem, and all that
    is printed.
    """

    def run(root: Path, revision: str = "HEAD") -> tuple[int, list[str], str]:
        capsys.readouterr()
        status = main(["--root", str(root), "check", f"--since={revision}"])
        told = capsys.readouterr()
        problems = [line.split(": ") for line in told.err.splitlines() if line.startswith("sources")]
        return (
            status,
            [f"{where.partition(':')[0]} {rest[0][:4]}" for where, *rest in problems],
            told.out + told.err,
        )

    return run


ELSEWHERE = "1 more problem in files unchanged since HEAD. `archive check` shows all.\n"


def test_a_problem_of_old_is_counted_and_does_not_fail(kept, since):
    status, problems, told = since(kept)
    assert (status, problems) == (0, [])
    assert told.startswith(
        "No problems in what changed since HEAD: 13 documents in 7 sources (7 captures held)"
    )
    assert told.endswith(ELSEWHERE)


def test_a_problem_in_a_changed_file_is_shown(kept, since):
    edit(kept, OFFER, "kind: news-report", "kind: news-reports")
    assert since(kept)[:2] == (1, [f"{OFFER} R103"])
    assert since(kept)[2].endswith("\n1 problem in 1 file.\n" + ELSEWHERE)


def test_a_problem_of_old_in_a_file_that_changed_otherwise_is_shown(kept, since):
    edit(kept, TREATY, "witnesses say", "witnesses said")
    assert since(kept)[:2] == (1, [f"{TREATY} R103"])
    assert "elsewhere" not in since(kept)[2]


def test_a_committed_change_and_one_that_is_not_yet_are_both_shown(kept, git, since):
    edit(kept, OFFER, "kind: news-report", "kind: news-reports")
    git(kept, "commit", "-q", "-a", "-m", "Worse")
    assert since(kept, "HEAD~1")[1] == [f"{OFFER} R103"]
    assert since(kept, "HEAD")[1] == []
    edit(kept, TOPICS, "label: Crane dispute", "label: TODO")
    assert since(kept, "HEAD~1")[1] == [f"{OFFER} R103", f"{TOPICS} R117"]
    assert since(kept, "HEAD")[1] == [f"{TOPICS} R117"]


def test_a_new_file_that_git_does_not_follow_is_shown(kept, since):
    (kept / VESTNIK / "notes.txt").write_text("mine\n", encoding="utf-8")
    assert since(kept)[:2] == (1, [f"{VESTNIK}/notes.txt F105"])


def test_a_file_under_a_new_name_is_shown(kept, git, since):
    new = TREATY.replace("podpisan", "podpisan-2")
    git(kept, "mv", TREATY, new)
    assert since(kept)[:2] == (1, [f"{new} R103", f"{TREATY} H108"])


def test_what_still_names_a_removed_term_is_shown(kept, since):
    edit(kept, TOPICS, "harbour-treaty:\n", "treaty:\n")
    status, problems, told = since(kept)
    assert status == 1
    assert {problem.rpartition(" ")[2] for problem in problems} >= {"R104"}
    assert f"{OFFER} R104" in problems and f"{TREATY} R103" not in problems
    assert told.endswith(ELSEWHERE)


def test_a_removed_document_that_others_still_lead_to_is_shown(kept, since):
    (kept / OFFER).unlink()
    problems = since(kept)[1]
    assert f"{TIDEWATCH} F108" in problems  # its source has no document left
    assert any(problem.endswith(" R111") or problem.endswith(" R114") for problem in problems)


def test_what_names_the_terms_of_a_removed_vocabulary_is_shown(kept, since):
    (kept / TOPICS).unlink()
    status, problems, _ = since(kept)
    assert status == 1
    assert f"{OFFER} R104" in problems
    assert {problem for problem in problems if problem.startswith(TOPICS)} == {f"{TOPICS} H111"}


def test_a_capture_is_shown_when_it_was_altered_though_git_ignores_it(kept, since):
    (kept / VESTNIK / "capture.txt").write_text("Another text.\n", encoding="utf-8")
    assert since(kept)[:2] == (1, [f"{VESTNIK}/capture.txt C102"])


def test_what_a_held_capture_shows_of_records_of_old_stands_elsewhere(kept, git, since):
    edit(kept, TREATY, "language: Russian", "language: ru")
    edit(kept, OFFER, "title: ", "title: Not ")
    git(kept, "commit", "-q", "-a", "-m", "Another title than the capture's")
    edit(kept, TOPICS, "label: Crane dispute", "label: Dispute of the cranes")
    status, problems, told = since(kept)
    assert (status, problems) == (0, [])
    assert told.endswith(ELSEWHERE)


def test_a_capture_in_git_is_of_the_change_only_where_the_change_closed_it(kept, git, since):
    git(kept, "add", "--force", f"{VESTNIK}/capture.txt")
    assert since(kept)[1] == [f"{VESTNIK}/capture.txt C107"]
    git(kept, "commit", "-q", "-m", "A capture")
    assert since(kept)[1] == []
    edit(kept, "sources/2014/ministry-address/source.yml", "access: full", "access: summary")
    changed = "sources/2014/ministry-address/source.yml"  # without an entry in its history
    capture = "sources/2014/ministry-address/capture.txt"
    assert since(kept)[1] == [f"{capture} C107", f"{changed} H103", f"{changed} H107"]


def test_an_archive_below_the_repository_is_compared_too(toy, git, since, tmp_path):
    below = tmp_path / "repository" / "below"
    edit(toy, TREATY, "language: ru", "language: Russian")
    shutil.copytree(toy, below, symlinks=True)
    git(tmp_path / "repository", "init", "-q")
    git(tmp_path / "repository", "add", "--force", "below/sources")
    git(tmp_path / "repository", "commit", "-q", "-m", "Records")
    edit(below, OFFER, "kind: news-report", "kind: news-reports")
    status, problems, told = since(below)
    assert (status, problems) == (1, [f"{OFFER} R103"])
    assert told.endswith(ELSEWHERE)
    edit(below, TREATY, "witnesses say", "witnesses said")
    assert since(below)[1] == [f"{OFFER} R103", f"{TREATY} R103"]


def test_records_that_were_links_or_no_records_are_compared_without_following_them(
    kept, git, since, tmp_path
):
    (tmp_path / "secret.md").write_text("secret\n", encoding="utf-8")
    (kept / VESTNIK / "2019-03-04-link.md").symlink_to(tmp_path / "secret.md")
    (kept / VESTNIK / "2019-03-05-empty.md").write_text("", encoding="utf-8")
    git(kept, "add", "sources")
    git(kept, "commit", "-q", "-m", "Odd files")
    status, problems, told = since(kept)
    assert (status, problems) == (0, [])
    assert told.endswith(ELSEWHERE.replace("1 more problem", "4 more problems"))


def test_comparing_leaves_the_repository_as_it_is(kept, git, since):
    edit(kept, OFFER, "kind: news-report", "kind: news-reports")
    git(kept, "add", TOPICS)
    before = (
        git(kept, "status", "--porcelain"),
        git(kept, "worktree", "list"),
        (kept / ".git" / "index").read_bytes(),
    )
    since(kept)
    assert before == (
        git(kept, "status", "--porcelain"),
        git(kept, "worktree", "list"),
        (kept / ".git" / "index").read_bytes(),
    )


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", "HEAD:sources", ""])
def test_a_revision_that_is_none_is_named(kept, since, revision):
    status, _, told = since(kept, revision)
    assert status == 2
    assert told.startswith(f"{revision!r}: not a revision that git knows here (")
    assert told.endswith("Expected a commit, branch or tag.\n")
    assert not (kept / "x").exists()


def test_an_archive_outside_a_repository_is_named(toy, git, since):
    status, _, told = since(toy)
    assert status == 2
    assert told.startswith(f"{toy}: not in a git repository (")


def test_a_machine_without_git_is_told_so(kept, since, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert since(kept)[::2] == (
        2,
        "git is not installed. Expected the git command, which is needed to find what changed.\n",
    )


# --- Annotations for GitHub

CORPORA = REPOSITORY.parent / "shared" / "corpora"
COMMANDS = {
    "error",
    "warning",
    "notice",
    "stop-commands",
    "set-env",
    "add-path",
    "set-output",
    "add-mask",
    "group",
}
HOSTILE = [
    "::error::forged", "\n::error::forged", "\r::warning file=x::forged", "\r\n  ::set-env name=PATH::/tmp", "##[error]forged",
    "a ##[add-path]/tmp", "%0A::error::forged", "%250A", "%3A%3A%2C", "100 %", "a,line=1,title=b", "a::b::c", "x=y,z",
    "\x1b[2J\x07", "\u2028::error::forged", "\x85::error::forged", "\x0b::error::forged", "::stop-commands::x", "caf\udce9",
    "", " ", "\N{PILE OF POO}",
]  # fmt: skip


def every_case() -> Iterator[Problem]:
    """Yield every problem that a file of tests/cases expects."""
    pattern = r"(.+?)(?::(\d+))?: ([A-Z]\d{3})(?: ((?:[^:]|:(?! ))+))?: (.+?)(?: Hint: (.+))?"
    for path in sorted((REPOSITORY / "tests" / "cases").glob("*.yml")):
        for line in yaml.safe_load(path.read_text("utf-8"))["expected"].splitlines():
            found = re.fullmatch(pattern, line)
            assert found, line
            problem = Problem(
                found[1],
                int(found[2] or 0),
                (found[4],) if found[4] else (),
                found[3],
                found[5],
                found[6] or "",
            )
            assert str(problem) == line
            yield problem


def runner(printed: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield the commands that GitHub's runner would take from what a step prints: name, properties, text.

    It reads lines that end in CR, LF or both. A command begins its line with ::, or has ##[ anywhere (the
    older form). After stop-commands nothing is a command but the mark. https://github.com/actions/runner,
    ActionCommand.cs, ActionCommandManager.cs
    """

    def unescape(text: str, *more: tuple[str, str]) -> str:
        for written, sign in (("%0D", "\r"), ("%0A", "\n"), *more, ("%25", "%")):
            text = text.replace(written, sign)
        return text

    mark = ""
    for line in re.split(r"\r\n|\r|\n", printed):
        head, end, data = line.lstrip().removeprefix("::").partition("::")
        name, _, listed = head.partition(" ")
        if mark:
            mark = "" if line.strip() == f"::{mark}::" else mark
        elif line.lstrip().startswith("::") and end and name in COMMANDS:
            pairs = [pair.partition("=") for pair in listed.split(",") if pair]
            properties = {key.strip(): unescape(value, ("%3A", ":"), ("%2C", ",")) for key, _, value in pairs}
            mark = data if name == "stop-commands" else ""
            yield name, properties, unescape(data)
        elif "##[" in line:
            yield line[line.index("##[") :], {}, ""
    assert not mark, "commands are still stopped"


def check_annotations(problems: list[Problem]) -> None:
    """Assert that the runner takes what is meant from the annotations of problems, and nothing else."""
    found = list(runner(render_github(problems, 3, "mark-of-the-test")))
    errors, others = found[: min(10, len(problems))], found[min(10, len(problems)) :]
    for problem, (name, properties, text) in zip(problems, errors, strict=False):
        assert name == "error"
        # The ends of lines are escaped as the runner reads them, and others as a terminal can show them.
        assert properties["file"] == re.sub(r"[^\r\n]+", lambda match: printable(match[0]), problem.path)
        assert properties.get("line") == (str(problem.line) if problem.line else None)
        assert properties["title"].startswith(problem.code)
        assert set(properties) <= {"file", "line", "title"}
        assert text.isprintable()
        if problem.text.isprintable():
            assert text == problem.text
    expected = ["notice"] if len(problems) <= 10 else ["notice", "stop-commands", "notice"]
    assert [name for name, _, _ in others] == expected
    assert others[-1][2] == "Problems elsewhere, not caused by this change: 3."


def test_the_runner_reads_commands_as_github_describes_them():
    printed = "a ::error::no\n ::error file=a%2Cb,line=3::50 %25%0Ayes\n"
    printed += "::stop-commands::x\n::error::no\n##[error]no\n::x::\n##[error]old\n"
    assert list(runner(printed)) == [
        ("error", {"file": "a,b", "line": "3"}, "50 %\nyes"), ("stop-commands", {}, "x"), ("##[error]old", {}, ""),
    ]  # fmt: skip


@pytest.mark.parametrize("where", ["path", "location", "message", "hint"])
@pytest.mark.parametrize("number", [1, 10, 11, 200])
def test_a_hostile_value_forges_no_command(where, number):
    fields = {
        "path": "sources/x.md",
        "line": 7,
        "location": ("title",),
        "code": "R103",
        "message": "wrong.",
        "hint": "",
    }
    values = [f"{before}{text}" for before in ("", "a ") for text in HOSTILE]
    problems = [Problem(**(fields | {where: (value,) if where == "location" else value})) for value in values]
    for start in range(0, len(problems), number):
        check_annotations(problems[start : start + number])


def test_the_strings_of_the_public_corpus_forge_no_command():
    if not CORPORA.is_dir():
        pytest.skip(f"{HERE} the public test corpora are not beside the checkout")
    strings = json.loads((CORPORA / "blns.json").read_text(encoding="utf-8"))
    problems = [Problem(text, 1, (text,), "R103", text, text) for text in strings]
    for start in range(0, len(problems), 10):
        check_annotations(problems[start : start + 10])
    check_annotations(problems)


def test_every_case_is_annotated_at_its_file_and_line():
    problems = list(every_case())
    assert len(problems) > 100
    for start in range(0, len(problems), 10):
        check_annotations(problems[start : start + 10])


def test_the_problems_that_github_does_not_show_stand_in_the_log():
    problems = [Problem(f"sources/{number:02}.md", 1, (), "R103", "wrong.") for number in range(12)]
    printed = render_github(problems, 0, "mark")
    assert (
        "::notice::12 problems in 12 files. GitHub shows 10 of them; the others are in the log of this step.\n"
        in printed
    )
    assert printed.endswith(
        "::stop-commands::mark\nsources/10.md:1: R103: wrong.\nsources/11.md:1: R103: wrong.\n::mark::\n"
    )


def test_a_title_is_no_longer_than_github_takes():
    ((_, properties, _),) = runner(
        render_github([Problem("x.md", 1, ("f" * 10_000,), "R101", "wrong.")], 0, "mark")
    )
    assert len(properties["title"]) == 255


def test_check_prints_annotations_with_a_mark_of_its_own_each_time(toy, capsys):
    for name in "abcdefghijkl":
        (toy / "sources" / f"{name}.txt").write_text("x", encoding="utf-8")
    marks = set()
    for _ in range(2):
        assert main(["--root", str(toy), "check", "--format", "github"]) == 1
        told = capsys.readouterr()
        assert told.err == ""
        (mark,) = [text for name, _, text in runner(told.out) if name == "stop-commands"]
        assert re.fullmatch(r"[0-9a-f]{32,}", mark)
        marks.add(mark)
    assert len(marks) == 2


def test_without_a_problem_github_is_told_nothing(toy, capsys):
    assert main(["--root", str(toy), "check", "--format", "github"]) == 0
    assert list(runner(capsys.readouterr().out)) == []


# --- JSON for other programs


def checked_json(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict]:
    capsys.readouterr()
    status = main(["--root", str(root), "check", "--format", "json", *arguments])
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.isascii()
    return status, json.loads(told.out)


def test_json_without_a_problem_is_whole(toy, capsys):
    assert checked_json(toy, capsys) == (0, {
        "format": 1,
        "since": None,
        "counts": {
            "problems": 0, "files": 0, "elsewhere": 0, "documents": 14, "sources": 7, "captures_held": 1, "terms": 28,
        },
        "problems": [],
    })  # fmt: skip


def test_json_says_of_each_problem_what_the_text_says(toy, capsys):
    edit(toy, OFFER, "kind: news-report", "kind: news-reports")
    (toy / "sources" / "caf\udce9.txt").write_text("x", encoding="utf-8")
    status, found = checked_json(toy, capsys)
    assert status == 1
    assert (found["counts"]["problems"], found["counts"]["files"]) == (2, 2)
    assert found["problems"][0] == {
        "path": OFFER,
        "line": 5,
        "field": "kind",
        "code": "R103",
        "rule": CODES["R103"],
        "message": found["problems"][0]["message"],
        "hint": "did you mean 'news-report'?",
    }
    assert found["problems"][0]["message"].startswith("not accepted ('news-reports'). Expected one of ")
    assert found["problems"][1]["path"] == "sources/caf\\udce9.txt"
    assert found["problems"][1]["line"] is None


def test_json_counts_what_is_not_of_a_change(kept, capsys):
    edit(kept, OFFER, "kind: news-report", "kind: news-reports")
    status, found = checked_json(kept, capsys, "--since", "HEAD")
    assert status == 1
    assert found["since"] == "HEAD"
    assert {name: found["counts"][name] for name in ("problems", "files", "elsewhere")} == {
        "problems": 1,
        "files": 1,
        "elsewhere": 1,
    }


def test_json_is_valid_whatever_a_value_holds():
    problems = [Problem(text or "x", 1, (text,), "R103", text, text) for text in HOSTILE]
    found = json.loads(render_json(problems, 0, {}, None))["problems"]
    assert [problem["message"] for problem in found if "\udce9" not in problem["message"]] == [
        text for text in HOSTILE if "\udce9" not in text
    ]


def test_the_fields_of_the_json_are_those_of_the_documentation():
    page = (REPOSITORY / "docs" / "about" / "checks.md").read_text(encoding="utf-8")
    section = page.split("\n## For GitHub and other programs\n")[1].split("\n## ")[0]
    first, second = re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)
    found = json.loads(render_json([Problem("x.md", 1, ("a",), "R103", "b.")], 0, {}, None))
    assert re.findall(r"^\| `(\w+)`", first, re.MULTILINE) == list(found)
    assert set(re.findall(r"^\| `(\w+)`", second, re.MULTILINE)) == set(found["problems"][0])


def test_proposals_are_for_people_alone(toy, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--root", str(toy), "check", "--similar", "--format", "json"])
    assert ended.value.code == 2
    assert "--similar: only with --format text" in capsys.readouterr().err


def test_a_message_stays_on_its_line_whatever_a_name_holds():
    problem = Problem("sources/a\nsources/b.md", 1, ("a\x1b[2J",), "R101", "not a field.\u202e")
    assert str(problem) == r"sources/a\nsources/b.md:1: R101 a\x1b[2J: not a field.\u202e"


# --- Messages that a person can act on

# What a message says of the value, the place or the number that is wrong: a value in quotation marks or
# brackets, digits, a name after a word for it.
SHOWN = re.compile(r"'[^']*'|\([^)]+\)|\d|\[L|U\+|\*\w|&\w|!!")
# Messages that show nothing of what is wrong, since there is nothing: by code, the reason.
NOTHING_TO_SHOW = {
    "E104": "the field is missing",
    "F101": "the path says which file is a link",
    "F206": "there is no line feed, or the line is not shown again",
    "F110": "the path says what is a link, a pipe or a device",
    "F113": "there is no line feed",
    "F103": "the file is empty",
    "F105": "the path says what does not belong",
    "F108": "the path says which folder lacks something",
    "R102": "the field is missing; its name is the field of the message",
    "R103": "a list is empty, or a value is of several lines",
    "R107": "a note is missing",
    "R116": "a reference is missing; the message names the fields",
    "R101": "the name is the field of the message",
    "C103": "the line of the message is where it stands, and it can't be seen",
    "C105": "the capture is empty",
    "C108": "the path says which file has no record",
    "C205": "a role is missing",
    "R120": "the note is missing, and its field is an empty list",
    "S101": "the summary is missing",
    "Y105": "the whole file, or its beginning, is of another form",
}
# What a hint tells a person to do: it begins with one of these words, or says a fact that settles the matter.
IMPERATIVES = {
    "add", "allow", "begin", "copy", "correct", "cut", "decide", "did", "divide", "fill", "find", "git", "if",
    "keep", "leave", "look", "make", "mend", "move", "put", "quote", "remove", "rename", "restore", "save",
    "see", "shorten", "update", "write",
}  # fmt: skip
FACTS = {
    "the capture was altered, or belongs to another source": "only its owner knows which",
    "the file was altered, or is a different one": "only its owner knows which",
    "take an unchanged copy; Windows or git has changed this one": "says where to take it from",
    "a captured text belongs in capture.txt": "says where it belongs",
    "one of them may be a variant of the other": "a person judges",
    "the first publisher comes first": "says at which place to add it",
}


def a_fact(hint: str) -> bool:
    """Whether a hint states what settles the matter: a listed sentence, the lines of a document, the
    difference of a title.
    """
    return hint in FACTS or hint.startswith("the document's lines are ") or hint.startswith("its character ")


def test_every_message_says_what_was_expected():
    assert [
        str(problem) for problem in every_case() if not re.search(r"\. Expected [^.]", problem.message)
    ] == []


def test_every_message_shows_what_is_wrong():
    silent = [
        problem for problem in every_case() if not SHOWN.search(problem.message.partition(". Expected ")[0])
    ]
    assert [str(problem) for problem in silent if problem.code not in NOTHING_TO_SHOW] == []
    assert {problem.code for problem in silent} == NOTHING_TO_SHOW.keys()  # no reason outlives its message


def test_every_hint_tells_what_to_do():
    hints = {problem.hint for problem in every_case() if problem.hint}
    assert [hint for hint in sorted(hints) if hint.split()[0] not in IMPERATIVES and not a_fact(hint)] == []
    assert FACTS.keys() <= hints


def test_a_value_of_a_closed_list_or_vocabulary_that_is_nearly_right_has_its_nearest_match():
    """The codes whose messages choose among known words; where nothing is near, the message lists them or
    names their file.
    """
    for code in ("R101", "R103", "R104", "R106", "R109", "R111", "R114", "S103", "F105", "F106"):
        assert any(
            problem.code == code and problem.hint.startswith("did you mean '") for problem in every_case()
        ), code


def test_no_message_uses_a_word_that_only_programmers_know():
    words = (
        r"\b(?:mapping|front matter|scalar|token|node|tuple|dict|int|None|null|regex|parse|[Ii]nput should)\b"
    )
    assert [str(problem) for problem in every_case() if re.search(words, problem.text)] == []


@pytest.mark.parametrize(
    ("written", "line", "said"),
    [
        ("byline: Pell: Arden", 8, "a second colon in a value"),
        ("byline: 'Pell", 8, "a quotation mark that is not closed"),
        ("  byline: Pell", 8, "wrong indentation"),
        ("byline: 'Pell' Arden", 8, "text after a closing quotation mark"),
        ("byline: @pell", 8, "a value that begins with a tab or with @, ` or %"),
        ("byline Pell", 8, "no colon after a field"),
        ("notes: [one, two", 8, "a list in brackets"),
        ("notes: - one", 8, "an item of a list on its field's line"),
    ],
)
def test_what_is_wrong_with_the_notation_is_said_in_plain_words(toy, capsys, written, line, said):
    edit(toy, OFFER, "byline: Pell Arden", written)
    main(["--root", str(toy), "check"])
    (told,) = [text for text in capsys.readouterr().err.splitlines() if ": Y101: " in text]
    assert told.startswith(f"{OFFER}:{line}: Y101: not well-formed YAML: ")
    assert said in told
    assert ". Expected `key: value`. Hint: quote a value" in told
