"""A copy of the toy archive for a measurement: its records and the project's pages and theme."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TOY = REPOSITORY / "tests" / "toy"
BY_HAND = ("search.md", "about", "development", "assets")


def copy_toy(root: Path, held: bool = False) -> Path:
    """Write the copy into a new folder, with the captures beside their records if they are `held`."""
    shutil.copytree(TOY / "sources", root / "sources")
    for name in ("overrides", "scripts"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in REPOSITORY.glob("mkdocs*.yml"):
        shutil.copyfile(path, root / path.name)
    for name in BY_HAND:
        source, target = REPOSITORY / "docs" / name, root / "docs" / name
        target.parent.mkdir(exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copyfile(source, target)
    if held:
        for capture in (TOY / "captures").glob("*.txt"):
            (folder,) = root.glob(f"sources/*/{capture.stem}")
            shutil.copyfile(capture, folder / "capture.txt")
    _name_site(root)
    return root


def _name_site(root: Path) -> None:
    title = re.search("^title: (.*)", (root / "sources" / "collection.yml").read_text("utf-8"), re.MULTILINE)
    assert title
    config = root / "mkdocs.yml"
    text = re.sub("^site_name: .*", f"site_name: {title[1]}", config.read_text("utf-8"), flags=re.MULTILINE)
    config.write_text(text, encoding="utf-8")
