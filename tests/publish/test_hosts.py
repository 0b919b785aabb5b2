"""The servers of this machine answer under its own names; a web page elsewhere reads nothing from them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.livereload import LiveReloadServer

import preview_hook
from press_archive.cli import main
from press_archive.publish.serve.file_server import FileServer

SECRET = "The pilot counts the winters."
ALLOWED = "press.example, 192.0.2.7"
OWN = (
    "localhost", "LocalHost:80", "localhost.", "tide.localhost:8000", "127.0.0.1", "127.8.0.1:9",
    "[::1]", "[::1]:8000", "[0:0:0:0:0:0:0:1]", "127.0.0.1:",
    "press.example", "PRESS.example.:8000", "192.0.2.7:8000",
)  # fmt: skip
FOREIGN = (
    "gull.example", "gull.example:8000", "localhost.gull.example", "127.0.0.1.gull.example", "notlocalhost",
    "x.press.example", "press.example.gull.example", "127.0.0.1@gull.example", "gull.example@127.0.0.1",
    "localhost:8000@gull.example", "localhost, gull.example", "localhost gull.example", "localhost/gull.example",
    "localhost#", "192.0.2.8", "0.0.0.0", "128.0.0.1", "[::2]", "[::ffff:192.0.2.8]", "[::1", "::1", "[::1].x",
    "localhost:80:80", "localhost:port", "localhost..", ".", ":8000", "", "ⓛocalhost", "127.0.0.1%00",
)  # fmt: skip


def ask(port: int, *lines: str) -> str:
    """Send a request as it is written, and return the whole answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall("".join(f"{line}\r\n" for line in (*lines, "Connection: close", "")).encode())
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65_536), b"")).decode("utf-8", "replace")


@pytest.fixture(params=["preview", "reading room"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[int]:
    """The port of a server: that of MkDocs, as a hook prepares it, or that of the reading room."""
    (tmp_path / "index.html").write_text(SECRET, encoding="utf-8")
    serving: FileServer | LiveReloadServer
    if request.param == "preview":
        serving = LiveReloadServer(lambda: None, "127.0.0.1", 0, root=str(tmp_path))
        serving.poll_response_timeout = 0
        serving.watch(str(tmp_path))
        folder = SimpleNamespace(config_file_path=tmp_path / "mkdocs.preview.yml", docs_dir=str(tmp_path))
        preview_hook.on_serve(
            serving, SimpleNamespace(extra={"preview": "x", "allow_hosts": ALLOWED}, **vars(folder))
        )
        serving.server_bind()
        serving.server_activate()
    else:
        serving = FileServer(tmp_path, 0, preview_hook.parse_names(ALLOWED))
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield serving.server_port
    finally:
        super(type(serving), serving).shutdown()
        serving.server_close()
        thread.join()


def test_the_names_of_this_machine_and_those_that_are_allowed_are_answered(server: int) -> None:
    answers = {host: ask(server, "GET / HTTP/1.1", f"Host: {host}") for host in OWN}
    assert [host for host, answer in answers.items() if " 200 " not in answer or SECRET not in answer] == []


def test_any_other_host_is_a_misdirected_request(server: int) -> None:
    answers = {host: ask(server, "GET / HTTP/1.1", f"Host: {host}") for host in FOREIGN}
    wrong = [
        host for host, text in answers.items() if " 421 Misdirected Request\r\n" not in text or SECRET in text
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "lines",
    [
        ["GET / HTTP/1.1"],
        ["GET / HTTP/1.0"],
        ["GET / HTTP/1.1", "Host: localhost", "Host: gull.example"],
        ["GET / HTTP/1.1", "Host: gull.example", "Host: localhost"],
        ["GET / HTTP/1.1", "X-Forwarded-Host: localhost", "Host: gull.example"],
        ["GET http://gull.example/ HTTP/1.1", "Host: localhost"],
        ["GET http://localhost/ HTTP/1.1", "Host: gull.example"],
        ["GET http://localhost@gull.example/ HTTP/1.1", "Host: localhost"],
        ["GET gull.example:80 HTTP/1.1", "Host: localhost"],
        ["GET /livereload/0/0 HTTP/1.1", "Host: gull.example"],
        ["HEAD / HTTP/1.1", "Host: gull.example"],
        ["POST / HTTP/1.1", "Host: gull.example", "Content-Length: 0"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_other_form_of_a_request_gets_past_the_names(server: int, lines: list[str]) -> None:
    answer = ask(server, *lines)
    assert "421 Misdirected Request" in answer
    assert SECRET not in answer


def test_a_request_that_names_this_machine_in_its_target_is_answered(server: int) -> None:
    """RFC 9112, section 3.2.2: a server accepts the absolute form."""
    for target in ("http://localhost:8000/", "HTTP://127.0.0.1", "http://press.example/index.html"):
        assert SECRET in ask(server, f"GET {target} HTTP/1.1", "Host: localhost"), target


def test_a_request_of_the_first_web_which_names_no_host_gets_no_page(server: int) -> None:
    answer = ask(server, "GET /")
    assert "under the names of this machine" in answer
    assert SECRET not in answer


def test_the_answer_says_how_to_allow_a_name(server: int) -> None:
    assert "--allow-host NAME" in ask(server, "GET / HTTP/1.1", "Host: gull.example")


def test_the_reading_room_is_served_on_a_port_of_this_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[str, object]] = []

    def stop(server: FileServer) -> None:
        served.append((server.url, server.allowed))
        raise KeyboardInterrupt

    monkeypatch.setattr("press_archive.commands.site.build.build_site", lambda *_: 0)
    monkeypatch.setattr(FileServer, "serve_forever", stop)
    command = ["--root", str(tmp_path), "build", "--reading-room", "--serve", "0"]
    assert main([*command, "--allow-host", "Press.example"]) == 0
    ((url, allowed),) = served
    assert capsys.readouterr().out == f"The reading room is at {url} (Ctrl-C ends it).\n"
    assert allowed == {"press.example"}
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main([*command[:-1], str(port)]) == 1
    assert capsys.readouterr().err.startswith(f"port {port}: Address already in use. Expected a free port.")


def test_only_the_reading_room_is_served_by_a_build(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["build", "--serve", "8001"])
    assert "--serve: only with --reading-room" in capsys.readouterr().err
