"""Fetching a page: from public servers alone, whatever a name, a server or an address tries.

No test leaves the machine. What a name stands for is invented, and a connection to any address ends at a
server in a thread here; the addresses that the program wanted are written down. Everything else is what runs
for a contributor.
"""

from __future__ import annotations

import gzip
import http.client
import io
import json
import os
import random
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conftest import HERE, REPOSITORY
from invented_network import (
    GULL,
    INSIDE,
    LANTERN,
    PAGE,
    Answer,
    Network,
    answer,
    dripping,
    redirect,
    without_end,
)
from press_archive.ingest.fetch.fetch_page import FetchError, fetch
from press_archive.records.links import is_web_address

pytestmark = pytest.mark.usefixtures("not_in_ci")

CORPORA = REPOSITORY.parent / "shared" / "corpora"


# What arrives.


def test_a_page_is_received_byte_for_byte_with_its_address(network: Network) -> None:
    network.pages["gull.example/ferry?id=7"] = answer(PAGE + b"\r\n\xff\x00")
    received = network.fetch(" http://GULL.example:80/ferry?id=7#comments\n")
    assert (received.name, received.data) == ("page.html", PAGE + b"\r\n\xff\x00")
    assert received.address == "http://gull.example/ferry?id=7"


def test_the_request_names_the_program_and_the_host_and_nothing_of_the_person(network: Network) -> None:
    network.pages["gull.example/"] = answer()
    network.fetch("http://gull.example")
    (request,) = network.requests
    fields = dict(line.split(": ", 1) for line in request.splitlines()[1:] if line)
    assert request.startswith("GET / HTTP/1.1\r\n")
    assert set(fields) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert fields["Host"] == "gull.example"
    assert fields["User-Agent"].startswith("archive-add/")


@pytest.mark.parametrize(
    ("kind", "body", "name"),
    [
        ("text/html; charset=windows-1251", PAGE, "page.html"),
        ("Application/XHTML+xml", PAGE, "page.xhtml"),
        ("text/plain;charset=utf-8", b"The ferry runs again.", "page.txt"),
        ("message/rfc822", b"From: ilse@gull.example\r\n\r\nHello.", "page.eml"),
        ("application/warc", b"WARC/1.1\r\n", "page.warc"),
        ("application/warc", gzip.compress(b"WARC/1.1\r\n", mtime=0), "page.warc.gz"),
        ("text/html", gzip.compress(PAGE, mtime=0), "page.html"),
    ],
)
def test_the_file_is_named_by_its_type(network: Network, kind: str, body: bytes, name: str) -> None:
    network.pages["gull.example/a"] = answer(body, f"Content-Type: {kind}")
    received = network.fetch("http://gull.example/a")
    assert (received.name, received.data) == (name, body)


CHUNKED = (
    b"".join(b"%x;part\r\n%s\r\n" % (len(part), part) for part in (PAGE[:9], PAGE[9:]))
    + b"0\r\nEnd: yes\r\n\r\n"
)


@pytest.mark.parametrize(
    "sent",
    [
        answer(length=None),
        answer(CHUNKED, "Transfer-Encoding: chunked", length=None),
        answer(gzip.compress(PAGE, mtime=0), "Content-Encoding: gzip"),
        answer(
            gzip.compress(PAGE[:20], mtime=0) + gzip.compress(b"") + gzip.compress(PAGE[20:]),
            "Content-Encoding: x-gzip",
        ),
        answer(PAGE, "Content-Encoding: identity"),
        b"HTTP/1.1 100 Continue\r\n\r\n" + answer(),
    ],
    ids=[
        "to the end",
        "in chunks",
        "packed",
        "packed in parts",
        "not packed, as is said",
        "after a first answer",
    ],
)
def test_a_page_is_the_same_however_it_is_sent(network: Network, sent: bytes) -> None:
    network.pages["gull.example/a"] = sent
    assert network.fetch("http://gull.example/a").data == PAGE


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 400_000])
def test_a_packed_page_of_any_size_is_whole(network: Network, size: int) -> None:
    page = random.Random(size).randbytes(size // 2) + b"e" * (size - size // 2)
    network.pages["gull.example/a"] = answer(gzip.compress(page, mtime=0), "Content-Encoding: gzip")
    assert network.fetch("http://gull.example/a").data == page


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("gull.example.", "gull.example"),
        ("möwe.example", "xn--mwe-sna.example"),
        ("ПРИМЕР.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"),
        ("xn--mwe-sna.example", "xn--mwe-sna.example"),
        ("gull。example", "gull.example"),
        ("ｇｕｌｌ.example", "gull.example"),
    ],
)
def test_a_name_in_any_script_and_with_a_dot_at_its_end_is_asked_for_in_one_form(
    network: Network, host: str, asked: str
) -> None:
    network.names[asked] = [GULL]
    network.pages[f"{asked}/"] = answer()
    assert network.fetch(f"http://{host}/").address == f"http://{asked}/"
    assert network.looked_up == [asked]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/паром", "/%D0%BF%D0%B0%D1%80%D0%BE%D0%BC"),
        ("/a%20b?q=%C3%A9&q=é", "/a%20b?q=%C3%A9&q=%C3%A9"),
        ("/\"'<>\\^`{|}", "/%22%27%3C%3E%5C%5E%60%7B%7C%7D"),
        ("?q", "/?q"),
        ("/@inside.example//x", "/@inside.example//x"),
    ],
)
def test_signs_outside_of_ascii_are_encoded_and_others_are_left(
    network: Network, path: str, asked: str
) -> None:
    network.pages[f"gull.example{asked}"] = answer()
    assert network.fetch(f"http://gull.example{path}").address == f"http://gull.example{asked}"


