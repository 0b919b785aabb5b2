"""A part of an archive that is published as several sites, one for each range of years."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from pydantic import Field, field_validator

from ...base.problems import NotAccepted
from ..dates import Date
from ..record import Record
from ..values import ClosedInterval, Page

HOME = "home"  # what the site is called that has what no part has


class Part(Record):
    """Some years of an archive that is published as several sites: the site that they have."""

    years: ClosedInterval = Field(description="the years, such as 2013, or 2013/2015 with those between")
    address: Page = Field(description="where the site is published, with a slash at its end")
    formerly: tuple[Page, ...] = Field(
        default=(),
        description="where these years were published before: the addresses of other sites of this archive",
    )

    @field_validator("years")
    @classmethod
    def years_are_whole(cls, years: Date) -> Date:
        """Refuse a month or a day."""
        if not re.fullmatch("[0-9]{4}(/[0-9]{4})?", years.text):
            raise NotAccepted(f"not whole years ({years.text!r}). Expected years such as 2013 or 2013/2015")
        return years

    @field_validator("address", "formerly")
    @classmethod
    def pages_can_be_below(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        """Refuse an address below which no page can be, or that would end a directive of a content policy."""
        for address in [value] if isinstance(value, str) else value:
            if not address.endswith("/") or re.search("[?#;,]", address):
                message = f"not the address of a site ({address!r})"
                raise NotAccepted(f"{message}. Expected one with a slash at its end, without ? # ; and ,")
        return value

    @property
    def name(self) -> str:
        """What the part is called on the command line, and its folder."""
        return self.years.text.replace("/", "-")

    def has_year(self, year: str) -> bool:
        """Return whether a year, in four digits, is one of the part's."""
        return self.years.text[:4] <= year <= self.years.text[-4:]


def check_apart(parts: Sequence[Part]) -> None:
    """Refuse a year in two parts, years in another order, and an address of two parts."""
    for before, after in itertools.pairwise(parts):
        if before.years.text[-4:] >= after.years.text[:4]:
            message = f"{after.years.text!r} does not begin after {before.years.text!r}"
            raise NotAccepted(f"{message}. Expected each year once, in the order of time")
    addresses = [part.address for part in parts]
    for address in addresses:
        if addresses.count(address) > 1:
            raise NotAccepted(f"two parts are published at {address!r}. Expected an address for each")
