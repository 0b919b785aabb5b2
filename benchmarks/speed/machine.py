"""What figures depend on: the machine and the versions of the programs."""

from __future__ import annotations

import datetime
import os
import platform
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .peers import HUGO_VERSION

PACKAGES = {"MkDocs": "mkdocs", "Material for MkDocs": "mkdocs-material", "Pagefind": "pagefind"}


def describe_machine() -> dict[str, str]:
    """Return the day, what the machine is and which versions are compared, without the machine's name."""
    found = {
        "Measured": f"{datetime.date.today():%-d %B %Y}",
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "System": f"{platform.system()} {re.match(r'[0-9.]*', platform.release())[0]}",  # type: ignore[index]
        "Load of other work when it began": f"{os.getloadavg()[0]:.1f}",
        "Python": platform.python_version(),
        "Hugo": HUGO_VERSION,
    }
    for name, package in PACKAGES.items():
        try:
            found[name] = version(package)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return platform.machine()
    model = re.search(r"^model name\s*: (.*)", text, re.MULTILINE)
    return model[1].strip() if model else platform.machine()
