"""The complete example of docs/about/example.md: its files, and its capture."""

from __future__ import annotations

import re

from conftest import REPOSITORY

EXAMPLE_PAGE = (REPOSITORY / "docs" / "about" / "example.md").read_text(encoding="utf-8")
# The files of the example, by path: each is in a block of its own, after its path in backticks and a colon.
EXAMPLE = dict(
    re.findall(r"^`(sources/[^`]+)`:\n\n```\w+\n(.*?)^```$", EXAMPLE_PAGE, re.MULTILINE | re.DOTALL)
)
(SOURCE_PATH,) = [path for path in EXAMPLE if path.endswith("source.yml")]
(DOCUMENT_PATH,) = [path for path in EXAMPLE if path.endswith(".md")]
CAPTURE = EXAMPLE_PAGE.split("```text\n", 1)[1].split("```\n", 1)[0]
