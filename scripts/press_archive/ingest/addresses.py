"""Web addresses without the parts that track readers, and without a web archive's address around them."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Parameters that track a reader and say nothing about the page.
_TRACKERS = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_cid|mc_eid|igshid|_openstat|ref_src|ref_url|cmpid"
    r"|ns_campaign|xtor|wt_mc|s_cid|ocid|share|spm",
    re.IGNORECASE,
)
_ARCHIVED = re.compile(r"https?://[^/]+/web/(\d{4})(\d{2})(\d{2})\d{6}[a-z_]*/(https?:.+)$")


def without_trackers(address: str) -> str:
    """Return an address without the parameters that track readers, and without a fragment.

    >>> without_trackers("https://gull.example/a?id=7&utm_source=mail&fbclid=x#top")
    'https://gull.example/a?id=7'
    """
    try:
        parts = urlsplit(address)
    except ValueError:  # not a web address, which the record's check reports
        return address
    parameters = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in parameters if not _TRACKERS.fullmatch(name)]
    query = parts.query if kept == parameters else urlencode(kept)
    return urlunsplit(parts._replace(query=query, fragment=""))


def unarchived(address: str) -> tuple[str, str]:
    """Return the address of the page that a web archive captured, and the day; other addresses as they are.

    >>> unarchived("https://archive.example/web/20140503120000/http://gull.example/a")
    ('http://gull.example/a', '2014-05-03')
    """
    match = _ARCHIVED.match(address)
    if not match:
        return address, ""
    year, month, day, original = match.groups()
    return original, f"{year}-{month}-{day}"
