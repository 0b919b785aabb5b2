"""Copied text in hand-written files is named with file and line; what cannot be read is refused."""

from __future__ import annotations

import base64
import errno
from pathlib import Path
from typing import Any

import pytest

from press_archive.cli import main
from published_files import PDF, SENTENCE, with_sentence, zipped
from toy_archive import PILOT_FOLDER

CYRILLIC = str.maketrans("aeopcxyi", "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456")
BASE64 = base64.b64encode(SENTENCE.encode()).decode()
PLACES = {
    "a page": ("docs/notes.md", f"# Notes\n\n{SENTENCE}.\n", 3),
    "over the ends of lines": ("docs/notes.md", "# Notes\n\n" + SENTENCE.replace(" ", "\n\n"), 3),
    "the text of a picture": ("docs/notes.md", f"![{SENTENCE}](quay.png)\n", 1),
    "the title of a link": ("docs/notes.md", f'[Quay](https://t.example/ "{SENTENCE}")\n', 1),
    "a comment": ("docs/notes.md", f"Notes\n<!-- {SENTENCE} -->\n", 2),
    "entities": ("docs/notes.md", SENTENCE.replace("e", "&#101;"), 0),
    "letters in bold": ("docs/notes.md", SENTENCE.replace("lamps", "la**mp**s"), 0),
    "a style": ("docs/assets/a.css", f'p::after {{ content: "{SENTENCE}"; }}', 1),
    "a script": ("docs/assets/a.js", f"const a = '{SENTENCE}';", 1),
    "a drawing": ("docs/assets/a.svg", f"<svg><text>{SENTENCE}</text></svg>", 1),
    "a template": ("overrides/partial.html", f"<p>\n{SENTENCE}</p>", 2),
    "Base64": ("docs/notes.md", base64.b64encode(SENTENCE.encode()), 0),
    "Base64 in an address": ("docs/a.html", f"<a href='data:;base64,{BASE64}'>Quay</a>", 0),
    "letters of another script": ("docs/notes.md", SENTENCE.translate(CYRILLIC), 1),
    "words of look-alikes alone": (
        "docs/notes.md",
        SENTENCE.replace("the", "th\u0435").replace("ra", "r\u0430"),
        1,
    ),
    "Greek letters": ("docs/notes.md", SENTENCE.replace("o", "\u03bf"), 1),
    "wide letters": (
        "docs/notes.md",
        SENTENCE.translate({code: code + 0xFEE0 for code in range(0x41, 0x7B)}),
        1,
    ),
    "UTF-16": ("docs/notes.txt", SENTENCE.encode("utf-16"), 0),
    "a zip in a zip": ("docs/a.zip", zipped({"b.zip": zipped({"c.txt": SENTENCE})}), 0),
}


@pytest.mark.parametrize(("path", "content", "line"), PLACES.values(), ids=PLACES)
def test_copied_text_is_named_with_its_file_and_line(toy, capsys, path, content, line):
    with_sentence(toy)
    if (toy / path.split("/")[0]).is_symlink():
        (toy / path.split("/")[0]).unlink()
    (toy / path).parent.mkdir(parents=True, exist_ok=True)
    (toy / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    main(["--root", str(toy), "check"])
    where = f"{path}:{line}" if line else path
    (problem,) = capsys.readouterr().err.splitlines()[:-2]
    assert problem.startswith(f"{where}: S105: 9 words in a row of line 3 of the capture, {PILOT_FOLDER}/")


def test_a_file_that_cannot_be_read_is_refused_without_any_capture(toy, capsys):
    (toy / "docs" / "report.pdf").write_bytes(PDF)
    main(["--root", str(toy), "check"])
    (problem,) = capsys.readouterr().err.splitlines()[:-2]
    assert problem.startswith("docs/report.pdf: C116: cannot be read: ")


def test_a_page_that_the_system_refuses_to_read_is_named_once(toy, capsys, monkeypatch):
    page = toy / "docs" / "about" / "notes.md"
    page.write_text("Notes on the quay\n", encoding="utf-8")
    open_file = Path.open

    def refuse(path: Path, *arguments: Any, **options: Any) -> Any:
        if path == page:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return open_file(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    assert main(["--root", str(toy), "check"]) == 1
    named = [line for line in capsys.readouterr().err.splitlines() if "notes.md" in line]
    assert [line.partition(". ")[0] for line in named] == [
        "docs/about/notes.md: F109: cannot read: Permission denied"
    ]


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("docs/notes.md", "# Notes\n\nThe quay ", "is open.\n"),
        ("docs/assets/a.svg", "<svg>\n\n<text>", "</text></svg>"),
        ("overrides/main.html", "<p>\n\n", "</p>"),
        ("mkdocs.yml", "site_name: The harbour treaty press archive\n\nextra: {publisher: 'A ", " B'}\n"),
    ],
)
def test_a_character_that_turns_text_round_is_named_in_hand_written_files(toy, capsys, path, before, after):
    for written in ("\u202e", "\u2066", "&#x202e;", "&#8238;", "\\u202E"):
        (toy / path).parent.mkdir(exist_ok=True)
        (toy / path).write_text(before + written + after, "utf-8")
        main(["--root", str(toy), "check"])
        (problem,) = capsys.readouterr().err.splitlines()[:-2]
        number = "2066" if written == "\u2066" else "202E"
        assert problem.startswith(f"{path}:3: C117: the invisible character U+{number}, which turns round")
