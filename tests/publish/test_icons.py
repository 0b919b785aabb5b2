"""The icons of the site: those in the repository are what the program draws from icon.svg."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from conftest import REPOSITORY
from press_archive.cli import main
from press_archive.publish.export.icons import ICONS, draw_icon

SVG = (REPOSITORY / "docs/assets/icon.svg").read_text("utf-8")
INK, PAPER, ACCENT = (28, 27, 25), (251, 250, 247), (140, 47, 27)


@pytest.mark.parametrize("icon", ICONS, ids=lambda icon: icon.path.rpartition("/")[2])
def test_an_icon_in_the_repository_is_that_of_the_svg(icon):
    data = (REPOSITORY / icon.path).read_bytes()
    kept = Image.open(io.BytesIO(data)).convert("RGBA")
    drawn = Image.open(io.BytesIO(draw_icon(SVG, icon))).convert("RGBA")
    assert kept.size == (icon.pixels, icon.pixels)
    assert ImageChops.difference(kept, drawn).getbbox(alpha_only=False) is None
    assert len(data) < 6_000
    assert kept.getpixel((0, 0)) == ((*INK, 255) if icon.fills else (0, 0, 0, 0))
    if icon.scale == 1:  # the bar, and the sheet to its left
        across = [kept.getpixel((x * icon.pixels // 320, icon.pixels // 2)) for x in (93, 70)]
        assert across == [(*ACCENT, 255), (*PAPER, 255)]


def test_what_is_in_front_of_a_maskable_icon_is_in_the_safe_circle():
    """Web Application Manifest, section 2.2: a circle of 80 % of the width is always shown."""
    (icon,) = [icon for icon in ICONS if "maskable" in icon.path]
    image = Image.open(io.BytesIO(draw_icon(SVG, icon))).convert("RGB")
    ink = Image.new("RGB", image.size, INK)
    left, top, right, bottom = ImageChops.difference(image, ink).getbbox()
    middle = icon.pixels / 2
    corners = [(x - middle, y - middle) for x in (left, right) for y in (top, bottom)]
    assert max(x * x + y * y for x, y in corners) ** 0.5 <= 0.4 * icon.pixels


def test_an_svg_of_other_shapes_is_refused_and_the_icons_stay(toy, capsys):
    before = {path.name: path.read_bytes() for path in (toy / "docs/assets").glob("*.png")}
    svg = toy / "docs/assets/icon.svg"
    svg.write_text(SVG.replace("</svg>", '<circle r="4"/></svg>'), "utf-8")
    assert main(["--root", str(toy), "export", "icons"]) == 1
    assert "docs/assets/icon.svg: not a square SVG of rect and path alone." in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in (toy / "docs/assets").glob("*.png")} == before
