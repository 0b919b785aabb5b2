"""Draw a share card: the headline large between the name of the archive and, below a line, outlet and date.

A vertical bar is beside the headline, as on the site's icon, on the side on which its language begins.
Nothing of the picture depends on the machine or on the time.
"""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image, ImageColor, ImageDraw
from PIL.PngImagePlugin import PngInfo

from .cards import COLOURS, HEIGHT, KEYWORD, WIDTH, Card
from .fonts import Typeface, Weight, load_font
from .typesetting import Box, Size, TypeSetting, fit_line, set_text

MARGIN = 84
BAND = 14  # of ink along the upper edge, as on every page
BAR, GAP = 8, 30  # the bar beside the headline, and the distance between them
NAME = 28  # pixels: sizes of type
FACTS = 32
NAME_BASELINE = 104
RULE = 506
FACTS_BASELINE = 562
TWO_BASELINES = (549, 587)  # where outlet and date have a line each
INFERRED = " (inferred)"  # how a fact ends that is inferred
TOP, BOTTOM = 138, 476  # of the headline
BOX = Box(WIDTH - 2 * MARGIN - BAR - GAP, BOTTOM - TOP, 1.19)
SIZES = (
    Size(78, 3), Size(72, 3), Size(66, 3), Size(60, 4), Size(54, 4), Size(49, 5, True), Size(45, 6, True),
    Size(41, 7, True), Size(37, 8, True), Size(34, 9, True),
)  # fmt: skip
# What must be said of the headline, below it.
REMARK_BOX = Box(BOX.width, 130, 1.3)
REMARK_SIZES = (Size(27, 3), Size(24, 4), Size(20, 5))
REMARK_GAP = 24
CAP = 0.69  # the height of capital letters, as a part of the size
# How many colours of the file lead from paper to ink, and to the quiet colour: those of the edges of letters.
INK_STEPS, QUIET_STEPS = 10, 7


def draw_card(card: Card) -> bytes:
    """Return a card as a PNG; the same card always gives the same bytes, with one version of Pillow."""
    colours = dict(zip(COLOURS, card.colours, strict=True))
    image = Image.new("RGB", (WIDTH, HEIGHT), colours["paper"])
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, BAND - 1), colours["ink"])
    _line(draw, card.archive, Weight.BOLD, NAME, (MARGIN, NAME_BASELINE), colours["quiet"])
    _headline(draw, card, colours)
    draw.rectangle((MARGIN, RULE, WIDTH - MARGIN - 1, RULE + 1), colours["line"])
    _facts(draw, card, colours)
    return _png(image, card)


def headline_typeface(card: Card) -> tuple[str, Typeface]:
    """Return what is written large, and the typeface: the headline, or what takes its place."""
    face = Typeface(Weight.BOLD, card.language, card.direction)
    return (card.headline, face) if face.has(card.headline) else (card.instead, Typeface(Weight.BOLD))


def set_headline(card: Card) -> TypeSetting:
    """Return the headline, or what takes its place, in lines; what must be said of it needs room below it."""
    text, face = headline_typeface(card)
    box = replace(BOX, height=BOX.height - _height_with_gap(set_remark(card)))
    return set_text(text, box, SIZES, face.measure)


def set_remark(card: Card) -> TypeSetting:
    """Return in lines what must be said beside the headline, such as that the text does not belong to it."""
    return set_text(card.remark, REMARK_BOX, REMARK_SIZES, Typeface(Weight.REGULAR).measure)


def _step(setting: TypeSetting, box: Box) -> int:
    return round(setting.pixels * box.leading)


def _height_with_gap(remark: TypeSetting) -> int:
    return REMARK_GAP + _step(remark, REMARK_BOX) * len(remark.lines) if any(remark.lines) else 0


