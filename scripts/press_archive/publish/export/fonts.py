"""The typeface of the cards: FiraGO, from the package pymupdf-fonts (SIL Open Font License 1.1).

One family has the letters of Latin, Cyrillic, Greek, Arabic, Hebrew, Georgian, Thai and Devanagari, so that
a headline and its outlet look alike in all of them. Raqm, which Pillow's wheels contain, shapes Arabic and
puts texts that run from the right in their order (Unicode Standard Annex 9).
"""

from __future__ import annotations

import functools
import io
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from PIL import ImageFont, features
from pymupdf_fonts import FiraGO_Bold, FiraGO_Regular

MEASURED = 100  # pixels: widths are measured once in this size, and grow with it
NOT_A_CHARACTER = "\U0010ffff"  # no font has it: it shows what a font shows for what it lacks


class Weight(StrEnum):
    """The weights of the typeface."""

    REGULAR = "regular"
    BOLD = "bold"


_DATA = {Weight.REGULAR: FiraGO_Regular.fontbuffer, Weight.BOLD: FiraGO_Bold.fontbuffer}


@functools.cache
def load_font(weight: Weight, pixels: int) -> ImageFont.FreeTypeFont:
    """Return the font in a weight and a size; raise OSError where Pillow has no Raqm to lay text out with."""
    if not features.check("raqm"):
        raise OSError("Pillow without Raqm: it cannot lay out Arabic. Expected one of Pillow's own wheels.")
    return ImageFont.truetype(io.BytesIO(_DATA[weight]), pixels, layout_engine=ImageFont.Layout.RAQM)


@dataclass(frozen=True)
class Typeface:
    """The font in a weight, for texts of a language in its direction."""

    weight: Weight
    language: str = "en"
    direction: str = "ltr"

    def measure(self, text: str, pixels: int) -> float:
        """Return the width of a text in a size, both in pixels."""
        return _width(self, text) * pixels / MEASURED

    def has(self, text: str) -> bool:
        """Return whether the font has every character of a text, and so can show it."""
        return all(_has(self.weight, character) for character in set(text))


@functools.lru_cache(maxsize=50_000)
def _width(face: Typeface, text: str) -> float:
    font = load_font(face.weight, MEASURED)
    return float(font.getlength(text, direction=face.direction, language=face.language))


@functools.cache
def _has(weight: Weight, character: str) -> bool:
    if character.isspace() or unicodedata.category(character) == "Cf":  # marks of direction draw nothing
        return True
    font = load_font(weight, MEASURED)
    missing = font.getmask(NOT_A_CHARACTER)
    drawn = font.getmask(character)
    return (drawn.size, bytes(drawn)) != (missing.size, bytes(missing))
