"""The gallery: a picture of every kind of page, and a sheet that shows them."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

import gallery
from browsing import TOY_READING_ROOM_PAGES
from conftest import REPOSITORY
from html_pages import read_html


def size(picture: Path) -> tuple[int, int]:
    """The width and height of a PNG (its header, RFC 2083, section 4.1.1)."""
    return struct.unpack(">II", picture.read_bytes()[16:24])


@pytest.mark.slow
@pytest.mark.measured
def test_the_gallery_shows_a_page_on_phone_and_desk_in_light_and_dark_and_in_print(
    tmp_path: Path, chromium: str
) -> None:
    (kind,) = TOY_READING_ROOM_PAGES
    done = subprocess.run(
        [sys.executable, gallery.__file__, "--toy", "--only", kind, "--to", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    root = read_html(tmp_path / "index.html")
    linked = [link.attributes["href"] for link in root.all("a")]
    assert [link.removeprefix("interview-in-the-reading-room-") for link in linked] == [
        "phone-light.png", "phone-dark.png", "desk-light.png", "desk-dark.png", "print.pdf",
    ]  # fmt: skip
    assert [image.attributes["src"] for image in root.all("img")] == [
        link.replace(".pdf", ".png") for link in linked
    ]
    sizes = [size(tmp_path / image.attributes["src"]) for image in root.all("img")]
    assert [width for width, _ in sizes[:4]] == [375, 375, 1280, 1280]
    assert all(height > 1000 for _, height in sizes)  # the whole page
    assert (tmp_path / linked[0]).read_bytes() != (tmp_path / linked[1]).read_bytes()
    assert (tmp_path / linked[4]).read_bytes().startswith(b"%PDF-")
    assert f"5 pictures. Open {tmp_path / 'index.html'} in a browser." in done.stdout


def test_an_unknown_kind_of_page_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gallery.main(["--toy", "--only", "harbour", "--to", str(tmp_path / "gallery")]) == 2
    assert "--only: no kind of page is called harbour. Expected one of: home, " in capsys.readouterr().err
    assert not (tmp_path / "gallery").exists()
