"""The style sheets: one file of names, contrasts that can be read, and nothing that has to be fetched from
elsewhere.
"""

from __future__ import annotations

import itertools
import re

import pytest

from conftest import REPOSITORY

ASSETS = REPOSITORY / "docs" / "assets"
SHEETS = sorted(ASSETS.glob("*.css"))
# What is written in a colour stands on one of these.
GROUNDS = ("paper", "sheet", "panel")
KINDS = ("news-report", "speech", "interview", "press-conference", "commentary")


def declared(name: str) -> dict[str, str]:
    """Return the archive's own names that a style sheet gives a value, with the values."""
    css = re.sub(r"/\*.*?\*/", "", (ASSETS / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    return dict(re.findall(r"--archive-([a-z0-9-]+):\s*([^;]+);", css))


def colours(scheme: str) -> dict[str, str]:
    found = declared("tokens.css") | (declared("dark.css") if scheme == "dark" else {})
    return {name: value for name, value in found.items() if value.startswith("#")}


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_written_can_be_read_on_every_ground(scheme: str):
    found = colours(scheme)
    low = {
        f"{ink} on {ground}": round(contrast(found[ink], found[ground]), 2)
        for ink, ground in itertools.product(("ink", "quiet", "link", "accent"), GROUNDS)
        if contrast(found[ink], found[ground]) < 4.5
    }
    assert low == {}
    assert contrast(found["ink"], found["marked"]) >= 4.5
    assert contrast(found["banner-ink"], found["banner"]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_and_bars_can_be_seen(scheme: str):
    found = colours(scheme)
    assert {
        name: value for name in ("edge", *KINDS) if (value := contrast(found[name], found["paper"])) < 3
    } == {}


def test_the_dark_has_every_colour_and_nothing_else():
    assert set(declared("dark.css")) == set(colours("light"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_name_that_is_used_is_given_a_value(path):
    css = path.read_text(encoding="utf-8")
    used = set(re.findall(r"var\(--archive-([a-z0-9-]+)", css))
    assert used <= set(declared("tokens.css")) | set(declared(path.name))


@pytest.mark.parametrize(
    "path",
    [path for path in SHEETS if path.name not in ("tokens.css", "dark.css")],
    ids=lambda path: path.name,
)
def test_colours_stand_in_the_file_of_names_alone(path):
    css = re.sub(r"url\('[^']*'\)", "", path.read_text(encoding="utf-8"))
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])", css) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_fetches_nothing(path):
    css = path.read_text(encoding="utf-8")
    assert "@import" not in css and "@font-face" not in css
    assert [address for address in re.findall(r"url\(['\"]?([^'\")]{5})", css) if address != "data:"] == []


def test_every_family_of_letters_ends_with_the_readers_own():
    families = {
        name: value.split(",")[-1].strip()
        for name, value in declared("tokens.css").items()
        if name in ("serif", "sans", "mono")
    }
    assert families == {"serif": "serif", "sans": "sans-serif", "mono": "monospace"}