# Which servers.

NOT_PUBLIC = {
    "0.0.0.0": "this machine", "0.1.2.3": "this network", "10.0.0.1": "private", "10.255.255.255": "private",
    "100.64.0.1": "a provider's own", "100.127.255.255": "a provider's own", "127.0.0.1": "this machine",
    "127.255.255.254": "this machine", "169.254.169.254": "a cloud's description of its machine", "172.16.0.1": "private",
    "172.31.255.255": "private", "192.0.0.1": "protocols", "192.0.0.9": "protocols", "192.0.0.170": "protocols",
    "192.0.2.1": "documentation", "192.88.99.1": "6to4 relays", "192.168.0.1": "private", "192.168.255.255": "private",
    "198.18.0.1": "measuring", "198.19.255.255": "measuring", "198.51.100.1": "documentation", "203.0.113.1": "documentation",
    "224.0.0.1": "many at once", "239.255.255.255": "many at once", "240.0.0.1": "reserved",
    "255.255.255.255": "everyone near", "::": "this machine", "::1": "this machine", "::10.0.0.1": "IPv4, old form",
    "::8.8.8.8": "IPv4, old form", "::ffff:127.0.0.1": "IPv4 as IPv6", "::ffff:10.0.0.1": "IPv4 as IPv6",
    "::ffff:8.8.8.8": "IPv4 as IPv6", "::ffff:0:10.0.0.1": "IPv4, translated", "64:ff9b::10.0.0.1": "NAT64 of private",
    "64:ff9b::127.0.0.1": "NAT64 of this machine", "64:ff9b::169.254.169.254": "NAT64 of link-local",
    "64:ff9b::224.0.0.1": "NAT64 of many", "64:ff9b:1::8.8.8.8": "a network's NAT64", "100::1": "thrown away",
    "2001::1": "Teredo", "2001:0:808:808::f5ff:fffe": "Teredo of private", "2001:2::1": "measuring",
    "2001:10::1": "no places", "2001:20::1": "no places", "2001:db8::1": "documentation", "2002:a00:1::1": "6to4 of private",
    "2002:7f00:1::": "6to4 of this machine", "2002:808:808::1": "6to4", "3fff::1": "documentation",
    "4000::1": "given to nobody", "5f00::1": "segments", "fc00::1": "private", "fd12:3456::1": "private",
    "fe80::1": "this cable", "fe80::1%eth0": "this cable", "fec0::1": "site, old form", "ff02::1": "many at once",
    "ff0e::1": "many at once", "2a00:1450::5efe:10.0.0.1": "ISATAP of private",
    "2a00:1450::200:5efe:10.0.0.1": "ISATAP of private", "2a00:1450:4001::1%1": "with a zone", "": "nothing",
    "gull.example": "a name", "010.0.0.1": "octal", "1": "a number",
}  # fmt: skip
PUBLIC = (
    "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.1.1.1", "128.0.0.1", "169.253.0.1",
    "172.15.0.1", "172.32.0.1", "192.167.0.1", "192.169.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.254", "2001:200::1",
    "2003::1", "2a00:1450:4001::1", "64:ff9b::8.8.8.8",
)  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC, ids=lambda text: f"{text} {NOT_PUBLIC[text]}")
def test_a_name_that_stands_for_an_address_that_is_not_public_is_refused(
    network: Network, address: str
) -> None:
    network.names["trap.example"] = [address]
    message = network.refused("http://trap.example/")
    assert message.startswith("http://trap.example/: trap.example has the address ")
    assert (
        "Expected a server on the public internet. Hint: open the page in your browser, save it there"
        in message
    )
    assert network.connected == []


@pytest.mark.parametrize("address", PUBLIC)
def test_a_name_that_stands_for_a_public_address_is_connected_to_at_that_address(
    network: Network, address: str
) -> None:
    network.names["gull.example"] = [address]
    network.pages["gull.example/a"] = answer()
    network.fetch("http://gull.example/a")
    assert network.connected == [(address, 80)]


