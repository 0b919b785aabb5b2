"""The page on architecture says what the packages say of themselves, and names only what exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from conftest import REPOSITORY

PROGRAM = REPOSITORY / "scripts" / "press_archive"
DEVELOPMENT = REPOSITORY / "docs" / "development"


def described() -> dict[str, str]:
    """Return what the page says of each package, by its name, in the order of the page; white space folded."""
    page = (DEVELOPMENT / "architecture.md").read_text(encoding="utf-8")
    block = page.split("<!-- packages -->\n")[1].split("<!-- /packages -->")[0]
    entries = re.findall(r"^`(\w+)`\n:   (.*\n(?:    .*\n)*)", block, re.MULTILINE)
    return {name: " ".join(text.split()) for name, text in entries}


def parts() -> dict[str, list[Path]]:
    """Return the packages of the program, and the modules beside them that people run, each with its files."""
    packages = {path.parent.name: sorted(path.parent.rglob("*.py")) for path in PROGRAM.glob("*/__init__.py")}
    return packages | {path.stem: [path] for path in PROGRAM.glob("*.py") if not path.stem.startswith("_")}


def docstring(name: str) -> str:
    """Return what a package says of itself, white space folded; empty where there is no such package."""
    for path in (PROGRAM / name / "__init__.py", PROGRAM / f"{name}.py"):
        if path.is_file():
            return " ".join((ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split())
    return ""


def imports(path: Path) -> set[str]:
    """Return the parts of the program that a file imports, those within functions included."""
    found = set()
    depth = len(path.relative_to(PROGRAM).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            found |= {node.module.split(".")[0]} if node.module else {alias.name for alias in node.names}
        elif (
            isinstance(node, ast.ImportFrom)
            and not node.level
            and (node.module or "").startswith(f"{PROGRAM.name}.")
        ):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.split(".")[1] for alias in node.names if alias.name.startswith(f"{PROGRAM.name}.")
            }
    return found


ORDER = list(described())
NAMES = [*ORDER, *sorted(parts().keys() - set(ORDER))]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_of_a_package_what_its_docstring_says(name: str) -> None:
    assert described().get(name) == docstring(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_package_imports_only_from_those_above_it_on_the_page(name: str) -> None:
    files = parts().get(name, [])
    assert files
    assert name in ORDER
    assert {used for path in files for used in imports(path)} - {name} <= set(ORDER[: ORDER.index(name)])


@pytest.mark.parametrize("page", sorted(DEVELOPMENT.glob("*.md")), ids=lambda page: page.name)
def test_every_path_that_is_named_exists(page: Path) -> None:
    """Those of what git ignores are left out, and so are the examples of files that somebody would write."""
    text = page.read_text(encoding="utf-8")
    folders = r"(?:scripts|tests|benchmarks|overrides|schema|locks|docs/assets)"
    named = set(re.findall(rf"\b({folders}/[\w./-]*\w)", text))
    assert (
        sorted(path for path in named if not (REPOSITORY / path).exists() and "node_modules" not in path)
        == []
    )


def places() -> list[tuple[str, str]]:
    """Return each file that the tables of where to start name, and the name in it that they give, if any."""
    page = (DEVELOPMENT / "architecture.md").read_text(encoding="utf-8")
    tables = page.split("## Where to start")[1].split("\n## ")[0]
    return re.findall(r"`((?:\w+/)+\w+\.\w+)`(?:: `(\w+)`)?", tables)


@pytest.mark.parametrize(("file", "name"), places())
def test_what_people_look_for_is_where_the_page_says(file: str, name: str) -> None:
    root = REPOSITORY if file.startswith(("docs/", "overrides/")) else PROGRAM
    text = (root / file).read_text(encoding="utf-8")
    assert re.search(rf"^(?:(?:export )?(?:class|def|function) )?{name}\b", text, re.MULTILINE) or not name


SCRIPTS = [*(REPOSITORY / "docs/assets").rglob("*.js"), *(REPOSITORY / "tests/javascript").glob("*.js")]


@pytest.mark.parametrize("script", sorted(SCRIPTS), ids=lambda script: script.name)
def test_every_module_that_a_script_names_exists(script: Path) -> None:
    named = re.findall(r"\bscripts/[\w/]+\.\w+", script.read_text(encoding="utf-8"))
    assert [path for path in named if not (REPOSITORY / path).exists()] == []
