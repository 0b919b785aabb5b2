"""The package's own rules: modules import in one direction, one file knows MkDocs, nothing knows the collection."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from conftest import REPOSITORY

SCRIPTS = REPOSITORY / "scripts"

# A module imports only from those that stand before it.
ORDER = (
    "base.project", "completion", "base.progress", "publish.settings",
    "base.problems", "base.files", "yaml_text.reading", "records.dates", "records.lines", "records.links", "records.fields", "records.files", "records.schemas", "yaml_text.scalars", "yaml_text.comments",
    "records.canonical", "records.parsing", "captures.capture", "base.escape", "captures.passages",
    "records.summaries", "collection.archive", "collection.loading", "publish.placeholders", "collection.relations", "collection.coverage", "checks.copied_words", "checks.near_duplicates", "checks.records", "checks.captures", "checks.run",
    "checks.since", "checks.reports", "editing.terms",
    "editing.holding", "pages.wording", "pages.layout", "pages.summaries", "pages.lists", "pages.charts", "pages.events",
    "pages.documents", "pages.terms", "pages.timeline", "pages.evidence", "pages.missing", "pages.sources", "pages.home",
    "publish.build", "publish.preview", "publish.facets", "publish.search_index", "publish.html_tags", "publish.offline_links", "publish.offline_copy",
    "ingest.proposals", "ingest.received_file", "ingest.addresses", "ingest.dates", "ingest.phrases", "ingest.cuts", "ingest.items",
    "ingest.roles", "ingest.mentions", "ingest.outlets", "ingest.surroundings",
    "ingest.extract", "ingest.read", "ingest.fetch", "ingest.propose",
    "ingest.write",
    "commands.progress",
    "commands.ask",
    "commands.add",
    "commands.check", "commands.status",
    "commands.format",
    "commands.build", "commands.offline",
    "commands.hold",
    "commands.schema",
    "commands.summary",
    "commands.preview",
    "commands.term",
    "cli",
    "__main__",
)  # fmt: skip


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(SCRIPTS / "press_archive").with_suffix("").parts)


MODULES = [path for path in sorted((SCRIPTS / "press_archive").rglob("*.py")) if path.name != "__init__.py"]


def imported(path: Path) -> set[str]:
    """The modules of the package that a module imports, by their names within the package."""
    package = module_name(path).split(".")[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - (node.level - 1)] if node.level > 1 else package
            names = [node.module] if node.module else [alias.name for alias in node.names]
            found.update(".".join([*base, *name.split(".")]) for name in names)
    return found


def test_every_module_has_its_place_in_the_order():
    assert {module_name(path) for path in MODULES} == set(ORDER)


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_imports_only_from_those_before_it(path):
    before = ORDER[: ORDER.index(module_name(path))]
    assert imported(path) <= set(before)


def test_only_the_hook_and_the_reader_of_its_settings_import_mkdocs():
    guilty = [
        path.relative_to(REPOSITORY).as_posix()
        for path in sorted(SCRIPTS.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] in ("mkdocs", "material"))
        or (isinstance(node, ast.Import) and any(name.name.split(".")[0] in ("mkdocs", "material") for name in node.names))
    ]
    assert set(guilty) == {"scripts/hook.py", "scripts/press_archive/publish/settings.py"}


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