@pytest.mark.parametrize("addresses", [[GULL, INSIDE], [INSIDE, GULL], [LANTERN, "::1"]])
def test_one_private_address_among_public_ones_is_enough_to_refuse(
    network: Network, addresses: list[str]
) -> None:
    network.names["gull.example"] = addresses
    assert ", which is not public. Expected" in network.refused("http://gull.example/")
    assert network.connected == []


def test_a_name_that_changes_its_meaning_is_looked_up_once_and_no_more(network: Network) -> None:
    answers = iter([[GULL], [INSIDE]])

    def rebinding(host: str, port: int) -> list[str]:
        network.looked_up.append(host)
        return next(answers)

    network.pages["gull.example/a"] = answer()
    assert fetch("http://gull.example/a", _resolve=rebinding, _connect=network.connect).data == PAGE
    assert network.looked_up == ["gull.example"]
    assert network.connected == [(GULL, 80)]


def test_with_the_systems_own_look_up_and_sockets_a_name_is_also_looked_up_once(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The only test of the two parts that the others replace; sockets themselves are led to the server here."""
    asked, connected, ask, connect = [], [], socket.getaddrinfo, socket.socket.connect

    def getaddrinfo(host: str, port: int, *rest: int, **options: int):
        asked.append(host)
        return ask(GULL if host == "gull.example" else host, port, *rest, **options)

    def rerouted(self: socket.socket, address: tuple[str, int]) -> None:
        connected.append(address)
        connect(self, network.server.getsockname())

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", rerouted)
    network.pages["gull.example/a"] = answer()
    assert fetch("http://gull.example/a").data == PAGE
    assert asked == [
        "gull.example",
        GULL,
    ]  # the second time it is a number, which no name service is asked about
    assert connected == [(GULL, 80)]


def test_the_systems_own_look_up_of_this_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, **options: ask("127.0.0.1", port, **options)
    )
    with pytest.raises(FetchError, match=r"gull\.example has the address 127\.0\.0\.1, which is not public"):
        fetch("http://gull.example/")


def test_an_address_that_does_not_answer_is_passed_over_for_the_next(network: Network) -> None:
    network.names["gull.example"] = [LANTERN, GULL]
    network.unreachable = {LANTERN}
    network.pages["gull.example/a"] = answer()
    assert network.fetch("http://gull.example/a").data == PAGE
    assert network.connected == [(LANTERN, 80), (GULL, 80)]


def test_one_of_several_addresses_is_not_waited_for_all_the_time(network: Network) -> None:
    network.pages["gull.example/a"] = answer()
    network.fetch("http://gull.example/a")
    network.fetch("http://gull.example/a", seconds=5)
    assert network.waits[0] == 10 and 0 < network.waits[1] <= 5


def test_a_server_that_does_not_answer_and_a_name_that_nobody_has_are_told(network: Network) -> None:
    network.unreachable = {GULL}
    assert "the server gull.example does not respond" in network.refused("http://gull.example/")
    assert "no server named gul.example was found" in network.refused("http://gul.example/")
    network.names["gull.example"] = []
    assert "no server named gull.example was found" in network.refused("http://gull.example/")


def test_the_proxies_of_the_environment_are_not_used(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://inside.example:3128")
    network.pages["gull.example/a"] = answer()
    network.fetch("http://gull.example/a")
    assert (network.looked_up, network.connected) == (["gull.example"], [(GULL, 80)])


# Which addresses.


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("", "not a web address"),
        ("gull.example/a", "not a web address"),
        ("ftp://gull.example/a", "not a web address"),
        ("file:///etc/passwd", "not a web address"),
        ("javascript:alert(1)", "not a web address"),
        ("http:gull.example", "is not the name of a public server"),
        ("http:///a", "is not the name of a public server"),
        ("http://user@gull.example/", "a user name or password"),
        ("http://@gull.example/", "a user name or password"),
        ("http://user:secret@gull.example/", "a user name or password"),
        ("http://gull.example:secret@10.0.0.1/", "a user name or password"),
        ("http://gull.example\\@inside.example/", "a user name or password"),
        ("http://gull.example:8080/", "port 8080"),
        ("http://gull.example:443/", "port 443"),
        ("https://gull.example:80/", "port 80"),
        ("http://gull.example:0/", "port 0"),
        ("http://gull.example:99999/", "not a web address"),
        ("http://gull.example:٨٠/", "not a web address"),
        ("http://gull.example\\.inside.example/", "is not the name of a public server"),
        ("http://%67ull.example/", "is not the name of a public server"),
        ("http://localhost/", "is not the name of a public server"),
        ("http://localhost./", "is not the name of a public server"),
        ("http://gull..example/", "is not the name of a public server"),
        ("http://.gull.example/", "is not the name of a public server"),
        ("http://gull.example../", "is not the name of a public server"),
        ("http://-gull.example/", "is not the name of a public server"),
        (f"http://{'g' * 64}.example/", "is not the name of a public server"),
        (f"http://{'gull.' * 60}example/", "is not the name of a public server"),
        ("http://straße.example/", "a letter that programs read differently"),
        ("http://gu\u200dll.example/", "an invisible character"),
        ("http://gull.example/a b", "a space or"),
        ("http://gull.example/a\r\nHost: inside.example", "an invisible character"),
        ("http://gull.\texample/", "an invisible character"),
        ("http://gull.example/\x00", "an invisible character"),
        ("http://gull.example/\u202ea", "an invisible character"),
        ("http://[::1]/", "a number instead"),
        ("http://[::ffff:127.0.0.1]/", "a number instead"),
        ("http://[64:ff9b::8.8.8.8]/", "a number instead"),
        ("http://[::1/", "not a web address"),
        ("http://127.0.0.1/", "a number instead"),
        ("http://127.0.0.1./", "a number instead"),
        ("http://8.8.8.8/", "a number instead"),
        ("http://127.1/", "a number instead"),
        ("http://2130706433/", "a number instead"),
        ("http://0x7f000001/", "a number instead"),
        ("http://0x7f.1/", "a number instead"),
        ("http://0x7f.0.0.0x1/", "a number instead"),
        ("http://0177.0.0.1/", "a number instead"),
        ("http://017700000001/", "a number instead"),
        ("http://１２７.０.０.１/", "a number instead"),
        ("http://①②⑦.⓪.⓪.①/", "a number instead"),
        ("http://127。0。0。1/", "a number instead"),
    ],
)
def test_an_address_that_no_public_page_has_is_refused_before_a_name_is_looked_up(
    network: Network, address: str, wrong: str
) -> None:
    message = network.refused(address)
    assert wrong in message.partition(": ")[2] and "Expected " in message and "Hint: " in message
    assert network.looked_up == network.connected == []


def test_a_password_is_not_shown(network: Network) -> None:
    for address in (
        "http://user:secret@gull.example/",
        "http://user:secret@gull.example:x/",
        "http://u:secret@℀.example/",
    ):
        assert "secret" not in network.refused(address)


def test_signs_that_change_a_terminal_are_shown_as_what_they_are(network: Network) -> None:
    assert "\\x1b[2J" in network.refused("http://gull.example/\x1b[2J")
    network.pages["gull.example/a"] = redirect("http://gull.example/\x1b]0;x\x07")
    network.pages["gull.example/b"] = answer(b"", "Content-Type: x/\x1b[2J")
    for path in "ab":
        assert network.refused(f"http://gull.example/{path}").isprintable()


def test_a_long_address_is_cut_in_the_message(network: Network) -> None:
    assert len(network.refused(f"http://gull.example:1/{'a' * 100_000}")) < 500


def nobody(host: str, port: int) -> list[str]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def try_out(address: str) -> str:
    """Fetch where no name is known: the only way out is the one error."""
    with pytest.raises(FetchError) as caught:
        fetch(address, _resolve=nobody, _connect=lambda address, timeout: pytest.fail("connected"))
    return str(caught.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text().map("http://{}".format) | st.text().map("https://gull.example/{}".format))
@example("http://[v1.gull]/")
@example("http://[gull.example]/")
@example("http://\ud800.example/")
@example("http://gull.example/\ud800")
@example("http://" + "ö." * 500 + "example/")
def test_any_text_as_an_address_gives_one_message_that_can_be_printed(address: str) -> None:
    assert try_out(address).isprintable()


def test_the_strings_of_the_public_corpus_as_addresses_give_messages() -> None:
    if not CORPORA.is_dir():
        pytest.skip(f"{HERE} the public test corpora are not beside the checkout")
    strings = json.loads((CORPORA / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 500
    for text in strings:
        for address in (
            text,
            f"http://{text}/",
            f"http://gull.example/{text}",
            f"http://gull.example/?{text}#{text}",
        ):
            assert try_out(address).isprintable()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.text(st.characters(exclude_categories=("C", "Z"))))
def test_the_address_of_a_page_is_one_that_a_record_accepts(network: Network, text: str) -> None:
    class Everything(dict):
        def get(self, key: str, default: Answer) -> Answer:
            return answer()

    network.pages = Everything()
    assert is_web_address(network.fetch(f"http://gull.example/{text}").address)


# Redirects.


@pytest.mark.parametrize(
    "status", ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
def test_a_redirect_is_followed_and_its_end_is_the_address(network: Network, status: str) -> None:
    network.pages["gull.example/a"] = redirect("//lantern.example/b?c#d", status)
    network.pages["lantern.example/b?c"] = redirect("../e", status)
    network.pages["lantern.example/e"] = answer()
    assert network.fetch("http://gull.example/a").address == "http://lantern.example/e"
    assert network.looked_up == ["gull.example", "lantern.example", "lantern.example"]
    assert network.connected == [(GULL, 80), (LANTERN, 80), (LANTERN, 80)]


@pytest.mark.parametrize(
    "location", ["/паром один", "/%D0%BF%D0%B0%D1%80%D0%BE%D0%BC%20%D0%BE%D0%B4%D0%B8%D0%BD"]
)
def test_a_redirect_in_another_script_or_with_spaces_is_understood(network: Network, location: str) -> None:
    network.pages["gull.example/a"] = redirect(location)
    network.pages["gull.example/%D0%BF%D0%B0%D1%80%D0%BE%D0%BC%20%D0%BE%D0%B4%D0%B8%D0%BD"] = answer()
    assert network.fetch("http://gull.example/a").data == PAGE


@pytest.mark.parametrize(
    ("location", "wrong"),
    [
        ("http://inside.example/admin", "inside.example has the address 10.0.0.7, which is not public"),
        ("http://127.0.0.1/", "a number instead"),
        ("//[::1]/", "a number instead"),
        ("http://2130706433/", "a number instead"),
        ("http://localhost:631/", "port 631"),
        ("http://gull.example:22/", "port 22"),
        ("http://user:secret@gull.example/", "a user name or password"),
        ("file:///etc/passwd", "not a web address"),
        ("data:text/html,x", "not a web address"),
        ("http://[::1/", "not a web address"),
    ],
)
def test_where_a_redirect_leads_is_judged_like_an_address_that_was_asked_for(
    network: Network, location: str, wrong: str
) -> None:
    network.pages["gull.example/a"] = redirect(location)
    message = network.refused("http://gull.example/a")
    assert message.startswith("http://gull.example/a redirects to ")
    assert wrong in message and "secret" not in message
    assert network.connected == [(GULL, 80)]


def test_a_redirect_to_nowhere_is_told(network: Network) -> None:
    network.pages["gull.example/a"] = answer(b"", status="301 Moved")
    network.pages["gull.example/b"] = redirect(" ")
    for path in "ab":
        assert "without an address" in network.refused(f"http://gull.example/{path}")


def test_five_redirects_are_followed_and_a_sixth_is_not(network: Network) -> None:
    for number in range(6):
        network.pages[f"gull.example/{number}"] = redirect(f"/{number + 1}")
    network.pages["gull.example/6"] = answer()
    assert network.fetch("http://gull.example/1").address == "http://gull.example/6"
    assert "more than 5 redirects" in network.refused("http://gull.example/0")


def test_pages_that_lead_in_a_circle_are_left(network: Network) -> None:
    network.pages["gull.example/a"] = redirect("/b")
    network.pages["gull.example/b"] = redirect("/a")
    message = network.refused("http://gull.example/a")
    assert message.startswith(
        "http://gull.example/a: more than 5 redirects; they may be circular, or need cookies."
    )
    assert len(network.requests) == 6


def test_no_cookie_is_sent_back(network: Network) -> None:
    network.pages["gull.example/a"] = answer(b"", "Location: /b", "Set-Cookie: seen=1", status="302 Found")
    network.pages["gull.example/b"] = answer()
    network.fetch("http://gull.example/a")
    assert [request for request in network.requests if "cookie" in request.lower()] == []
    assert len(network.requests) == 2


# Limits.


@pytest.mark.parametrize(
    "sent",
    [
        answer(b"x" * 1_001),
        answer(b"x" * 1_001, length=None),
        answer(b"3e9\r\n" + b"x" * 1_001 + b"\r\n0\r\n\r\n", "Transfer-Encoding: chunked", length=None),
        answer(gzip.compress(b"x" * 1_001, mtime=0), "Content-Encoding: gzip"),
        answer(b"", length=10**30),
        without_end(answer(b"", length=None), b"x" * 65_536),
        without_end(answer(b"", "Transfer-Encoding: chunked", length=None), b"1\r\nx\r\n" * 1_000),
    ],
    ids=[
        "announced", "not announced", "in chunks", "packed", "announced only", "without end", "chunks without end",
    ],
)  # fmt: skip
def test_a_page_larger_than_the_limit_is_left(network: Network, sent: Answer) -> None:
    network.pages["gull.example/a"] = sent
    assert "more than 1,000 bytes" in network.refused("http://gull.example/a", max_bytes=1_000, seconds=20)


@pytest.mark.parametrize(
    "sent",
    [
        without_end(answer(b"-1\r\n", "Transfer-Encoding: chunked", length=None), b"x" * 65_536),
        without_end(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000),
    ],
    ids=["a chunk of a negative size", "first answers without end"],
)
def test_an_answer_that_python_would_read_without_end_is_left(network: Network, sent: Answer) -> None:
    """Newer versions of Python may find the fault before the count of bytes does."""
    network.pages["gull.example/a"] = sent
    message = network.refused("http://gull.example/a", max_bytes=1_000, seconds=20)
    assert any(
        what in message
        for what in ("more than 1,000 bytes", "the connection was interrupted", "not a valid HTTP response")
    )


@pytest.mark.parametrize("fields", [(), ("Content-Encoding: gzip",)])
def test_a_page_as_large_as_the_limit_is_taken(network: Network, fields: tuple[str, ...]) -> None:
    page = b"x" * 1_000
    network.pages["gull.example/a"] = answer(gzip.compress(page, mtime=0) if fields else page, *fields)
    assert network.fetch("http://gull.example/a", max_bytes=1_000).data == page


def test_what_is_announced_too_large_is_not_read(network: Network) -> None:
    def announcing(connection: socket.socket) -> None:
        connection.sendall(answer(b"", length=20_000_001))
        connection.recv(1)  # until the program leaves

    network.pages["gull.example/a"] = announcing
    assert "more than 20,000,000 bytes" in network.refused("http://gull.example/a", seconds=20)


def test_a_small_file_that_unpacks_to_a_huge_one_is_left_before_it_fills_the_memory(network: Network) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = packer.compress(b"\0" * 30_000_000) + packer.flush()
    assert len(bomb) < 30_000
    network.pages["gull.example/a"] = answer(bomb, "Content-Encoding: gzip")
    tracemalloc.start()
    try:
        assert "more than 100,000 bytes" in network.refused("http://gull.example/a", max_bytes=100_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000


HEAD = answer(b"", length=None)


@pytest.mark.parametrize(
    "sent",
    [
        dripping(HEAD, b"x"),
        dripping(answer(b"", length=1_000_000), b"x"),
        dripping(answer(b"", "Transfer-Encoding: chunked", length=None), b"1\r\nx\r\n"),
        dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        dripping(b"", b"H"),
        dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        lambda connection: time.sleep(0.5),
    ],
    ids=["the page", "the announced page", "chunks", "a field", "the first line", "first answers", "nothing"],
)
def test_an_answer_in_drops_ends_with_the_time_limit(network: Network, sent: Answer) -> None:
    network.pages["gull.example/a"] = sent
    start = time.monotonic()
    assert "no complete response within 0.06 seconds" in network.refused(
        "http://gull.example/a", seconds=0.06
    )
    assert time.monotonic() - start < 5


def test_redirects_share_one_time_limit(network: Network) -> None:
    def slow(connection: socket.socket) -> None:
        time.sleep(0.03)
        connection.sendall(redirect("/a"))

    network.pages["gull.example/a"] = slow
    assert "no complete response within 0.1 seconds" in network.refused("http://gull.example/a", seconds=0.1)


def test_a_look_up_that_takes_for_ever_ends_with_the_time_limit(network: Network) -> None:
    over = threading.Event()

    def stuck(host: str, port: int) -> list[str]:
        over.wait(10)
        return [GULL]

    start = time.monotonic()
    with pytest.raises(FetchError, match=r"within 0\.1 seconds"):
        fetch("http://gull.example/", _resolve=stuck, _connect=network.connect, _seconds=0.1)
    assert time.monotonic() - start < 5
    over.set()
    assert network.connected == []


def test_a_protected_connection_that_is_never_made_ends_with_the_time_limit(network: Network) -> None:
    """The server waits for a request in the clear and says nothing."""
    assert "within 0.1 seconds" in network.refused("https://gull.example/", seconds=0.1)
    assert network.connected == [(GULL, 443)]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_connection_that_is_made_too_late_is_closed(
    network: Network, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """Time is moved on while connecting, so that no slow machine can change what comes first."""
    made, now = [], time.monotonic

    def late(address: tuple[str, int], timeout: float) -> socket.socket:
        made.append(network.connect(address, timeout))
        monkeypatch.setattr(time, "monotonic", lambda: now() + 60)
        return made[0]

    with pytest.raises(FetchError, match=r"within 60 seconds"):
        fetch(f"{scheme}://gull.example/", _resolve=network.resolve, _connect=late)
    assert made[0].fileno() == -1


# Answers that are no page.


@pytest.mark.parametrize(
    ("status", "wrong", "hint"),
    [
        (
            "401 Unauthorized",
            "the page needs a login (status 401)",
            "open the page in your browser, save it there",
        ),
        ("402 Payment Required", "the page must be paid for", "open the page in your browser, save it there"),
        (
            "403 Forbidden",
            "the site blocks automated requests or needs a login",
            "open the page in your browser, save it there",
        ),
        ("404 Not Found", "page not found", "compare the address"),
        ("410 Gone", "the page was removed", "a web archive may have it"),
        ("429 Too Many Requests", "has received too many", "try again later"),
        ("451 Unavailable For Legal Reasons", "withheld for legal reasons", "if your browser shows it"),
        ("500 Internal Server Error", "the server failed (status 500)", "try again later"),
        ("503 Service Unavailable", "the server failed", "open the page in your browser"),
        ("204 No Content", "no page (status 204)", "open the page in your browser"),
        ("206 Partial Content", "no page (status 206)", "open the page in your browser"),
        ("304 Not Modified", "no page (status 304)", "open the page in your browser"),
    ],
)
def test_a_status_other_than_200_is_explained(network: Network, status: str, wrong: str, hint: str) -> None:
    network.pages["gull.example/a"] = answer(status=status)
    found, _, told = network.refused("http://gull.example/a").partition(
        " Expected status 200, the page itself. Hint: "
    )
    assert wrong in found and hint in told
    assert len(network.requests) == 1


@pytest.mark.parametrize(
    "kind", ["application/pdf", "image/png", "application/json", "text/htmlx", "html", "multipart/form-data"]
)
def test_a_file_of_another_type_is_refused(network: Network, kind: str) -> None:
    network.pages["gull.example/a"] = answer(PAGE, f"Content-Type: {kind}")
    message = network.refused("http://gull.example/a")
    assert f"a file of the type '{kind}'. Expected one of text/html, " in message
    assert "copy its text into a .txt file" in message


def test_a_file_without_a_type_is_refused(network: Network) -> None:
    network.pages["gull.example/a"] = b"HTTP/1.1 200 OK\r\n\r\n" + PAGE
    assert "a file without a type (Content-Type)" in network.refused("http://gull.example/a")


@pytest.mark.parametrize(
    "field", ["Content-Encoding: br", "Content-Encoding: gzip, gzip", "Transfer-Encoding: gzip, chunked"]
)
def test_a_page_packed_in_a_way_that_was_not_asked_for_is_refused(network: Network, field: str) -> None:
    network.pages["gull.example/a"] = answer(PAGE, field)
    assert f"unsupported encoding '{field.partition(': ')[2]}'" in network.refused("http://gull.example/a")


@pytest.mark.parametrize(
    "sent",
    [
        answer(length=len(PAGE) + 1),
        answer(CHUNKED[:-30], "Transfer-Encoding: chunked", length=None),
        answer(b"zz\r\n", "Transfer-Encoding: chunked", length=None),
        answer(gzip.compress(PAGE, mtime=0)[:-9], "Content-Encoding: gzip"),
        answer(gzip.compress(PAGE, mtime=0)[:-1] + b"?", "Content-Encoding: gzip"),
        answer(gzip.compress(PAGE, mtime=0) + b"rest", "Content-Encoding: gzip"),
        answer(PAGE, "Content-Encoding: gzip"),
    ],
    ids=[
        "shorter than announced", "the last chunk is missing", "no size of a chunk", "the end is missing", "a wrong length",
        "something behind it", "not packed",
    ],
)  # fmt: skip
def test_a_page_that_is_not_whole_is_no_capture(network: Network, sent: bytes) -> None:
    network.pages["gull.example/a"] = sent
    message = network.refused("http://gull.example/a")
    assert "the connection was interrupted" in message or "the page arrived damaged" in message


@pytest.mark.parametrize(
    "sent",
    [
        b"220 mail.gull.example ready\r\n",
        b"HTTP/3.14159 200 OK\r\n\r\n",
        b"HTTP/1.1 many OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 200 + b"\r\n",
        b"",
    ],
    ids=["of mail", "another version", "no status", "a long field", "many fields", "nothing"],
)
def test_what_is_no_answer_of_a_web_server_is_told(network: Network, sent: bytes) -> None:
    network.pages["gull.example/a"] = sent
    message = network.refused("http://gull.example/a")
    assert "not a valid HTTP response" in message or "the connection was interrupted" in message


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    st.binary(max_size=200),
    st.sampled_from(
        [b"", b"HTTP/1.1 ", b"HTTP/1.1 200 OK\r\n", HEAD, HEAD[:-2] + b"Content-Encoding: gzip\r\n\r\n"]
    ),
)
def test_whatever_a_server_sends_gives_a_page_or_a_message(
    network: Network, sent: bytes, before: bytes
) -> None:
    network.pages["gull.example/a"] = before + sent
    try:
        assert network.fetch("http://gull.example/a", seconds=5).data in before + sent
    except FetchError as error:
        assert str(error).isprintable()


# Where it does not run.


@pytest.mark.parametrize(
    ("name", "value"), [("CI", "true"), ("CI", "1"), ("GITHUB_ACTIONS", "true"), ("CI", "woodpecker")]
)
def test_nothing_is_fetched_by_machines_that_test_changes(
    network: Network, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    message = network.refused("http://gull.example/a")
    assert (
        f"not fetched, because {name} is set" in message and "Expected a contributor's own machine" in message
    )
    assert network.looked_up == network.connected == []


@pytest.mark.parametrize("value", ["", "0", "false", "False"])
def test_a_variable_that_denies_it_does_not_count(
    network: Network, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("CI", value)
    network.pages["gull.example/a"] = answer()
    assert network.fetch("http://gull.example/a").data == PAGE


# Protected connections: the certificates are made here, by the program that comes with OpenSSL.


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    program = shutil.which("openssl")
    if not program:
        pytest.skip(f"{HERE} there is no openssl program to make certificates with")
    folder = tmp_path_factory.mktemp("certificates")
    made = {}
    for name, days in (("gull.example", 2), ("lantern.example", 2)):
        made[name] = folder / f"{name}.pem"
        subprocess.run(
            [
                program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", str(days),
                "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", made[name], "-out", made[name],
            ],
            check=True, capture_output=True,
        )  # fmt: skip
    return made


@pytest.fixture
def protected(network: Network, certificates: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Network:
    """The network, its server proving that it is gull.example, to those who believe that certificate alone."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates["gull.example"]))
    monkeypatch.setenv("SSL_CERT_DIR", os.devnull)
    network.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    network.tls.load_cert_chain(certificates["gull.example"])
    return network


def test_a_protected_page_is_fetched_from_the_address_that_was_judged_by_the_name_that_was_asked_for(
    protected: Network,
) -> None:
    named = []
    protected.tls.sni_callback = lambda connection, name, context: named.append(name)
    protected.tls.set_alpn_protocols(["h2", "http/1.1"])

    def say(connection: ssl.SSLSocket) -> None:
        named.append(connection.selected_alpn_protocol())
        connection.sendall(answer())

    protected.pages["gull.example/a"] = say
    received = protected.fetch("https://gull.example:443/a")
    assert (received.data, received.address) == (PAGE, "https://gull.example/a")
    assert protected.connected == [(GULL, 443)]
    assert named == ["gull.example", "http/1.1"]


def test_a_server_that_proves_another_name_is_refused(protected: Network) -> None:
    message = protected.refused("https://lantern.example/a")
    assert "the certificate is not valid for lantern.example (Hostname mismatch" in message
    assert protected.requests == []


def test_a_server_that_nobody_vouches_for_is_refused(
    protected: Network, certificates: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates["lantern.example"]))
    assert "the certificate is not valid for gull.example (self-signed certificate)" in protected.refused(
        "https://gull.example/"
    )
    assert protected.requests == []


