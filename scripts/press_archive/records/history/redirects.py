"""Old addresses of the site's own pages, and where each leads now (`sources/redirects.yml`)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..record import Record
from ..values import Day, SiteAddress, SiteTarget


class Redirect(Record):
    """An old address, and the page that answers for it now."""

    date: Day = Field(description="the day from which the old address leads to the new one")
    old: SiteAddress = Field(description="the old address below the site, such as documents/OLD-ID/")
    new: SiteTarget = Field(
        description="the address of the page that it leads to; a list, such as people/, for a term"
    )


class Redirects(Record):
    """Where old addresses lead (`sources/redirects.yml`). New ones come last; none is ever changed."""

    redirects: Annotated[tuple[Redirect, ...], Field(min_length=1)] = Field(
        description="the old addresses; of two lines for one address, the last one holds"
    )