def _headline(draw: ImageDraw.ImageDraw, card: Card, colours: dict[str, str]) -> None:
    """Draw the headline and the remark on it in the middle of their place, with the bar beside them."""
    _, face = headline_typeface(card)
    setting, remark = set_headline(card), set_remark(card)
    step, cap = _step(setting, BOX), round(setting.pixels * CAP)
    height = cap + step * (len(setting.lines) - 1) + _height_with_gap(remark)
    top = TOP + (BOTTOM - TOP - height) // 2
    is_rtl = face.direction == "rtl"
    reach = round(setting.pixels * 0.24)  # the bar is as high as the letters, descenders included
    bar = WIDTH - MARGIN - BAR if is_rtl else MARGIN
    draw.rectangle((bar, top - reach, bar + BAR - 1, top + height + reach), colours["accent"])
    x = bar - GAP if is_rtl else bar + BAR + GAP
    anchor = "rs" if is_rtl else "ls"
    baseline = top + cap
    for number, line in enumerate(setting.lines):
        _text(draw, (x, baseline + step * number), line, colours["ink"], face, setting.pixels, anchor)
    baseline += step * (len(setting.lines) - 1) + REMARK_GAP
    small = Typeface(Weight.REGULAR)
    for number, line in enumerate(remark.lines, 1):
        at = (x, baseline + _step(remark, REMARK_BOX) * number)
        _text(draw, at, line, colours["quiet"], small, remark.pixels, anchor)


def _text(
    draw: ImageDraw.ImageDraw,
    at: tuple[int, int],
    text: str,
    colour: str,
    face: Typeface,
    pixels: int,
    anchor: str,
) -> None:
    font = load_font(face.weight, pixels)
    draw.text(at, text, colour, font, anchor, direction=face.direction, language=face.language)


def _facts(draw: ImageDraw.ImageDraw, card: Card, colours: dict[str, str]) -> None:
    """Draw outlet and date at the two ends of a line, or, where they are too long together, on two lines."""
    width = WIDTH - 2 * MARGIN
    outlet = Typeface(Weight.BOLD).measure(card.outlet, FACTS)
    date = Typeface(Weight.REGULAR).measure(card.date, FACTS)
    if outlet + date + MARGIN // 2 <= width:
        at, opposite = (MARGIN, FACTS_BASELINE), (WIDTH - MARGIN, FACTS_BASELINE)
        _line(draw, card.outlet, Weight.BOLD, FACTS, at, colours["ink"])
        _line(draw, card.date, Weight.REGULAR, FACTS, opposite, colours["quiet"], "rs")
    else:
        first, second = ((MARGIN, baseline) for baseline in TWO_BASELINES)
        _line(draw, card.outlet, Weight.BOLD, NAME, first, colours["ink"])
        _line(draw, card.date, Weight.REGULAR, NAME, second, colours["quiet"])


def _line(
    draw: ImageDraw.ImageDraw,
    text: str,
    weight: Weight,
    pixels: int,
    at: tuple[int, int],
    colour: str,
    anchor: str = "ls",
) -> None:
    """Draw a line of text between the margins; nothing where the typeface lacks a letter of it.

    That a fact is inferred is never cut off.
    """
    face = Typeface(weight)
    if not face.has(text):
        return
    end = INFERRED if text.endswith(INFERRED) else ""
    fitting = fit_line(text, WIDTH - 2 * MARGIN, lambda part: face.measure(part, pixels), end)
    _text(draw, at, fitting, colour, face, pixels, anchor)


def _png(image: Image.Image, card: Card) -> bytes:
    text = PngInfo()
    text.add_text(KEYWORD, card.digest)
    stream = io.BytesIO()
    few = image.quantize(palette=_palette(card.colours), dither=Image.Dither.NONE)
    few.save(stream, "PNG", pnginfo=text)  # the default level: a tenth larger, nine times faster
    return stream.getvalue()


def _palette(colours: tuple[str, ...]) -> Image.Image:
    """Return the colours of the file: those of the site, and the steps from paper to what letters have."""
    paper, ink, quiet, line, accent = map(ImageColor.getrgb, colours)
    ramps = [_between(paper, ink, step / INK_STEPS) for step in range(INK_STEPS + 1)]
    ramps += [_between(paper, quiet, step / QUIET_STEPS) for step in range(1, QUIET_STEPS + 1)]
    image = Image.new("P", (1, 1))
    image.putpalette([channel for colour in (*ramps, line[:3], accent[:3]) for channel in colour])
    return image


def _between(first: tuple[int, ...], second: tuple[int, ...], part: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * part) for a, b in zip(first[:3], second[:3], strict=True))
