"""What was cited before, kept in a file that git ignores: pandoc cites again only what has changed.

The file can be deleted at any time. One that cannot be read is made again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from ..base.files.foreign import is_own_file
from ..base.files.writing import make_folder, write_in_one_step
from ..exports.citation_styles import STYLES
from ..exports.citations import MADE, Citations, digest
from ..exports.works import Work

CACHE = ".cache/citations.json"
# A citation is printed as it is: it is one line and has no elements but these, whoever wrote the file.
_TEXT = r"[^<>\x00-\x1f\x7f\ud800-\udfff]"
_SPAN = r'<span lang="[a-z]{2}"(?: dir="rtl")?>'
_IN_ITALICS = rf"<em>(?:{_TEXT}++|{_SPAN}{_TEXT}*+</span>)*+</em>"
_SAFE = re.compile(rf"(?:{_TEXT}++|{_IN_ITALICS}|{_SPAN}(?:{_TEXT}++|<em>{_TEXT}*+</em>)*+</span>)++")


def read_citations(root: Path) -> None:
    """Take over what an earlier build has kept; nothing where there is no such file, or another program's."""
    path = root / CACHE
    if not is_own_file(path):
        return
    try:
        kept = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return
    if isinstance(kept, dict):
        MADE.update({key: value for key, value in kept.items() if _is_whole(value)})


def _is_whole(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {style.id for style in STYLES}
        and all(isinstance(text, str) and _SAFE.fullmatch(text) for text in value.values())
    )


def keep_citations(root: Path, works: Iterable[Work]) -> None:
    """Keep the citations of these works, and no others. Raises OSError where nothing can be written."""
    kept: dict[str, Citations] = {key: MADE[key] for key in sorted(map(digest, works)) if key in MADE}
    data = f"{json.dumps(kept, ensure_ascii=False, separators=(',', ':'))}\n".encode()
    path = root / CACHE
    if is_own_file(path) and path.read_bytes() == data:
        return
    make_folder(path.parent)
    write_in_one_step(path, data, durable=False)
