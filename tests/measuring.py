"""The instruments of the measures of built sites, and the table of figures that a run prints at its end.

Bytes are those on the wire, with their headers; a KB is 1,000 of them. What needs Node or Java is skipped
where they are missing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

from conftest import HERE, REPOSITORY
from press_archive.publish.site_files.digests import LENGTH
from serving import PREFIX

NODE_PACKAGES = REPOSITORY / "tests" / "node" / "node_modules"
OURS = REPOSITORY / "docs" / "assets"


def expect_none(found: list[str]) -> None:
    """Fail with everything that was found, whole and a line for each, and nothing else."""
    if found:
        pytest.fail("\n".join(found), pytrace=False)


# --- Figures


@dataclass
class Figures:
    """What was measured: for each measure what was expected, and the figure of each page."""

    expected: dict[str, str] = field(default_factory=dict)
    found: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, measure: str, expected: str, page: str, figure: float) -> None:
        """Keep a figure."""
        self.expected[measure] = expected
        self.found[measure][page] = figure

    def lines(self) -> list[str]:
        """Return the table: few figures one by one, of many the lowest and the highest with their pages."""
        rows = [("measure", "expected", "figures")]
        for measure, figures in self.found.items():
            if len(figures) <= 4:
                told = ", ".join(f"{page} {figure:g}" for page, figure in figures.items())
            else:
                (low, least), *_, (high, most) = sorted(figures.items(), key=lambda item: item[1])
                told = f"{least:g} on each" if least == most else f"{least:g} ({low}) to {most:g} ({high})"
                told = f"{told} of {len(figures)}"
            rows.append((measure, self.expected[measure], told))
        widths = [max(len(row[column]) for row in rows) for column in range(2)]
        return [f"{measure:{widths[0]}}  {expected:{widths[1]}}  {told}" for measure, expected, told in rows]


_FIGURES = pytest.StashKey[Figures]()


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> Figures:
    """The figures of this run."""
    return pytestconfig.stash.setdefault(_FIGURES, Figures())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table."""
    if figures := config.stash.get(_FIGURES, None):
        terminalreporter.section("figures")
        for line in figures.lines():
            terminalreporter.write_line(line)


# --- In the browser


class Transfer:
    """What a page that has opened nothing yet gets from now on: (path below the site, bytes) of each file."""

    def __init__(self, page: Page) -> None:
        """Begin to count."""
        self.files: list[tuple[str, int]] = []
        paths: dict[str, str] = {}
        network = page.context.new_cdp_session(page)
        network.on(
            "Network.requestWillBeSent",
            lambda event: paths.update({event["requestId"]: unquote(urlsplit(event["request"]["url"]).path)}),
        )
        network.on(
            "Network.loadingFinished",
            lambda event: self.files.append(
                (paths[event["requestId"]].removeprefix(PREFIX), int(event["encodedDataLength"]))
            ),
        )
        network.send("Network.enable")

    @property
    def bytes(self) -> int:
        """All of it."""
        return sum(size for _, size in self.files)

    @property
    def own_code(self) -> list[tuple[str, int]]:
        """The style sheets and scripts that are the archive's own, and not the theme's."""
        return [
            (path, size)
            for path, size in self.files
            if path.endswith((".css", ".js")) and (OURS / plain(path).removeprefix("assets/")).is_file()
        ]


def plain(path: str) -> str:
    """Return the path of a style sheet or script without the folder that is named by a digest."""
    return re.sub(f"^assets/[0-9a-f]{{{LENGTH}}}/", "assets/", path)


def first_visit(page: Page, address: str) -> Transfer:
    """Open a page in a fresh context; return what came, with the icon, for which a browser without windows
    does not ask.
    """
    transfer = Transfer(page)
    page.goto(address)
    page.evaluate(
        "Promise.all([...document.querySelectorAll('link[rel~=icon]')].map(icon => fetch(icon.href)))"
    )
    page.wait_for_load_state("networkidle")
    return transfer


