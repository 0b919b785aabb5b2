"""What `archive links` finds of an address: its status, where it moved, and what is asked of servers."""

from __future__ import annotations

import datetime
import re
import socket
from pathlib import Path

import pytest

from invented_network import GULL, INSIDE, Network, answer, dripping, redirect
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.commands.links import check_links
from press_archive.ingest.fetch.check_address import Answer, Checker, NotChecked
from press_archive.records.closed_lists import LinkStatus

pytestmark = pytest.mark.usefixtures("not_in_ci")

ADDRESS = "http://gull.example/ferry"
LINKS = "sources/links.yml"


def checker(network: Network, seconds: float = 5) -> Checker:
    return Checker("+https://press.example/", network.resolve, network.connect, seconds, 0)


def check(network: Network, address: str = ADDRESS, **options: float) -> Answer:
    return checker(network, **options).check(address)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("200 OK", "live"), ("204 No Content", "live"), ("401 Unauthorized", "refused"), ("402 Pay", "refused"),
        ("403 Forbidden", "refused"), ("429 Too Many Requests", "refused"), ("404 Not Found", "not-found"),
        ("410 Gone", "gone"), ("451 Unavailable", "legal"), ("500 Error", "no-answer"), ("503 Busy", "no-answer"),
        ("304 Not Modified", "no-answer"), ("999 Denied", "no-answer"),
    ],
)  # fmt: skip
def test_each_status_of_a_server_has_one_in_the_record(network, status, expected):
    network.pages["gull.example/ferry"] = answer(status=status)
    found = check(network)
    assert (found.status, found.responded) == (expected, True)
    assert found.why == ("" if expected == "live" else f"status {status[:3]}")


def test_a_page_is_asked_for_without_its_body_by_a_program_that_says_what_it_is(network):
    network.pages["gull.example/ferry?id=7"] = answer()
    check(network, "http://gull.example/ferry?id=7#comments")
    (request,) = network.requests
    fields = dict(line.split(": ", 1) for line in request.splitlines()[1:] if line)
    assert request.startswith("HEAD /ferry?id=7 HTTP/1.1\r\n")
    assert set(fields) == {"Host", "User-Agent", "Accept", "Connection"}
    assert re.match(
        r"archive-links/[0-9.]+ \(\+https://press\.example/; checks whether", fields["User-Agent"]
    )


@pytest.mark.parametrize("refusal", ["405 Method Not Allowed", "404 Not Found", "403 Forbidden", "500 Error"])
def test_a_page_whose_server_refuses_head_is_asked_for_again(network, refusal):
    network.pages |= {"HEAD gull.example/ferry": answer(status=refusal), "gull.example/ferry": answer()}
    assert check(network).status == "live"
    assert [request.split(" ")[0] for request in network.requests] == ["HEAD", "GET"]


def test_a_server_that_closes_the_connection_at_head_is_asked_again(network):
    network.pages |= {"HEAD gull.example/ferry": b"", "gull.example/ferry": answer()}
    assert check(network).status == "live"


