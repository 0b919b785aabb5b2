"""What a measurement of the archive's promises returns: what was seen, what was expected, whether it was met."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One figure: what was measured, what was seen, what the archive promises, and whether it keeps that."""

    what: str
    seen: str
    promised: str
    kept: bool

    def __str__(self) -> str:
        """Return one printed line."""
        return f"{'kept  ' if self.kept else 'BROKEN'}  {self.what}: {self.seen} (promised: {self.promised})"
