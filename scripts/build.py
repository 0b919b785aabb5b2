"""Write the pages of docs/ from sources/: `python scripts/build.py`, from any folder.

Only the dependencies have to be installed, not the package.
"""

import sys
from pathlib import Path

from press_archive.cli import main

if __name__ == "__main__":
    sys.exit(main(["--root", str(Path(__file__).resolve().parents[1]), "build", "--pages-only"]))
