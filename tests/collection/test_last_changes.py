"""When a source or document last changed, as far as its history knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from case_files import edit
from press_archive.collection.histories import DOCUMENTS, SOURCES, Histories
from press_archive.collection.loading import load_archive

DIGEST = "sources/2014/harbour-digest/source.yml"
CRANES = "2014-06-crane-talks-begin"


@pytest.mark.parametrize(
    ("added", "day"),
    [
        ("2020-02-03", "2020-02-03"),
        ("2020-02", "2020-02"),
        ("2020", "2020"),
        ("2020-02~", None),
        ("../2020", None),
    ],
)
def test_without_a_history_it_is_when_the_source_was_added_if_that_is_a_plain_date(
    toy: Path, added: str, day: str | None
) -> None:
    text = (toy / DIGEST).read_text(encoding="utf-8")
    (toy / DIGEST).write_text(text.replace("\nrights:", f"\nadded: {added}\nrights:", 1), encoding="utf-8")
    changes = Histories(load_archive(toy)).last_changes()
    assert changes.get((SOURCES, "harbour-digest")) == day
    assert changes.get((DOCUMENTS, CRANES)) == day


def test_a_document_keeps_its_corrections_under_a_new_id_and_from_a_former_source_and_no_other_has_them(
    toy: Path,
) -> None:
    entries = [
        f"- {{date: 2021-01-01, type: correction, document: {CRANES}, field: title, old: a, new: b, reason: c}}",
        f"- {{date: 2021-02-02, type: correction, document: {CRANES}, field: id, old: {CRANES}, "
        "new: 2014-06-cranes, reason: c}",
    ]
    history = toy / "sources" / "history" / "harbour-digest.yml"
    history.write_text("entries:\n" + "\n".join(entries) + "\n", encoding="utf-8")
    folder = (toy / DIGEST).parent
    (folder / f"{CRANES}.md").rename(folder / "2014-06-cranes.md")
    changes = Histories(load_archive(toy)).last_changes()
    assert changes[DOCUMENTS, "2014-06-cranes"] == "2021-02-02"
    assert (DOCUMENTS, "2014-script-alert-1-script-quotes-stars") not in changes
    edit(toy, {"file": "sources/history/harbour-digest.yml", "replace": [entries[1], ""]})
    (folder / "2014-06-cranes.md").rename(folder / f"{CRANES}.md")
    assert Histories(load_archive(toy)).last_changes()[DOCUMENTS, CRANES] == "2021-01-01"
    edit(
        toy,
        {
            "file": "sources/history/gull-post-harbour.yml",
            "append": f"- {{date: 2021-03-03, type: correction, document: {CRANES}, field: source, "
            "old: gull-post-harbour, new: harbour-digest, reason: It was printed in the digest}\n",
        },
    )
    assert Histories(load_archive(toy)).last_changes()[DOCUMENTS, CRANES] == "2021-03-03"
