"""The records of an archive as their files have them, read by PyYAML: every value is a text, a list or a
mapping.

What the program makes of records is compared with this, so that its own reader can't be wrong in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

VOCABULARIES = ("topics", "people", "places", "organisations", "instruments", "events", "outlets")


@dataclass(frozen=True)
class RecordFiles:
    """The records by their ids; `folders` says which source each document is in, `bodies` its summary."""

    documents: dict[str, dict[str, Any]]
    bodies: dict[str, str]
    folders: dict[str, str]
    sources: dict[str, dict[str, Any]]
    terms: dict[str, dict[str, dict[str, Any]]]
    searches: dict[str, dict[str, Any]]
    histories: dict[str, list[dict[str, Any]]]

    def label(self, vocabulary: str, id: str) -> str:
        return self.terms[vocabulary][id]["label"]


def parsed(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)  # it makes nothing but texts


def read_records(root: Path) -> RecordFiles:
    folder = root / "sources"
    files = {path: path.read_text("utf-8").split("---\n", 2) for path in sorted(folder.glob("20*/*/*.md"))}
    vocabulary = folder / "vocabulary"
    return RecordFiles(
        documents={path.stem: parsed(parts[1]) for path, parts in files.items()},
        bodies={path.stem: parts[2] for path, parts in files.items()},
        folders={path.stem: path.parent.name for path in files},
        sources={
            path.parent.name: parsed(path.read_text("utf-8"))
            for path in sorted(folder.glob("20*/*/source.yml"))
        },
        terms={name: parsed((vocabulary / f"{name}.yml").read_text("utf-8")) for name in VOCABULARIES},
        searches=parsed((folder / "searches.yml").read_text("utf-8")),
        histories={
            path.stem: parsed(path.read_text("utf-8"))["entries"]
            for path in sorted((folder / "history").glob("*.yml"))
        },
    )


def words_of_summary(body: str) -> str:
    """The words of a summary without its marks: emphasis, links, references to lines."""
    text = re.sub(r"\s*\[L\d+(?:-L?\d+)?\]", "", body)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^- ", "", text, flags=re.MULTILINE)
    return " ".join(re.sub(r"\*+", "", text).split())
