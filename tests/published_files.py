"""A restricted sentence, files that a published site may have, and what the last check says of them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from press_archive.checks.rights.copied_words import check_output
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from toy_archive import PILOT_FOLDER, write_source

# Nine words, so that nothing is found where one of them is lost.
SENTENCE = "Every café pilot lit nine lamps along the mole"
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe\xfd"
COPIED = (
    f"9 words in a row of {PILOT_FOLDER}:3 ('every café pilot lit nine lamps along the mole'). Expected none."
)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


def with_sentence(toy: Path) -> Archive:
    """Return the toy archive with one more source, whose capture is held and has the sentence."""
    write_source(toy, f"A pilot counts\n\n{SENTENCE}.\n")
    return load_archive(toy)


def zipped(members: dict[str, str | bytes], comment: str = "") -> bytes:
    """Return a zip with these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = comment.encode()
    return packed.getvalue()


def page(text: str) -> str:
    """Return a page around a text."""
    head = "<!DOCTYPE html><html lang=en><head><title>Quay</title></head>"
    return f"{head}<body><p>One. {text} Two.</p></body></html>"


def found(archive: Archive, tmp_path, name: str, content: str | bytes) -> list[str]:
    """Return what the last check says of a site with one file."""
    folder = tmp_path / "site" / "deep"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return [str(problem) for problem in check_output(archive, folder.parent)]
