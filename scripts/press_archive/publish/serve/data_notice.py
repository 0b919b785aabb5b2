"""What a server of pages that are being edited answers where a published site has a file of data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PLACE = re.compile(r"(?:.*/)?((?:data/|documents/[a-z0-9-]+/)[a-z0-9_/-]*[a-z0-9_-]+(?:\.[a-z0-9]+)+)")
EXPLANATION = (
    "Files of data are not made while pages are edited. `make site` makes them; this one would be site/{}."
)


def explain_missing_data(application: WSGIApplication) -> WSGIApplication:
    """Return a WSGI application (PEP 3333) that answers 404 with a reason where a file of data would be."""

    def explained(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        place = _PLACE.fullmatch(environ.get("PATH_INFO", ""))
        if place is None or place[1].endswith(".html"):
            return application(environ, start_response)
        body = f"{EXPLANATION.format(place[1])}\n".encode()
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        start_response("404 Not Found", headers)
        return [body]

    return explained
