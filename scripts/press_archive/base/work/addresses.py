"""Addresses of schedulers, and which of them may be spoken to.

What goes between a scheduler, its workers and whoever gives them work is pickles, and to unpack one is to
run code. So whoever can speak to one of them can run code on it; and where the connection is not encrypted
and authenticated, so can anyone on the way. Without TLS, only this machine is spoken to.
"""

from __future__ import annotations

import contextlib
import ipaddress
from urllib.parse import urlsplit

TLS, PLAIN = "tls", "tcp"
HOW_TO = "docs/development/cluster.md"


def check_address(address: str) -> None:
    """Raise ValueError unless an address is a scheduler's, and can be spoken to safely."""
    parts = urlsplit(address)
    try:
        is_whole = parts.scheme in (TLS, PLAIN) and bool(parts.hostname) and parts.port is not None
    except ValueError:
        is_whole = False
    if not is_whole or address != f"{parts.scheme}://{parts.netloc}" or parts.username is not None:
        raise ValueError(
            f"{address!r} is no address of a scheduler. Expected tls://HOST:PORT or tcp://HOST:PORT."
        )
    if parts.scheme == PLAIN and not is_this_machine(address):
        raise ValueError(
            f"{address}: not encrypted, and not this machine. Expected tls://HOST:PORT, because whoever can "
            f"speak to a scheduler can run code on it. Hint: {HOW_TO} says how to begin with TLS"
        )


def is_this_machine(address: str) -> bool:
    """Return whether nobody but this machine can be at an address, or speak to what is there."""
    host = urlsplit(address).hostname or ""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"
