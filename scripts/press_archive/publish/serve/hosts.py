"""The names under which a server on this machine answers: those of this machine, and those that are allowed.

A page of any other website may let its own name lead to this machine (DNS rebinding). A browser would then
let that page read what is served here: captures that may not be published. The browser still sends the
website's name, so a request under a foreign name is answered with 421 (Misdirected Request, RFC 9110,
section 15.5.20) and nothing else.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STATUS, REASON = 421, "Misdirected Request"
EXPLANATION = (
    "This server answers under the names of this machine, such as localhost and 127.0.0.1. "
    "To let it answer under another name, start it with --allow-host NAME or with ALLOW_HOSTS=NAME."
)
# The value of a Host field (RFC 9110, section 7.2): a name or an address, and perhaps a port. It has no user.
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9_.-]+))(?::[0-9]*)?", re.IGNORECASE)
# A request's target that names the host itself (absolute-form, RFC 9112, section 3.2.2).
_ABSOLUTE = re.compile(r"https?://(?P<host>[^/?#]*)(?P<path>[^#]*)", re.IGNORECASE)


def parse_names(names: object) -> frozenset[str]:
    """Return the host names of an option: a text with commas or spaces between them, or a list.

    >>> sorted(parse_names("Press.example, 192.0.2.7"))
    ['192.0.2.7', 'press.example']
    """
    text = " ".join(map(str, names)) if isinstance(names, list | tuple) else str(names or "")
    return frozenset(_canonical(name) for name in re.split(r"[,\s]+", text) if name)


def _canonical(name: str) -> str:
    return name.lower().strip("[]").removesuffix(".")


def _name_of(host: str) -> str | None:
    """Return the name in the value of a Host field, or None if the value is malformed."""
    matched = _HOST.fullmatch(host)
    return _canonical(matched["ipv6"] or matched["name"]) if matched else None


def _is_loopback(name: str) -> bool:
    """Return whether a name is one of this machine alone: an address, or a name of RFC 6761, section 6.3."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def is_allowed(host: str, allowed: Collection[str]) -> bool:
    """Return whether the value of a Host field names this machine or a host that is allowed; the port may be
    any.

    >>> [is_allowed(host, ()) for host in ("127.0.0.1:8000", "[::1]", "press.example", "")]
    [True, True, False, False]
    """
    name = _name_of(host)
    return name is not None and (_is_loopback(name) or name in allowed)


def find_path(target: str, host: str, allowed: Collection[str]) -> str | None:
    """Return the path that a request asks for, or None if it is not for this server.

    A target that names a host is asked of that host, and the Host field must be allowed as well.
    """
    if not is_allowed(host, allowed):
        return None
    if target.startswith("/") or target == "*":
        return target
    absolute = _ABSOLUTE.fullmatch(target)
    if absolute is None or not is_allowed(absolute["host"], allowed):
        return None
    path = absolute["path"]
    return path if path.startswith("/") else f"/{path}"


def check_hosts(application: WSGIApplication, allowed: Collection[str]) -> WSGIApplication:
    """Return a WSGI application (PEP 3333) that passes on what is asked of this machine and answers 421 to
    the rest.
    """

    def checked(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = find_path(environ.get("PATH_INFO", ""), environ.get("HTTP_HOST", ""), allowed)
        if path is None:
            body = f"{EXPLANATION}\n".encode()
            headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
            start_response(f"{STATUS} {REASON}", headers)
            return [body]
        return application({**environ, "PATH_INFO": path}, start_response)

    return checked
