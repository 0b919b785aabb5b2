"""Archives of invented documents, as large and as odd as asked.

Everything in them is made up: words, names and texts come from lists of syllables. The same options make the
same archive, byte for byte.
"""

from .archive import write_archive
from .shape import Shape

__all__ = ["Shape", "write_archive"]
