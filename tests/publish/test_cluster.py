"""The stages on a real scheduler with two workers: the same bytes, whatever happens to a worker.

Each test begins its own scheduler, which takes some seconds: `make measure` runs them.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

from cluster import Cluster, started
from cluster_parts import end_the_worker, refuse, slowly
from conftest import HERE, REPOSITORY
from press_archive.base.progress import tracking
from press_archive.base.work.cluster import Patience, cluster
from press_archive.base.work.on_executor import OnExecutor
from press_archive.base.work.stages import working_on
from press_archive.checks import in_parts
from press_archive.collection.ahead import parsing_ahead
from press_archive.exports import citations
from press_archive.pages import site
from stages import all_stages

pytestmark = [
    pytest.mark.measured,
    # An event loop that is closed while another thread ends it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
QUICK = Patience(connection=5, no_worker=3, silence=6)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Cluster]:
    with started(tmp_path / "cluster") as running:
        yield running


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    """The toy archive has few records: more parts than workers."""
    monkeypatch.setattr(parsing_ahead, "SHARE", 2)
    monkeypatch.setattr(in_parts, "SHARE", 2)
    monkeypatch.setattr(citations, "SHARE", 4)
    monkeypatch.setattr(site, "SHARE", 2)


def archive_command(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "press_archive", *arguments],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY / "scripts"), "PROCESSES": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("stage", ["Parsing records", "Making pages"])
def test_a_worker_that_is_killed_in_the_middle_changes_no_byte(toy_held, two, monkeypatch, stage):
    monkeypatch.setenv("PROCESSES", "1")
    expected = all_stages(toy_held)
    events = []

    def kill() -> None:
        two.workers[0].kill()
        events.append("killed")

    def kill_in_the_middle(items: Collection[Any], task: str) -> Iterator[Any]:
        """Stop a worker when the first part is done, so that it cannot end the one that it is at, and kill it."""
        for position, item in enumerate(items):
            if task == stage and position == 1:
                two.workers[0].send_signal(signal.SIGSTOP)
                threading.Timer(0.5, kill).start()
            yield item
        events.append(task)

    with cluster(two.address, QUICK) as workers, working_on(workers):
        wait_for(workers, 2)
        with tracking(kill_in_the_middle):
            found = all_stages(toy_held)
        assert at_work(workers) == {two.workers[1].pid}
    assert events.index("killed") < events.index(stage)
    for name, made in expected.items():
        assert found[name] == made, name


def at_work(workers: OnExecutor) -> set[int]:
    """The processes that do parts."""
    return {process for _, _, process in workers.do(slowly, None, range(12))}


def wait_for(workers: OnExecutor, number: int) -> None:
    """Wait until so many workers do parts."""
    deadline = time.monotonic() + 60
    while len(at_work(workers)) < number:
        assert time.monotonic() < deadline


def test_a_worker_that_begins_later_gets_the_context_and_nobody_gets_it_with_a_part(two):
    with cluster(two.address, QUICK) as workers:
        results = workers.do(slowly, {"price": 3}, range(200))
        first = next(results)
        two.start_worker()
        everything = [first, *results]
    assert [part for _, part, _ in everything] == list(range(200))
    assert all(context == {"price": 3} for context, _, _ in everything)
    assert {process for _, _, process in everything} == {worker.pid for worker in two.workers}
    assert workers.contexts_sent == 0


def test_the_command_publishes_the_same_site(toy, two, tmp_path):
    copy = shutil.copytree(toy, tmp_path / "copy", symlinks=True)
    here = archive_command(toy, "publish", SEARCH_INDEX="true")
    there = archive_command(copy, "publish", "--executor", two.address, SEARCH_INDEX="true")
    assert (there.returncode, there.stdout) == (here.returncode, here.stdout), there.stderr
    assert here.returncode == 0
    assert files_of(copy / "docs") == files_of(toy / "docs")
    assert files_of(copy / "site").keys() == files_of(toy / "site").keys()
    assert files_of(copy / "site") == files_of(toy / "site")


def test_the_command_names_the_same_problems(toy, two, tmp_path):
    record = sorted(toy.glob("sources/*/*/*.md"))[0]
    record.write_text(record.read_text("utf-8").replace("language:", "tongue:", 1), encoding="utf-8")
    here = archive_command(toy, "check", "--similar")
    there = archive_command(toy, "check", "--similar", "--executor", two.address)
    assert "unknown field" in here.stderr
    assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, here.stderr)


def test_an_error_of_a_part_comes_with_its_message(two):
    with cluster(two.address, QUICK) as workers:
        with pytest.raises(LookupError) as error:
            list(workers.do(refuse, None, range(5)))
        assert str(error.value) == "no such quay: 0"
        assert len(list(workers.do(slowly, None, range(3)))) == 3  # and the workers still work


def test_a_part_that_ends_every_worker_is_given_up(tmp_path):
    with started(tmp_path / "cluster", 5) as running, cluster(running.address, QUICK) as workers:
        wait_for(workers, 5)
        with pytest.raises(OSError, match="ended every worker that tried it"):
            list(workers.do(end_the_worker, None, [1]))


def test_without_workers_the_work_is_given_up_in_time_and_nothing_is_published(toy, two):
    with cluster(two.address, QUICK) as workers:
        results = workers.do(slowly, None, range(1000))
        next(results)
        for worker in two.workers:
            worker.kill()
        begin = time.monotonic()
        with pytest.raises(OSError, match=r"no worker is left for 3 seconds, with \d+ parts to do"):
            list(results)
        assert time.monotonic() - begin < 30
    before = files_of(toy / "docs")
    done = archive_command(toy, "build", "--pages-only", "--executor", two.address)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{two.address}: no worker within 30 seconds. Expected at least one.")
    assert files_of(toy / "docs") == before


def test_workers_that_hang_are_given_up_in_time(two):
    with cluster(two.address, QUICK) as workers:
        results = workers.do(slowly, None, range(1000))
        next(results)
        for worker in two.workers:
            worker.send_signal(signal.SIGSTOP)
        begin = time.monotonic()
        with pytest.raises(OSError, match="no worker has done a part for 6 seconds"):
            list(results)
        assert time.monotonic() - begin < 60


def test_a_scheduler_that_is_killed_or_hangs_is_named_in_time(two):
    for number in (signal.SIGSTOP, signal.SIGKILL):
        with cluster(two.address, QUICK) as workers:
            results = workers.do(slowly, None, range(1000))
            next(results)
            two.scheduler.send_signal(number)
            begin = time.monotonic()
            with pytest.raises(OSError, match=two.address) as error:
                list(results)
            assert time.monotonic() - begin < 60
        assert "scheduler" in str(error.value)
        two.scheduler.send_signal(signal.SIGCONT)


def test_an_address_without_a_scheduler_is_named(toy):
    begin = time.monotonic()
    done = archive_command(toy, "check", "--executor", "tcp://127.0.0.1:9")
    assert time.monotonic() - begin < 30
    assert done.returncode == 1
    assert done.stderr.startswith("tcp://127.0.0.1:9: no scheduler within 10 seconds (")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("changed", ["base/wording.py", "pages/templates/document.md"])
def test_a_worker_with_another_program_is_refused_by_name(tmp_path, changed):
    other = tmp_path / "scripts"
    shutil.copytree(REPOSITORY / "scripts", other, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "press_archive" / changed).open("a", encoding="utf-8") as module:
        module.write("\n")
    with started(tmp_path / "cluster", 1) as running:
        running.start_worker(PYTHONPATH=str(other))
        deadline = time.monotonic() + 30
        while "Registered" not in (running.folder / "worker-2.log").read_text("utf-8"):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        with (
            pytest.raises(
                OSError, match=r"the worker tcp://127\.0\.0\.1:\d+ has another version of the program"
            ),
            cluster(running.address, QUICK),
        ):
            pass


def test_a_worker_without_the_program_is_refused_by_name(tmp_path):
    with started(tmp_path / "cluster", 0) as running:
        (tmp_path / "empty" / "press_archive").mkdir(parents=True)
        (tmp_path / "empty" / "press_archive" / "__init__.py").write_text("", encoding="utf-8")
        running.start_worker(PYTHONPATH=str(tmp_path / "empty"))
        with (
            pytest.raises(
                OSError, match=r"the worker tcp://127\.0\.0\.1:\d+ has no such program \(.*No module named"
            ),
            cluster(running.address, Patience(5, 30, 6)),
        ):
            pass


def test_a_scheduler_that_others_reach_without_tls_is_refused(tmp_path):
    with started(tmp_path / "cluster", 1, "--host", "0.0.0.0") as running:
        port = running.address.rpartition(":")[2]
        connecting = cluster(f"tcp://127.0.0.1:{port}", Patience(5, 30, 6))
        with pytest.raises(OSError, match="is a part of the cluster without TLS"), connecting:
            pass


def commands_with(word: str) -> str:
    """The first block of commands on the page about clusters that has a word."""
    page = (REPOSITORY / "docs/development/cluster.md").read_text("utf-8")
    return next(block for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if word in block)


@pytest.fixture
def certificates(tmp_path: Path) -> Path:
    """A certificate authority of one cluster, and the certificate that all its processes have."""
    if not shutil.which("openssl"):
        pytest.skip(f"{HERE} there is no openssl")
    block = commands_with("openssl")
    folder = tmp_path / "certificates"
    folder.mkdir()
    subprocess.run(["sh", "-e"], input=block, cwd=folder, text=True, check=True, capture_output=True)
    return folder


def settings_of(folder: Path, certificate: str = "cluster") -> dict[str, str]:
    """What the command is told of its certificate."""
    files = {"CA_FILE": "ca.pem", "CLIENT__CERT": f"{certificate}.pem", "CLIENT__KEY": f"{certificate}.key"}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(folder / file) for name, file in files.items()}


def tls_options(folder: Path) -> list[str]:
    """The options of the page's commands."""
    found = re.findall(r"--tls-[a-z-]+ [\w.]+|--protocol tls", commands_with("--protocol tls"))
    assert found[: len(found) // 2] == found[len(found) // 2 :]  # of the scheduler, and of a worker
    options = [word for option in found[: len(found) // 2] for word in option.split()]
    return [str(folder / word) if word.endswith((".pem", ".key")) else word for word in options]


def test_over_tls_the_command_makes_the_same_pages(toy, tmp_path, certificates):
    copy = shutil.copytree(toy, tmp_path / "copy", symlinks=True)
    with started(tmp_path / "cluster", 2, *tls_options(certificates)) as running:
        assert running.address.startswith("tls://127.0.0.1:")
        arguments = ("build", "--pages-only", "--executor", running.address)
        here = archive_command(toy, "build", "--pages-only")
        there = archive_command(copy, *arguments, **settings_of(certificates))
        assert (there.returncode, there.stdout) == (0, here.stdout), there.stderr
        assert files_of(copy / "docs") == files_of(toy / "docs")
        without = archive_command(copy, *arguments)
        assert without.returncode == 2
        assert (
            "distributed.comm.tls.ca-file: not set. Expected a file. Hint: name it in DASK_" in without.stderr
        )
        own = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=x",
            "-keyout",
            "own.key",
            "-out",
            "own.pem",
        ]
        subprocess.run(own, cwd=certificates, check=True, capture_output=True)
        stranger = archive_command(copy, *arguments, **settings_of(certificates, "own"))
        assert stranger.returncode == 1
        assert "no scheduler within 10 seconds" in stranger.stderr


def test_parts_are_done_again_by_another_worker(tmp_path):
    """A worker that hangs is given up by the scheduler, whose own patience is short here."""
    running = started(tmp_path / "cluster", 2, DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="3s")
    with running as two, cluster(two.address, Patience(5, 10, 60)) as workers:
        wait_for(workers, 2)
        results = workers.do(slowly, None, range(60))
        next(results)
        two.workers[0].send_signal(signal.SIGSTOP)
        assert [part for _, part, _ in results] == list(range(1, 60))
