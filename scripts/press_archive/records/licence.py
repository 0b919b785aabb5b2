"""The licence of the records, the summaries and the vocabularies (LICENSE-records.md)."""

from __future__ import annotations

# Its identifier in SPDX, its name, and the address that explains it.
LICENCE = ("CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/")
