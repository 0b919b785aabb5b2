"""Web addresses: without what follows readers, and without the web archive around them."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Parts of an address that follow a reader and say nothing of the page.
_TRACKERS = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_cid|mc_eid|igshid|_openstat|ref_src|ref_url|cmpid|ns_campaign|xtor|wt_mc|s_cid|ocid|share|spm)",
    re.IGNORECASE,
)
_ARCHIVED = re.compile(r"^https?://[^/]+/web/(\d{14})[a-z_]*/(https?:.+)$")


def without_trackers(address: str) -> str:
    """Return an address without the parts that follow readers, and without a fragment.

    >>> without_trackers("https://gull.example/a?id=7&utm_source=mail&fbclid=x#top")
    'https://gull.example/a?id=7'
    """
    try:
        parts = urlsplit(address)
    except ValueError:  # no web address, which others say
        return address
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKERS.fullmatch(name)]
    same = len(kept) == len(parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit(parts._replace(query=parts.query if same else urlencode(kept), fragment=""))


def unarchived(address: str) -> tuple[str, str]:
    """Return the address that a web archive's page was captured from, and the day; the address itself where it is none.

    >>> unarchived("https://archive.example/web/20140503120000/http://gull.example/a")
    ('http://gull.example/a', '2014-05-03')
    """
    if match := _ARCHIVED.match(address):
        stamp = match[1]
        return match[2], f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
    return address, ""
