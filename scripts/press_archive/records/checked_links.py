"""What was found when somebody checked a web address of the records (`sources/links.yml`)."""

from __future__ import annotations

from pydantic import Field

from .closed_lists import LinkStatus
from .record import Record
from .values import Day, Page


class CheckedLink(Record):
    """What a web address answered on a day, below that address (`sources/links.yml`)."""

    status: LinkStatus = Field(description="what the address answered, from the closed list")
    date: Day = Field(description="the day on which it was checked")
    to: Page | None = Field(default=None, description="with status: moved, the address that it leads to")
