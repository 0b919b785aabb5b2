"""What `python -m benchmarks.speed` keeps, prints and writes, and how it measures a command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import benchmarks.speed.__main__ as speed
import pytest
from benchmarks.speed.bench import COST, Line, Results
from benchmarks.speed.invention import Shape, write_archive
from benchmarks.speed.machine import describe_machine
from benchmarks.speed.peers import load_documents, write_hugo, write_material
from benchmarks.speed.process import CommandFailed, run
from benchmarks.speed.table import PAGE, show, write_page

from conftest import REPOSITORY

FULL = Line("full build", 200, COST, (18.69, 10.93, 185.4), (2.46, 1.43, 107.8), (2.88, 1.6, 53.2))
KILLED = Line("a build that is killed", 200, "", note="site whole 4 of 4 times")
BURN = "import time; end = time.process_time() + 0.2\nwhile time.process_time() < end: pass"


def test_a_cost_counts_what_the_command_starts_and_the_memory_of_its_largest_process(tmp_path):
    inner = f"x = bytearray(150_000_000); {BURN}"
    outer = f"import subprocess, sys, time; time.sleep(0.3); subprocess.run([sys.executable, '-c', {inner!r}], check=True)"
    cost = run([sys.executable, "-c", outer], tmp_path)
    assert cost.wall >= 0.5
    assert 0.2 <= cost.cpu < cost.wall
    assert 150_000_000 < cost.peak < 200_000_000


def test_the_memory_of_the_benchmark_itself_is_not_that_of_the_command(tmp_path):
    large = bytearray(200_000_000)
    assert run([sys.executable, "-c", "pass"], tmp_path).peak < len(large) / 4


def test_a_command_that_fails_is_no_figure(tmp_path):
    with pytest.raises(CommandFailed, match=r"status 3:\nno space"):
        run([sys.executable, "-c", "print('no space'); raise SystemExit(3)"], tmp_path)
    with pytest.raises(CommandFailed, match="cannot start no-such-program"):
        run(["no-such-program"], tmp_path)


def test_a_command_does_not_go_on_when_the_benchmark_is_ended(tmp_path):
    going_on = "import time; open('began', 'w').close(); time.sleep(0.6); open('ended', 'w').close()"
    call = f"from pathlib import Path; from benchmarks.speed.process import run; run([{sys.executable!r}, '-c', {going_on!r}], Path('.'))"
    paths = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "scripts")])
    caller = subprocess.Popen(
        [sys.executable, "-c", f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {call}"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": paths}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while not (tmp_path / "began").exists():
        assert caller.poll() is None
        time.sleep(0.02)
    caller.send_signal(signal.SIGINT)
    caller.wait()
    time.sleep(0.9)
    assert not (tmp_path / "ended").exists()


def test_a_line_says_the_figures_with_their_units_and_the_ratio_to_each_peer():
    assert show(FULL) == (
        "   200  full build: 19 s, 11 s CPU, 185 MB; Hugo + Pagefind 2.5 s, 1.4 s CPU, 108 MB, ratio 7.6, 7.6, 1.7; "
        "MkDocs Material 2.9 s, 1.6 s CPU, 53 MB, ratio 6.5, 6.8, 3.5"
    )
    assert show(KILLED) == "   200  a build that is killed: site whole 4 of 4 times"


def test_what_was_measured_is_kept_at_once_and_read_again(tmp_path):
    path = tmp_path / "results.json"
    results = Results(path, about={"Python": "3.11"})
    results.put("full 200", [FULL], finished=True)
    results.put("interrupted 200", [KILLED], finished=False)
    kept = Results(path)
    kept.load()
    assert kept.rows == {"full 200": [FULL], "interrupted 200": [KILLED]}
    assert kept.about == {"Python": "3.11"}
    assert kept.finished == {"full 200"}  # the other is measured again, if the call is resumed
    assert [entry.name for entry in tmp_path.iterdir()] == ["results.json"]


def test_the_figures_of_the_page_are_replaced_and_what_is_written_by_hand_stays(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text("# By hand\n\n<!-- figures -->\nold\n<!-- /figures -->\n\nAfter.\n", encoding="utf-8")
    larger = replace(FULL, documents=1_000)
    measured = {"full 1000": [larger], "interrupted 200": [KILLED], "full 200": [FULL]}
    results = Results(tmp_path / "results.json", measured, {"Python": "3.11"})
    for _ in range(2):
        write_page(results, page)
    lines = page.read_text("utf-8").splitlines()
    assert lines[:3] == ["# By hand", "", "<!-- figures -->"]
    assert lines[-3:] == ["<!-- /figures -->", "", "After."]
    assert "Python: 3.11." in lines
    assert (
        "| full build | 200 | 19 s, 11 s CPU, 185 MB | 2.5 s, 1.4 s CPU, 108 MB | 7.6, 7.6, 1.7 | 2.9 s, 1.6 s CPU, 53 MB | 6.5, 6.8, 3.5 |"
        in lines
    )
    assert "| a build that is killed | 200 | site whole 4 of 4 times | – | – | – | – |" in lines
    assert "old" not in lines
    documents = [line.split(" | ")[1] for line in lines if line.startswith(("| full", "| a build"))]
    assert documents == ["200", "1,000", "200"]  # the numbers of a row beside each other


def test_a_page_without_the_marks_is_left_as_it_is(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text("# By hand\n", encoding="utf-8")
    with pytest.raises(ValueError, match="lacks <!-- figures -->"):
        write_page(Results(tmp_path / "results.json"), page)
    assert page.read_text("utf-8") == "# By hand\n"


def test_the_page_has_the_marks_and_names_every_row():
    text = PAGE.read_text("utf-8")
    assert text.count("<!-- figures -->") == text.count("<!-- /figures -->") == 1
    paths = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "scripts")])
    printed = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed", "--help"], env={**os.environ, "PYTHONPATH": paths},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    rows = " ".join(printed.split()).partition("Rows: ")[2].split(", ")
    assert len(rows) >= 17
    assert [row for row in rows if f"`{row}`" not in text] == []


def test_the_machine_is_described_without_its_name():
    described = " ".join(describe_machine().values())
    assert "cores" in described
    assert os.uname().nodename not in described.split()
    assert "/" not in describe_machine()["Processor"].replace("(R)/", "")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    write_archive(root, Shape(30, mean_words=120))
    return root


def test_the_peers_get_every_document_with_its_whole_text_and_its_terms(archive, tmp_path):
    write_hugo(archive, tmp_path / "hugo")
    write_material(archive, tmp_path / "material")
    documents = list(load_documents(archive))
    assert len(documents) == 30
    for document in documents:
        (record,) = archive.glob(f"sources/*/*/{document.id}.md")
        words = [word for word in record.read_text("utf-8").rpartition("---\n")[2].split() if word.isalpha()]
        for folder in ("hugo/content", "material/docs"):
            page = (tmp_path / folder / "documents" / f"{document.id}.md").read_text("utf-8")
            assert set(words) - {word.strip("*.,") for word in page.split()} == set()
            for topic in document.terms["topics"]:
                assert topic in page
    captured = "".join(path.read_text("utf-8") for path in archive.rglob("capture.txt"))
    shown = sum(len(document.markdown.split()) for document in documents)
    assert shown > 0.9 * len(captured.split())


def test_a_command_that_prints_much_does_not_wait_for_a_reader(tmp_path):
    assert run([sys.executable, "-c", "print('x' * 5_000_000)"], tmp_path).cpu > 0


def test_a_call_goes_on_with_the_row_that_was_interrupted(tmp_path, monkeypatch, capsys):
    results = tmp_path / "results.json"
    asked: list[str] = []

    def whole(bench, number):
        asked.append("full")
        yield FULL

    def broken(bench, number):
        asked.append("interrupted")
        yield KILLED
        if len(asked) < 3:
            raise CommandFailed("the disk is gone")

    monkeypatch.setattr(speed, "ROWS", {"full": whole, "interrupted": broken})
    call = ["speed", "50", "--without-peers", "--results", str(results)]
    monkeypatch.setattr(sys, "argv", call)
    assert speed.main() == 1
    assert "interrupted: the disk is gone" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", [*call, "--resume"])
    assert speed.main() == 0
    assert asked == ["full", "interrupted", "interrupted"]
    kept = Results(results)
    kept.load()
    assert kept.finished == {"full 50", "interrupted 50"}


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM])
def test_a_call_that_is_ended_removes_its_folder_and_keeps_what_it_measured(
    way, tmp_path, monkeypatch, capsys
):
    folders: list[Path] = []

    def endless(bench, number):
        folders.append(bench.folder)
        bench.folder.mkdir()
        yield FULL
        os.kill(os.getpid(), way)

    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    monkeypatch.setattr(speed, "ROWS", {"full": endless})
    results = tmp_path / "results.json"
    monkeypatch.setattr(sys, "argv", ["speed", "50", "--without-peers", "--results", str(results)])
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        assert speed.main() == 130
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert "Interrupted. --resume goes on" in capsys.readouterr().err
    assert not folders[0].parent.exists()
    kept = Results(results)
    kept.load()
    assert kept.rows == {"full 50": [FULL]}
    assert not kept.finished


def test_a_row_that_does_not_exist_is_named(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["speed", "50", "--only", "full,speed"])
    with pytest.raises(SystemExit):
        speed.main()
    assert "no such row: speed. Expected full, size" in capsys.readouterr().err


@pytest.mark.measured
def test_the_command_measures_a_small_archive_and_finds_it_whole_after_two_builds_at_once(
    tmp_path, monkeypatch, capsys
):
    only = "full,size,edit,check,two-builds"
    call = ["speed", "8", "--without-peers", "--results", str(tmp_path / "results.json"), "--only", only]
    monkeypatch.setattr(sys, "argv", call)
    assert speed.main() == 0
    printed = capsys.readouterr().out
    for what in (
        "full build (`make site`)", "CPU per HTML page", "site on disk", "publish after one edit", "`archive check`, again",
        "`archive check --since HEAD`, half of the texts restricted, one edit",
        "two builds at once: site whole 2 of 2 times, the next build right 2 of 2",
    ):  # fmt: skip
        assert what in printed
