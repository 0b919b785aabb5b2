"""What a server of pages that are being edited answers where a published site has a file of data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PLACE = re.compile(
    r"(?:.*/)?(documents/index\.json|(?:data/|documents/[a-z0-9-]+/)[a-z0-9_/-]*[a-z0-9_-]+(?:\.[a-z0-9]+)+)"
)
EXPLANATION = (
    "Files of data are not made while pages are edited. `make site` makes them; this one would be site/{}."
)


def data_place(path: str) -> str:
    """Return which file of data a path of a site is of, below the site; an empty text if it is of none.

    >>> data_place("/archive/data/documents.csv"), data_place("/data/index.html")
    ('data/documents.csv', '')
    """
    place = _PLACE.fullmatch(path)
    return place[1] if place and not path.endswith(".html") else ""


def explain_missing_data(application: WSGIApplication) -> WSGIApplication:
    """Return a WSGI application (PEP 3333) that answers 404 with a reason where a file of data would be."""

    def explained(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        place = data_place(environ.get("PATH_INFO", ""))
        if not place:
            return application(environ, start_response)
        body = f"{EXPLANATION.format(place)}\n".encode()
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        start_response("404 Not Found", headers)
        return [body]

    return explained