def test_an_endless_page_and_endless_header_fields_are_not_waited_for(network):
    network.pages["HEAD gull.example/ferry"] = answer(status="405 No")
    network.pages["GET gull.example/ferry"] = dripping(answer(length=10**12)[:-5], b"x" * 1000)
    assert check(network).status == "live"
    network.pages["gull.example/drip"] = dripping(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n")
    found = check(network, "http://gull.example/drip", seconds=0.2)
    assert (found.status, found.responded) == ("no-answer", False)


def test_a_server_that_never_answers_costs_no_more_than_its_time(network):
    network.pages["gull.example/ferry"] = dripping(b"", b"")
    assert check(network, seconds=0.1) == Answer(
        LinkStatus.NO_ANSWER, why="no complete response within 0.1 seconds", responded=False
    )


def test_a_name_that_nobody_has_and_a_server_that_is_down_do_not_answer(network):
    assert check(network, "http://gone.example/").why == "no server named gone.example was found"
    network.unreachable = {GULL}
    found = check(network)
    assert (found.status, found.why) == ("no-answer", "the server gull.example does not respond")


# Redirects.


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"])
def test_a_redirect_to_another_page_is_a_move_with_its_address(network, status):
    network.pages |= {
        "gull.example/ferry": redirect("/boats/ferry?id=7#top", status),
        "gull.example/boats/ferry?id=7": answer(),
    }
    assert check(network) == Answer(LinkStatus.MOVED, "http://gull.example/boats/ferry?id=7")


@pytest.mark.parametrize("same", ["http://www.gull.example/ferry", "http://gull.example/ferry/"])
def test_a_redirect_to_the_same_page_under_another_form_of_its_address_is_no_move(network, same):
    network.names["www.gull.example"] = [GULL]
    network.pages |= {"gull.example/ferry": redirect(same), same.removeprefix("http://"): answer()}
    assert check(network).status == "live"


def test_a_redirect_to_a_page_that_is_gone_is_gone(network):
    network.pages |= {"gull.example/ferry": redirect("/old"), "gull.example/old": answer(status="410 Gone")}
    assert check(network) == Answer(LinkStatus.GONE, why="status 410")


def test_redirects_to_a_private_server_are_not_followed(network):
    network.pages["gull.example/ferry"] = redirect("http://inside.example/secret")
    found = check(network)
    assert (found.status, found.why) == (
        "no-answer",
        f"inside.example has the address {INSIDE}, which is not public",
    )
    for target in (
        "http://127.0.0.1/",
        "http://gull.example:8080/",
        "file:///etc/passwd",
        "http://u:p@gull.example/",
    ):
        network.pages["gull.example/ferry"] = redirect(target)
        assert check(network).status == "no-answer"
    assert {host for host, _ in network.connected} == {GULL}


def test_a_circle_ends_after_five_redirects(network):
    network.pages |= {"gull.example/ferry": redirect("/back"), "gull.example/back": redirect("/ferry")}
    found = check(network)
    assert (found.status, found.why, found.responded) == ("no-answer", "more than 5 redirects", True)
    assert len(network.requests) == 6


def test_a_redirect_to_an_address_that_no_record_can_have_is_not_recorded(network):
    long = "/" + "a" * 3_000
    network.pages |= {"gull.example/ferry": redirect(long), f"gull.example{long}": answer()}
    assert check(network).why == "a redirect to an address of 3,020 characters"


@pytest.mark.parametrize(
    "address", ["http://gull.example:8080/", "http://127.0.0.1/", "http://[::1]/", "http://localhost/"]
)
def test_no_request_is_made_for_an_address_that_no_public_page_has(network, address):
    with pytest.raises(NotChecked):
        check(network, address)
    assert network.looked_up == network.connected == []


def test_a_host_is_left_alone_between_two_requests(network):
    slept: list[float] = []
    network.names["www.gull.example"] = [GULL]
    network.pages |= {
        "gull.example/a": answer(),
        "www.gull.example/a": answer(),
        "gull.example/b": answer(status="404 No"),
    }
    polite = Checker("", network.resolve, network.connect, 5, 2.0, slept.append)
    for address in ("http://gull.example/a", "http://www.gull.example/a", "http://gull.example/b"):
        polite.check(address)
    assert len(slept) == 2  # before /b, and before it is asked for with GET
    assert all(1.5 < seconds <= 2.0 for seconds in slept)


# The command.


class Scripted(Checker):
    """A checker that says what a test wants; an exception is raised."""

    def __init__(self, answers: dict[str, Answer | BaseException]) -> None:
        super().__init__()
        self.answers, self.asked = answers, []

    def check(self, address: str) -> Answer:
        self.asked.append(address)
        found = self.answers.get(address, Answer(LinkStatus.LIVE))
        if isinstance(found, BaseException):
            raise found
        return found


def recorded(root: Path) -> dict[str, str]:
    archive = load_archive(root)
    assert [str(problem) for problem in archive.problems] == []
    return {address: str(entry.record.status) for address, entry in archive.links.items()}


def test_answers_are_recorded_in_a_file_that_passes_the_check(toy, capsys):
    (toy / LINKS).unlink()
    answers = {
        "https://gull.example/1": Answer(LinkStatus.MOVED, "https://gull.example/%D0%B0?b=1&c=%22"),
        "https://lantern.example/tide": Answer(LinkStatus.NO_ANSWER, why="status 500"),
    }
    assert check_links(toy, [], 30, False, Scripted(answers)) == 0
    printed = capsys.readouterr()
    assert "https://gull.example/1: moved (https://gull.example/%D0%B0?b=1&c=%22)\n" in printed.out
    assert printed.out.endswith("13 addresses checked: 11 live, 1 moved, 1 no-answer.\n")
    assert recorded(toy)["https://lantern.example/tide"] == "no-answer"
    assert main(["--root", str(toy), "check"]) == 0
    assert main(["--root", str(toy), "format", "--check", str(toy / LINKS)]) == 0
    text = (toy / LINKS).read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../schema/links.json\nhttps://gull.example/1:\n")


def test_only_what_was_not_checked_lately_is_asked_for(toy, capsys, monkeypatch):
    text = (toy / LINKS).read_text("utf-8")
    (toy / LINKS).write_text(re.sub("2026-11-2[67]", "2999-01-01", text), "utf-8")
    asking = Scripted({})
    assert check_links(toy, ["2019-03-03-dogovor-o-gavani-podpisan"], 30, False, asking) == 0
    assert asking.asked == ["https://vestnik.example/dogovor"]  # a day that has not come is no reason to wait
    assert check_links(toy, ["vestnik-dogovor"], 30, False, asking) == 0
    assert len(asking.asked) == 1
    assert "1 address not checked again: see --older-than.\n" in capsys.readouterr().out
    assert check_links(toy, ["vestnik-dogovor"], 0, False, asking) == 0
    assert len(asking.asked) == 2


def test_hosts_take_turns(toy):
    (toy / LINKS).unlink()
    asking = Scripted({})
    check_links(toy, [], 30, False, asking)
    hosts = [address.split("/")[2] for address in asking.asked]
    assert len(set(hosts[: len(set(hosts))])) == len(set(hosts)) > 3


def test_references_are_checked_only_if_that_is_asked_for(toy):
    without, with_them = Scripted({}), Scripted({})
    check_links(toy, [], 0, False, without)
    check_links(toy, [], 0, True, with_them)
    assert set(without.asked) < set(with_them.asked)
    asking = Scripted({})
    check_links(toy, ["2014-06-12-ostrand-houdt-de-haven-dicht"], 0, True, asking)
    (document,) = (toy / "sources").rglob("2014-06-12-ostrand-houdt-de-haven-dicht.md")
    found = re.findall(r"^    found: (\S+)$", document.read_text("utf-8"), re.MULTILINE)
    assert asking.asked == list(dict.fromkeys(found)) != []
    assert main(["--root", str(toy), "check"]) == 0


def test_an_address_that_no_record_names_any_more_is_forgotten_and_its_comment_is_printed(toy, capsys):
    toll = "# Ask Ilse\nhttps://vestnik.example/toll:\n  status: live  # for members\n  date: 2026-11-27\n"
    with (toy / LINKS).open("a") as file:
        file.write(toll)
    assert main(["--root", str(toy), "check"]) == 1
    assert check_links(toy, ["vestnik-dogovor"], 99_999, False, Scripted({})) == 0
    assert "https://vestnik.example/toll" not in recorded(toy)
    printed = capsys.readouterr().out
    assert "https://vestnik.example/toll: its entry went, and so did the comment '# Ask Ilse'\n" in printed
    assert "so did the comment '# for members'\n" in printed
    assert main(["--root", str(toy), "check"]) == 0


def test_the_comments_of_a_maintainer_are_kept(toy):
    text = (toy / LINKS).read_text("utf-8")
    schema, entries = text.split("\n", 1)
    entries = entries.replace("status: refused\n", "status: refused  # readers of the library see it\n")
    entries = entries.replace("from=3&lang=nl\n", "from=3&lang=nl  # since May\n")
    comments = "# Checked from the reading room.\n\n# The evening edition:\n"
    (toy / LINKS).write_text(f"{schema}\n{comments}{entries}# Next: the Lantern.\n", "utf-8")
    answers = {
        "https://vestnik.example/dogovor": Answer(LinkStatus.GONE),
        "https://gull.example/3": Answer(LinkStatus.LIVE),
    }
    assert check_links(toy, [], 0, False, Scripted(answers)) == 0
    today = datetime.date.today().isoformat()
    written = (toy / LINKS).read_text("utf-8")
    assert written.startswith(f"{schema}\n{comments}https://gull.example/1:\n  status: live\n")
    assert f"# since May\nhttps://gull.example/3:\n  status: live\n  date: {today}\nhttps://" in written
    assert "https://vestnik.example/dogovor:\n  status: gone  # readers of the library see it\n" in written
    assert written.endswith("# Next: the Lantern.\n")


def test_two_runs_at_once_lose_none_of_their_answers(toy):
    other = Scripted({"https://vestnik.example/dogovor": Answer(LinkStatus.GONE)})

    class Meanwhile(Scripted):
        def check(self, address: str) -> Answer:
            assert check_links(toy, ["vestnik-dogovor"], 0, False, other) == 0
            return super().check(address)

    tide = Meanwhile({"https://lantern.example/tide": Answer(LinkStatus.LEGAL)})
    assert check_links(toy, ["lantern-interview"], 0, False, tide) == 0
    assert other.asked
    after = recorded(toy)
    assert after["https://vestnik.example/dogovor"] == "gone"
    assert after["https://lantern.example/tide"] == "legal"


def test_offline_nothing_is_recorded(toy, capsys):
    (toy / LINKS).unlink()
    offline = Answer(LinkStatus.NO_ANSWER, why="no server named gull.example was found", responded=False)
    addresses = load_archive(toy).documents.values()
    answers = {entry.record.original_url: offline for entry in addresses}
    answers |= {copy.url: offline for entry in addresses for copy in entry.record.archived}
    assert check_links(toy, [], 30, False, Scripted(answers)) == 1
    assert "No server responded, so nothing was recorded." in capsys.readouterr().err
    assert not (toy / LINKS).exists()
    # Once a server has responded, what did not answer before it is recorded too.
    del answers["https://vestnik.example/dogovor"]
    assert check_links(toy, [], 30, False, Scripted(answers)) == 0
    assert sorted(recorded(toy).values()) == ["live", *["no-answer"] * 12]


@pytest.mark.parametrize("ending", [KeyboardInterrupt(), RuntimeError("a fault"), NotChecked("port 8080")])
def test_what_was_checked_before_an_end_is_recorded(toy, capsys, ending):
    (toy / LINKS).unlink()
    asking = Scripted({"https://lantern.example/tide": ending})
    if isinstance(ending, RuntimeError):
        with pytest.raises(RuntimeError):
            check_links(toy, [], 30, False, asking)
    else:
        assert check_links(toy, [], 30, False, asking) == 1
    before = asking.asked[: asking.asked.index("https://lantern.example/tide")]
    assert before and set(before) <= set(recorded(toy))
    assert "https://lantern.example/tide" not in recorded(toy)


def test_each_answer_is_on_the_disk_before_the_next_request(toy):
    """So that a program that is killed loses none."""
    (toy / LINKS).unlink()

    class Looking(Scripted):
        def check(self, address: str) -> Answer:
            assert set(self.asked) == (set(recorded(toy)) if (toy / LINKS).exists() else set())
            return super().check(address)

    assert check_links(toy, [], 30, False, Looking({})) == 0


def test_an_unknown_id_and_a_file_with_a_problem_are_refused_before_anything_is_asked(toy, capsys):
    asking = Scripted({})
    assert check_links(toy, ["vestnik-dogovoor"], 30, False, asking) == 2
    assert (
        "Expected that of a document or a source. Hint: did you mean 'vestnik-dogovor'?"
        in capsys.readouterr().err
    )
    (toy / LINKS).write_text("https://gull.example/1: {status: well}\n", "utf-8")
    assert check_links(toy, [], 30, False, asking) == 1
    assert "sources/links.yml:1: R103 https://gull.example/1.status: not accepted" in capsys.readouterr().err
    assert asking.asked == []
    with pytest.raises(SystemExit) as ended:
        main(["--root", str(toy), "links", "--older-than", "-3"])
    assert ended.value.code == 2


def test_on_a_machine_that_tests_changes_nothing_is_asked(toy, capsys, monkeypatch):
    monkeypatch.setenv("CI", "true")
    asking = Scripted({})
    assert check_links(toy, [], 0, False, asking) == 2
    assert "because CI is set in the environment" in capsys.readouterr().err
    assert asking.asked == []


def test_the_command_asks_the_network_itself(toy, network, capsys, monkeypatch):
    """The only test of the command with sockets: the system's own look-up and connections are led here."""
    ask, connect = socket.getaddrinfo, socket.socket.connect
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **options: ask(GULL, *rest, **options))
    monkeypatch.setattr(socket.socket, "connect", lambda self, _: connect(self, network.server.getsockname()))
    source = next((toy / "sources/2019/vestnik-dogovor").glob("*.md"))
    text = source.read_text("utf-8")
    source.write_text(
        text.replace("https://vestnik.example/dogovor", "http://vestnik.example/dogovor"), "utf-8"
    )
    network.pages["vestnik.example/dogovor"] = answer()
    assert main(["--root", str(toy), "links", "vestnik-dogovor"]) == 0
    assert "1 address checked: 1 live.\n" in capsys.readouterr().out
    assert recorded(toy)["http://vestnik.example/dogovor"] == "live"
