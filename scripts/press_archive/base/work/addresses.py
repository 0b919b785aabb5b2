"""Addresses of schedulers, and which of them may be spoken to.

What goes between a scheduler, its workers and whoever gives them work is pickles, and to unpack one is to
run code. So whoever can speak to one of them can run code on it; and where the connection is not encrypted
and authenticated, so can anyone on the way. Without TLS, only this machine is spoken to.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re

TLS, PLAIN = "tls", "tcp"
HOW_TO = "docs/development/cluster.md"
MOST_PORTS = 65_535


# A name or an address of version 4, or one of version 6 in brackets (RFC 3986, 3.2.2), and a port.
_ADDRESS = re.compile(r"(?:tcp|tls)://([A-Za-z0-9._-]+|\[[0-9a-fA-F:.]+\]):([0-9]{1,5})")


def check_address(address: str) -> None:
    """Raise ValueError unless an address is a scheduler's, and can be spoken to safely."""
    found = _ADDRESS.fullmatch(address)
    if found is None or int(found[2]) > MOST_PORTS:
        expected = f"Expected {TLS}://HOST:PORT or {PLAIN}://HOST:PORT."
        raise ValueError(f"{address!r} is no address of a scheduler. {expected}")
    if address.startswith(PLAIN) and not is_this_machine(address):
        raise ValueError(
            f"{address}: not encrypted, and not this machine. Expected {TLS}://HOST:PORT, because whoever "
            f"can speak to a scheduler can run code on it. Hint: {HOW_TO} says how to begin with TLS"
        )


def is_this_machine(address: str) -> bool:
    """Return whether nobody but this machine can be at an address, or speak to what is there.

    >>> is_this_machine("tcp://127.0.0.1:8786"), is_this_machine("tcp://10.0.0.1:8786")
    (True, False)
    """
    found = _ADDRESS.fullmatch(address)
    host = found[1].strip("[]") if found else ""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"
