"""Take a picture of every kind of page: `python tests/gallery.py [--only KIND] [--toy]`, or `make gallery`.

It builds the public site as it is published, and the reading room where the captures are held, opens one page
of each kind on a phone and on a desk, in light and in dark, and writes a picture of the whole page for each;
of documents also how they print. The folder `gallery/` then holds the pictures and index.html, a sheet that
shows them side by side.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment
from playwright.sync_api import Browser, sync_playwright

from browsing import (
    DEVICES,
    MORE_PAGES,
    PAGES,
    PAPER,
    READING_ROOM_PAGES,
    TOY_PAGES,
    TOY_READING_ROOM_PAGES,
    open_page,
)
from conftest import REPOSITORY, TOY, find_chromium
from site_fixtures import built_site, launch, not_held

SCHEMES = ("light", "dark")

SHEET = Environment(autoescape=True).from_string("""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gallery</title>
<style>
  body { margin: 1rem; font: 1rem/1.5 system-ui, sans-serif; background: #777; color: #fff; }
  h2 { margin: 2rem 0 .5rem; }
  ul { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1rem; margin: 0; padding: 0; list-style: none; }
  a { color: inherit; }
  img { display: block; width: 100%; height: 36rem; object-fit: cover; object-position: top; }
</style>
<h1>Gallery</h1>
<p>Each picture is a link to the whole page in its own size.</p>
{% for kind, pictures in kinds.items() %}
<h2>{{ kind }}</h2>
<ul>
  {% for picture in pictures %}
  <li><a href="{{ picture.name }}"><img src="{{ picture.image }}" alt="" loading="lazy">{{ picture.label }}</a>
  {% endfor %}
</ul>
{% endfor %}
</html>
""")


@dataclass(frozen=True)
class Picture:
    """A file of the gallery, the image that stands for it on the sheet, and what is written below."""

    name: str
    image: str
    label: str


def take_pictures(browser: Browser, address: str, kind: str, folder: Path) -> list[Picture]:
    """Take the pictures of one page."""
    slug = kind.lower().replace(" ", "-")
    taken = []
    for device, options in DEVICES.items():
        for scheme in SCHEMES:
            context = browser.new_context(**options, color_scheme=scheme, reduced_motion="reduce")
            page = context.new_page()
            open_page(page, address)
            name = f"{slug}-{device}-{scheme}.png"
            page.screenshot(path=folder / name, full_page=True)
            taken.append(Picture(name, name, f"{device}, {scheme}"))
            context.close()
    if "/documents/2" in address:
        context = browser.new_context(viewport=PAPER, color_scheme="light")
        page = context.new_page()
        open_page(page, address)
        page.pdf(path=folder / f"{slug}-print.pdf", format="A4", print_background=False)
        page.emulate_media(media="print")
        page.screenshot(path=folder / f"{slug}-print.png", full_page=True)
        taken.append(Picture(f"{slug}-print.pdf", f"{slug}-print.png", "in print (PDF)"))
        context.close()
    return taken


def write_gallery(folder: Path, toy: bool = False, only: Sequence[str] = ()) -> int:
    """Write the pictures and their sheet into `folder`; return the exit status."""
    collection = TOY if toy else REPOSITORY
    public = TOY_PAGES if toy else PAGES | MORE_PAGES
    room = TOY_READING_ROOM_PAGES if toy else READING_ROOM_PAGES
    if unknown := sorted(set(only) - public.keys() - room.keys()):
        print(
            f"--only: no kind of page is called {', '.join(unknown)}. Expected one of: {', '.join(public | room)}.",
            file=sys.stderr,
        )
        return 2
    chromium = find_chromium()
    if not chromium:
        print("The pictures need a Chromium, and this machine has none.", file=sys.stderr)
        return 1
    if not toy and (missing := not_held()):
        print(f"The reading room is left out: the captures of {len(missing)} documents are not held.")
        room = {}
    folder.mkdir(parents=True, exist_ok=True)
    kinds: dict[str, list[Picture]] = {}
    with tempfile.TemporaryDirectory() as built, sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        for reading_room, pages in ((False, public), (True, room)):
            wanted = {kind: path for kind, path in pages.items() if not only or kind in only}
            if not wanted:
                continue
            with built_site(
                Path(built, "room" if reading_room else "public"), collection, reading_room
            ) as site:
                for kind, path in wanted.items():
                    kinds[kind] = take_pictures(browser, site.address + path, kind, folder)
        browser.close()
    (folder / "index.html").write_text(SHEET.render(kinds=kinds), encoding="utf-8")
    for kind, pictures in kinds.items():
        print(f"{kind}: {', '.join(picture.name for picture in pictures)}")
    print(f"{sum(map(len, kinds.values()))} pictures. Open {folder.resolve() / 'index.html'} in a browser.")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and write the gallery."""
    parser = argparse.ArgumentParser(
        prog="tests/gallery.py", description="Take a picture of every kind of page."
    )
    parser.add_argument(
        "--only",
        metavar="KIND",
        action="append",
        default=[],
        help="a kind of page; may be given more than once",
    )
    parser.add_argument(
        "--toy", action="store_true", help="the invented archive of the tests in place of the real one"
    )
    parser.add_argument(
        "--to", metavar="FOLDER", type=Path, default=Path("gallery"), help="where to write (default: gallery)"
    )
    given = parser.parse_args(arguments)
    return write_gallery(given.to, given.toy, given.only)


if __name__ == "__main__":
    sys.exit(main())
