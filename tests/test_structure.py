"""The package's own rules: modules import in one direction, one file knows MkDocs, nothing knows the
collection.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from conftest import REPOSITORY

SCRIPTS = REPOSITORY / "scripts"

# A package imports only from those before it; the last one is the command line, beside the packages.
ORDER = (
    "base",
    "yaml_text",
    "records",
    "captures",
    "collection",
    "checks",
    "exports",
    "pages",
    "editing",
    "publish",
    "ingest",
    "commands",
    "",
)
PROGRAM = SCRIPTS / "press_archive"
MODULES = sorted(PROGRAM.rglob("*.py"))
FOLDERS = sorted({path.parent for path in MODULES})
MOST_MODULES = 16  # of a folder: more can't be taken in at a glance
MOST_LINES = 425  # of a module: a longer one has more than one job


def name_of(path: Path) -> str:
    """Return a module's name within the program, such as base.files; of a package's docstring, the package's."""
    parts = path.relative_to(PROGRAM).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def package_of(module: str) -> str:
    first = module.split(".")[0]
    return first if (PROGRAM / first).is_dir() else ""


def imported(path: Path) -> set[str]:
    """The modules of the program that a module imports, by their names within it."""
    here = list(path.relative_to(PROGRAM).parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = here[: len(here) - (node.level - 1)]
            module = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            names = [f"{module}.{alias.name}".strip(".") for alias in node.names]
            modules = [
                name for name in names if (PROGRAM / Path(*name.split("."))).with_suffix(".py").is_file()
            ]
            found.update(modules or [module])
    return found


def test_every_package_has_its_place_in_the_order():
    folders = {path.name for path in PROGRAM.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert {folder for folder in folders if any((PROGRAM / folder).rglob("*.py"))} == set(ORDER) - {""}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_its_package_and_those_before_it(path):
    allowed = ORDER[: ORDER.index(package_of(name_of(path))) + 1]
    assert {name for name in imported(path) if package_of(name) not in allowed} == set()


def test_only_what_publishes_the_site_imports_its_pages():
    """What messages need of the wording of pages, such as plurals, is in base.wording."""
    importing = {
        package_of(name_of(path))
        for path in MODULES
        if any(package_of(name) == "pages" for name in imported(path))
    }
    assert importing == {"pages", "publish"}


def test_no_modules_import_each_other_in_a_circle():
    imports = {name_of(path): imported(path) for path in MODULES}
    open_: list[str] = []
    done: set[str] = set()

    def visit(module: str) -> None:
        assert module not in open_, " -> ".join([*open_[open_.index(module) :], module])
        if module not in done:
            open_.append(module)
            for other in sorted(imports.get(module, ())):
                visit(other)
            open_.pop()
            done.add(module)

    for module in imports:
        visit(module)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_of_the_program_can_be_taken_in_at_a_glance(folder):
    modules = [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MOST_MODULES


def test_no_module_is_so_long_that_it_has_several_jobs():
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_only_the_hook_and_seven_modules_beside_it_import_mkdocs():
    guilty = [
        path.relative_to(REPOSITORY).as_posix()
        for path in sorted(SCRIPTS.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (
            isinstance(node, ast.ImportFrom)
            and not node.level
            and (node.module or "").split(".")[0] in ("mkdocs", "material")
        )
        or (
            isinstance(node, ast.Import)
            and any(name.name.split(".")[0] in ("mkdocs", "material") for name in node.names)
        )
    ]
    publish = "scripts/press_archive/publish"
    names = (
        "conversion/deferred_pages", "conversion/mkdocs_page", "serve/mkdocs_changes", "serve/mkdocs_server",
        "serve/saved_document", "serve/session", "settings",
    )  # fmt: skip
    beside = {f"{publish}/{name}.py" for name in names}
    assert set(guilty) == {"scripts/hook.py", *beside}


def test_only_one_module_runs_git():
    guilty = {
        path.name
        for path in sorted(SCRIPTS.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value == "git"
    }
    assert guilty == {"git.py"}


@pytest.mark.parametrize("folder", ["scripts", "overrides"])
def test_nothing_in_the_scripts_or_the_theme_knows_the_collection(folder):
    for path in sorted((REPOSITORY / folder).rglob("*")):
        if path.is_file() and path.suffix in (".py", ".md", ".html"):
            assert "lavrov" not in path.read_text(encoding="utf-8").casefold(), path


def test_templates_use_nothing_that_the_successor_of_the_theme_lacks():
    """Its template engine has no methods of Python's strings."""
    for path in sorted((REPOSITORY / "overrides").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for method in (".startswith(", ".endswith(", ".format(", ".strip(", ".split("):
            assert method not in text, f"{path.name}: {method}"