def test_a_protected_page_that_leads_to_an_unprotected_one_is_not_followed(protected: Network) -> None:
    protected.pages["gull.example/a"] = redirect("http://gull.example/b")
    message = protected.refused("https://gull.example/a")
    assert message.startswith(
        "https://gull.example/a redirects to http://gull.example/b: a redirect from https:// to http://."
    )
    assert protected.connected == [(GULL, 443)]


def test_a_protected_page_that_ends_without_notice_is_no_capture(protected: Network) -> None:
    """Someone between could have cut it; the length is not announced, so only the notice tells."""

    def cut(connection: ssl.SSLSocket) -> None:
        connection.sendall(answer(length=None))
        socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def whole(connection: ssl.SSLSocket) -> None:
        connection.sendall(answer(length=None))
        connection.unwrap()

    protected.pages["gull.example/cut"] = cut
    protected.pages["gull.example/whole"] = whole
    assert "the connection was interrupted" in protected.refused("https://gull.example/cut")
    assert protected.fetch("https://gull.example/whole", seconds=20).data == PAGE


def test_a_protected_page_in_drops_ends_with_the_time_limit(protected: Network) -> None:
    protected.pages["gull.example/a"] = dripping(HEAD, b"x")
    assert "no complete response within 0.2 seconds" in protected.refused(
        "https://gull.example/a", seconds=0.2
    )


