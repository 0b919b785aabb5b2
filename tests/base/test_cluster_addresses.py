"""Without TLS, `--executor` speaks to nobody but this machine, and says why."""

from __future__ import annotations

import sys

import pytest

from press_archive.base.work.addresses import check_address
from press_archive.cli import main


@pytest.mark.parametrize(
    "address",
    [
        "tls://10.0.0.1:8786", "tls://quay.example:8786", "tcp://127.0.0.1:8786", "tcp://127.9.9.9:1",
        "tcp://[::1]:8786", "tcp://localhost:8786", "tls://localhost:8786",
    ],
)  # fmt: skip
def test_tls_may_be_spoken_to_anywhere_and_this_machine_without(address):
    check_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "tcp://10.0.0.1:8786", "tcp://0.0.0.0:8786", "tcp://quay.example:8786", "tcp://[2001:db8::1]:8786",
        "tcp://localhost.example:8786", "tcp://127.0.0.1.example:8786", "tcp://[::]:8786", "tcp://127.1:8786",
    ],
)  # fmt: skip
def test_another_machine_without_tls_is_refused_with_the_reason(address):
    expected = "not encrypted, and not this machine. Expected tls://HOST:PORT, because whoever can speak to a scheduler"
    with pytest.raises(ValueError, match=expected):
        check_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "127.0.0.1:8786", "tcp://127.0.0.1", "tcp://:8786", "tcp://127.0.0.1:port", "tcp://127.0.0.1:99999",
        "http://127.0.0.1:8786", "tcp://127.0.0.1:8786/x", "tcp://pell@127.0.0.1:8786", "tls://a:1 b", "inproc://1",
        "tls://quay.example:8786?x", "TCP://127.0.0.1:8786", "ucx://10.0.0.1:8786", "tls://[::1:8786",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_scheduler_is_refused(address):
    with pytest.raises(ValueError, match="is no address of a scheduler"):
        check_address(address)


@pytest.mark.parametrize("command", ["check", "build", "publish", "offline", "add"])
def test_a_command_refuses_another_machine_without_tls(toy, capsys, command):
    arguments = [command, "--executor", "tcp://10.0.0.1:8786", *(["x.txt"] if command == "add" else [])]
    with pytest.raises(SystemExit) as ended:
        main(["--root", str(toy), *arguments])
    assert ended.value.code == 2
    assert "tcp://10.0.0.1:8786: not encrypted, and not this machine." in capsys.readouterr().err


def test_without_dask_the_command_says_how_to_install_it(toy, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SystemExit) as ended:
        main(["--root", str(toy), "check", "--executor", "tcp://127.0.0.1:8786"])
    assert ended.value.code == 2
    assert "needs dask.distributed, which is not installed" in capsys.readouterr().err
