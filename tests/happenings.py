"""A copy of the toy archive in which things happen at random: records change, break, come and go."""

from __future__ import annotations

import contextlib
import random
import shutil
from itertools import pairwise
from pathlib import Path

from conftest import TOY, hold_captures
from press_archive.collection.loading import load_archive
from press_archive.editing.fingerprints import update_fingerprints

DAMAGES = (
    b"*x ",
    b"TODO ",
    b'"',
    b"[",
    b": ",
    b"\t",
    b"\r",
    b"\xff",
    b"\xe2\x80\xae",
    b"---\n",
    b"- ",
    b"\0",
)


class World:
    """A copy of the toy archive, its captures held, in which things happen."""

    def __init__(self, root: Path, rng: random.Random) -> None:
        self.root = root
        self.rng = rng
        shutil.copytree(TOY / "sources", root / "sources")
        hold_captures(root)
        if rng.random() < 0.7:
            self.make_fingerprints()
        if rng.random() < 0.5:  # what was copied from these is found by their fingerprints
            for path in rng.sample(self.files("*/*/capture.txt"), 2):
                path.unlink()
        (root / "docs/about").mkdir(parents=True)
        (root / "docs/about/index.md").write_text("# About\n\nA page by hand.\n", "utf-8")
        self.before = {path: path.read_bytes() for path in self.files("**/*") if path.is_file()}

    def make_fingerprints(self) -> None:
        """Give each restricted source the fingerprints of its capture."""
        collection = self.root / "sources/collection.yml"
        collection.write_bytes(collection.read_bytes() + b"fingerprint_salt: " + b"5a" * 16 + b"\n")
        assert [*update_fingerprints(load_archive(self.root))]

    def files(self, pattern: str) -> list[Path]:
        return sorted((self.root / "sources").glob(pattern))

    def one(self, pattern: str) -> Path:
        return self.rng.choice(self.files(pattern))

    def captured(self) -> str:
        """A line of a capture of at least nine words."""
        lines = [
            line
            for path in sorted((TOY / "captures").glob("*.txt"))
            for line in path.read_text("utf-8").split("\n")
            if len(line.split()) > 9
        ]
        return self.rng.choice(lines)

    def change(self, path: Path, old: bytes, new: bytes) -> None:
        path.write_bytes(path.read_bytes().replace(old, new, 1))

    # --- What may happen

    def edit_a_field(self) -> None:
        path = self.one("*/*/*.md")
        lines = path.read_bytes().split(b"\n")
        at = self.rng.randrange(1, len(lines))
        name, colon, value = lines[at].partition(b": ")
        if colon:
            other = self.one("*/*/*.md").read_bytes().split(b"\n")
            values = [line.partition(b": ")[2] for line in other if line.startswith(name + b": ")]
            lines[at] = name + colon + self.rng.choice([*values, value + b"1", b"unknown", b"1-3"])
        path.write_bytes(b"\n".join(lines))

    def write_a_sentence(self) -> None:
        path = self.one("*/*/*.md")
        path.write_bytes(path.read_bytes() + b"\nThe quay was dry, and nobody minded [L3].\n")

    def copy_a_line(self) -> None:
        places = [*self.files("*/*/*.md"), self.root / "docs/about/index.md"]
        path = self.rng.choice(places)
        path.write_bytes(path.read_bytes() + f"\n{self.captured()}\n".encode())

    def copy_a_line_into_a_term(self) -> None:
        path = self.one("vocabulary/*.yml")
        line = self.captured().replace('"', "").replace("\\", "")
        self.change(path, b"\n  scope: ", f'\n  scope: "{line}"\n  note: '.encode())

    def write_an_address(self) -> None:
        path = self.one("*/*/*.md")
        path.write_bytes(path.read_bytes() + b"\nWrite to ada.brook@tidewatch.example for more.\n")

    def break_a_file(self) -> None:
        path = self.one("**/*.*")
        data = path.read_bytes()
        at = self.rng.randrange(len(data) + 1)
        path.write_bytes(data[:at] + self.rng.choice(DAMAGES) + data[at:])

    def mend_all(self) -> None:
        shutil.rmtree(self.root / "sources")
        for path, data in self.before.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def remove_a_file(self) -> None:
        self.one("**/*.*").unlink()

    def rename_a_record(self) -> None:
        path = self.one("*/*/*.md")
        path.rename(path.with_name(f"{path.stem}-again.md"))

    def add_a_record(self) -> None:
        path = self.one("*/*/*.md")
        shutil.copyfile(path, self.one("*/*/source.yml").with_name(f"{path.stem}-too.md"))

    def rename_a_source(self) -> None:
        folder = self.one("*/*/source.yml").parent
        folder.rename(folder.with_name(f"{folder.name}-again"))

    def remove_a_term(self) -> None:
        path = self.one("vocabulary/*.yml")
        terms = path.read_bytes().split(b"\n")
        starts = [at for at, line in enumerate(terms) if line[:1].isalpha()]
        if len(starts) > 1:
            first, end = self.rng.choice(list(pairwise(starts)))
            path.write_bytes(b"\n".join(terms[:first] + terms[end:]))

    def change_the_access(self) -> None:
        access = self.rng.choice([b"access: full", b"access: summary", b"access: excerpt"])
        self.change(self.one("*/*/source.yml"), b"access: summary", access)

    def change_the_collection(self) -> None:
        path = self.root / "sources/collection.yml"
        if path.exists():
            words = self.rng.choice(
                [b"public_details: {ada.brook@tidewatch.example: asked}\n", b"period: 2014\n"]
            )
            path.write_bytes(path.read_bytes() + words)

    def lose_a_capture(self) -> None:
        if captures := self.files("*/*/capture.txt"):
            self.rng.choice(captures).unlink()

    def alter_a_capture(self) -> None:
        if captures := self.files("*/*/capture.txt"):
            self.change(self.rng.choice(captures), b" the ", b" a ")

    def hold_all(self) -> None:
        for folder in (path.parent for path in self.files("*/*/source.yml")):
            capture = TOY / "captures" / f"{folder.name}.txt"
            if capture.exists():
                shutil.copyfile(capture, folder / "capture.txt")

    def happen(self, number: int) -> None:
        """Let some of these happen, in any order."""
        for name in self.rng.sample(EVENTS, number):
            with contextlib.suppress(IndexError, OSError):  # nothing is left to which it could happen
                getattr(self, name)()


EVENTS = [
    name
    for name, one in vars(World).items()
    if name != "make_fingerprints" and "_" in name.strip("_") and callable(one)
]