def test_http_client_reads_an_answer_through_the_file_of_a_socket_alone_and_tells_its_length() -> None:
    """What the limits rest on, and its documentation does not say."""

    class Socket:
        def makefile(self, *arguments: str) -> io.BytesIO:
            assert arguments == ("rb",)
            return io.BytesIO(answer())

    with http.client.HTTPResponse(Socket(), method="GET") as response:
        response.begin()
        assert response.length == len(PAGE)
        assert response.read(len(PAGE) + 1) == PAGE


@pytest.mark.parametrize("size", [b"-5", b"-1", b"-fffff", b"+", b"5_0", b"0x5"])
def test_a_chunk_of_no_size_is_refused_in_words(network: Network, size: bytes) -> None:
    sent = answer(
        b"5\r\nA quay\r\n" + size + b"\r\nopens\r\n0\r\n\r\n", "Transfer-Encoding: chunked", length=None
    )
    network.pages["gull.example/a"] = sent
    message = network.refused("http://gull.example/a")
    assert "Expected" in message
    assert "Hint: " in message


@pytest.mark.parametrize("size", [b"-2", b"-9999999999999999999", b"\xb2", b"9" * 5_000])
def test_a_size_that_no_part_of_a_page_can_have_is_named(network: Network, size: bytes) -> None:
    network.pages["gull.example/a"] = answer(
        size + b"\r\n" + PAGE + b"\r\n0\r\n\r\n", "Transfer-Encoding: chunked", length=None
    )
    message = network.refused("http://gull.example/a")
    assert "not a valid HTTP response" in message or "the connection was interrupted" in message
    assert message.isprintable()
