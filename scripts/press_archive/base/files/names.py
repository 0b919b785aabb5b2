"""Names of files that Windows keeps for devices, with any extension and in any case.

https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
"""

from __future__ import annotations

import re

_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)
# The same for ids, which have only a-z, 0-9 and hyphens.
RESERVED_IDS = r"(?:con|prn|aux|nul|(?:com|lpt)[0-9])"


def is_reserved(name: str) -> bool:
    """Return whether Windows takes a file's name for a device.

    >>> is_reserved("nul"), is_reserved("AUX.md"), is_reserved("com1.tar.gz"), is_reserved("aux-quays.md")
    (True, True, True, False)
    """
    return _DEVICE.fullmatch(name.partition(".")[0].rstrip(" ")) is not None
