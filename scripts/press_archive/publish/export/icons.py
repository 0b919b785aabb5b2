"""The icons of the site as PNG, from its icon.svg, for what shows no SVG: home screens and the manifest.

The SVG is one of rectangles alone, so that nothing but their edges has to be computed. The files are in the
repository: every site needs them, and what draws them is not part of a site's set-up.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw

SVG = Path("docs/assets/icon.svg")
FINER = 8  # times, in which it is drawn first: the edges get the colours between
FINER_IF_LARGE = 2  # where few pixels are at an edge: 16 colours are half a byte for each pixel
LARGE = 256  # pixels

_ELEMENT = re.compile(r"<(rect|path)\s([^>]*?)/?>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_STEP = re.compile(r"([MhHvVz])([-\d.\s]*)")


@dataclass(frozen=True)
class Rectangle:
    """A rectangle in units of the SVG, its colour, and the radius of its corners."""

    left: float
    top: float
    right: float
    bottom: float
    colour: str
    radius: float = 0


@dataclass(frozen=True)
class Icon:
    """A file, its size in pixels, and what is done to the drawing.

    With `fills`, the background has no round corners: the system that shows it cuts them. What is in front
    of the background is drawn in `scale`.
    """

    path: str
    pixels: int
    fills: bool = False
    scale: float = 1


ICONS = (
    Icon("docs/assets/apple-touch-icon.png", 180, fills=True),
    Icon("docs/assets/icon-192.png", 192),
    Icon("docs/assets/icon-512.png", 512),
    # What is in front must be in a circle of 80 % of the width (Web Application Manifest, section 2.2).
    Icon("docs/assets/icon-maskable.png", 512, fills=True, scale=0.84),
)


def parse_icon(svg: str) -> tuple[float, list[Rectangle]]:
    """Return the width of a square SVG in its units, and its rectangles, beginning with the background.

    Raises ValueError where there is anything else in it.
    """
    width = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    if not width or len(_ELEMENT.findall(svg)) != svg.count("<") - 2:
        raise ValueError(f"{SVG.as_posix()}: not a square SVG of rect and path alone. Expected one.")
    found: list[Rectangle] = []
    for name, attributes in _ELEMENT.findall(svg):
        values = dict(_ATTRIBUTE.findall(attributes))
        if name == "rect":
            radius = float(values.get("rx", "0"))
            right, bottom = float(values["width"]), float(values["height"])
            found.append(Rectangle(0, 0, right, bottom, values["fill"], radius))
        else:
            found += _rectangles(values["d"], values["fill"])
    return float(width[1]), found


def _rectangles(path: str, colour: str) -> Iterator[Rectangle]:
    x = y = 0.0
    corners: list[tuple[float, float]] = []
    for step, text in _STEP.findall(path):
        numbers = [float(number) for number in text.split()]
        if step == "z":
            xs, ys = zip(*corners, strict=True)
            yield Rectangle(min(xs), min(ys), max(xs), max(ys), colour)
            continue
        if step == "M":
            corners = []
            x, y = numbers
        elif step in "hH":
            x = numbers[0] + (x if step == "h" else 0)
        else:
            y = numbers[0] + (y if step == "v" else 0)
        corners.append((x, y))


def draw_icon(svg: str, icon: Icon) -> bytes:
    """Return an icon as a PNG; raise ValueError where the SVG has more than rectangles."""
    width, rectangles = parse_icon(svg)
    size = icon.pixels * (FINER if icon.pixels < LARGE else FINER_IF_LARGE)
    image = Image.new("RGBA", (size, size))
    draw = ImageDraw.Draw(image)
    for number, one in enumerate(rectangles):
        scale = icon.scale if number else 1
        shift = width * (1 - scale) / 2
        sides = (one.left, one.top, one.right, one.bottom)
        left, top, right, bottom = (round((side * scale + shift) * size / width) for side in sides)
        radius = 0 if icon.fills else round(one.radius * size / width)
        colour = ImageColor.getrgb(one.colour)
        draw.rounded_rectangle((left, top, right - 1, bottom - 1), radius, colour)
    small = image.resize((icon.pixels, icon.pixels), Image.Resampling.BOX)
    stream = io.BytesIO()
    _with_palette(small).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _with_palette(image: Image.Image) -> Image.Image:
    """Return the same picture with a byte for each pixel: it has few colours, and checks read every byte."""
    data = image.tobytes()
    pixels = [data[start : start + 4] for start in range(0, len(data), 4)]
    numbers = {colour: number for number, colour in enumerate(sorted(set(pixels)))}
    if len(numbers) > 256:
        raise ValueError(f"{SVG.as_posix()}: a picture of {len(numbers)} colours. Expected 256 at most.")
    few = Image.frombytes("P", image.size, bytes(numbers[pixel] for pixel in pixels))
    is_opaque = all(colour[3] == 255 for colour in numbers)
    channels = 3 if is_opaque else 4
    few.putpalette(b"".join(colour[:channels] for colour in numbers), "RGB" if is_opaque else "RGBA")
    return few
