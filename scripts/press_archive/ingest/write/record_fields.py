"""The fields of a drafted record as text, each below a comment that says where its value came from."""

from __future__ import annotations

import textwrap

from ...records.forms.canonical import PROPOSED, WIDTH
from ...records.values import TODO
from ...yaml_text.reading import quote
from ..proposals import Proposal


def comment_lines(text: str) -> str:
    """Return a text as comments that `archive format --judged` removes; nothing for an empty text."""
    lines = textwrap.wrap(text, WIDTH - 3, break_long_words=False, break_on_hyphens=False)
    return "".join(f"{PROPOSED} {line}\n" for line in lines)


def field_lines(name: str, proposal: Proposal) -> str:
    """Return a field with its proposed value below a comment, or with what is left to do."""
    if proposal.value is None:
        return f"{name}: {quote(f'{TODO} {proposal.origin}'.strip())}\n"
    return f"{comment_lines(proposal.comment)}{name}: {quote(proposal.value)}\n"