# How far something moved each time, and what it was: https://wicg.github.io/layout-instability/.
# `hadRecentInput` is not looked at: nobody touches these pages, but Chromium says it of the first half second
# wherever it acts as a phone.
_WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
    for (const shift of list.getEntries()) {
        const elements = shift.sources.map(({node}) => {
            const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
            return element?.outerHTML.split("\\n")[0].slice(0, 120) ?? "(gone)";
        });
        window.shifts.push([shift.value, elements]);
    }
}).observe({type: "layout-shift", buffered: true});
"""

# Milliseconds and bytes per second: the slow mobile web that Lighthouse assumes.
SLOW_WEB = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}


def watch_shifts(page: Page, slow: bool = False) -> None:
    """Prepare a page that has opened nothing yet to note what moves while it loads, on a slow web if asked."""
    page.add_init_script(_WATCH_SHIFTS)
    if slow:
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.emulateNetworkConditions", SLOW_WEB)


@dataclass(frozen=True)
class Shift:
    """Something that moved: how far, as a share of the screen, and the elements that did."""

    value: float
    elements: tuple[str, ...]

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.value:.4f} {' '.join(self.elements)}"


def shifts(page: Page) -> list[Shift]:
    """Return what has moved, in the order of time."""
    page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )
    return [Shift(value, tuple(elements)) for value, elements in page.evaluate("window.shifts")]


# --- The Nu HTML checker


@dataclass(frozen=True)
class Fault:
    """An error that the checker finds: the page below the site, the line, what is wrong, and the place."""

    page: str
    line: int
    message: str
    extract: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.page}:{self.line}: {self.message} In: {' '.join(self.extract.split())}"


def _needed(program: str) -> str:
    """Return the path of a program, or skip the test."""
    found = shutil.which(program)
    if not found:
        pytest.skip(f"{HERE} there is no {program}")
    return found


def _package(path: str) -> Path:
    """Return a file of the Node packages, or skip the test."""
    if not (NODE_PACKAGES / path).is_file():
        pytest.skip(
            f"{HERE} the packages of tests/node are not installed; `make measure` does that where there is npm"
        )
    return NODE_PACKAGES / path


@pytest.fixture(scope="session")
def check_html() -> Callable[[Path], list[Fault]]:
    """Check every HTML page below a folder; return the errors in the order of pages and lines."""
    command = [_needed("java"), "-jar", str(_package("vnu-jar/build/dist/vnu.jar"))]

    def check(folder: Path) -> list[Fault]:
        done = subprocess.run(
            [*command, "--format", "json", "--errors-only", "--exit-zero-always", "--stdout", "--skip-non-html", str(folder)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return sorted(
            (
                Fault(
                    Path(unquote(urlsplit(found["url"]).path)).relative_to(folder).as_posix(),
                    found.get("lastLine", 0), found["message"], found.get("extract", ""),
                )
                for found in json.loads(done.stdout)["messages"]
            ),
            key=lambda fault: (fault.page, fault.line),
        )  # fmt: skip

    return check


# --- Lighthouse

CATEGORIES = {
    "performance": 98,
    "accessibility": 100,
    "best-practices": 100,
    "seo": 100,
}  # the lowest score that will do


@dataclass(frozen=True)
class Report:
    """A run of Lighthouse: the score of each category, 0 to 100, and for each what took points away."""

    scores: dict[str, int]
    reasons: dict[str, list[str]]

    @property
    def short(self) -> list[str]:
        """The categories that are below what is expected, each with its reasons."""
        return [
            f"{name} {self.scores[name]}, expected {least} at least: {'; '.join(self.reasons[name])}"
            for name, least in CATEGORIES.items()
            if self.scores[name] < least
        ]


def parse_report(report: dict) -> Report:
    """Read what Lighthouse writes as JSON."""
    assert "runtimeError" not in report, report["runtimeError"]
    scores, reasons = {}, {}
    for name, category in report["categories"].items():
        scores[name] = round(category["score"] * 100)
        weighed = [
            report["audits"][reference["id"]] for reference in category["auditRefs"] if reference["weight"]
        ]
        reasons[name] = [
            ": ".join(filter(None, (audit["id"], audit.get("displayValue"), *places(audit))))
            for audit in weighed
            if audit["score"] is not None and audit["score"] < 1
        ]
    return Report(scores, reasons)


def places(audit: dict) -> list[str]:
    """Return the first five places on the page that an audit names."""
    items = (audit.get("details") or {}).get("items", [])
    return [item["node"]["snippet"] for item in items if "node" in item][:5]


@pytest.fixture(scope="session")
def lighthouse(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Report]:
    """Run Lighthouse on an address, as a phone with a slow web, which it reckons from what it saw on this
    machine.
    """
    command = [_needed("node"), str(_package("lighthouse/cli/index.js"))]
    home = tmp_path_factory.mktemp("lighthouse")

    def run(address: str) -> Report:
        done = subprocess.run(
            [*command, address, "--quiet", "--no-enable-error-reporting", "--output=json",
             f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox"],
            env={**os.environ, "CHROME_PATH": chromium, "HOME": str(home)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return parse_report(json.loads(done.stdout))

    return run
