"""The files that make a folder a BagIt bag (RFC 8493): its declaration, its description, its manifests.

What is kept is below data/; the tag files are beside it. Only their text is made here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from .manifests import render_manifest

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512")
# Names that programs for bags read in different ways, because of how a manifest escapes them, or because some
# end a line at other characters (Python: str.splitlines) or drop white space at the end of one.
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029%\\\udc80-\udcff]|\s\Z")


def is_safe(path: str) -> bool:
    """Return whether every program reads a path in a bag's manifest in the same way.

    >>> is_safe("docs/about/index.md"), is_safe("docs/50%.md")
    (True, False)
    """
    return not UNSAFE.search(path) and not path.startswith(("/", "~")) and ".." not in path.split("/")


def render_tags(
    digests: Mapping[str, tuple[str, str]],
    octets: int,
    info: Iterable[tuple[str, str]],
    day: str,
    others: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Return a bag's tag files by name.

    `digests` has the SHA-256 and SHA-512 of each file below data/, by its path there, and `octets` is the
    size of all. `info` is what bag-info.txt says of them. `others` are more files beside data/, which the
    manifests of tags list too.
    """
    lines = [*info, ("Bagging-Date", day), ("Payload-Oxum", f"{octets}.{len(digests)}")]
    text = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in lines)
    tags = {**(others or {}), "bagit.txt": DECLARATION, "bag-info.txt": text.encode()}
    for number, algorithm in enumerate(ALGORITHMS):
        listed = {f"data/{path}": pair[number] for path, pair in digests.items()}
        tags[f"manifest-{algorithm}.txt"] = render_manifest(listed)
    lists = {}
    for algorithm in ALGORITHMS:
        listed = {name: hashlib.new(algorithm, data).hexdigest() for name, data in tags.items()}
        lists[f"tagmanifest-{algorithm}.txt"] = render_manifest(listed)
    return tags | lists
