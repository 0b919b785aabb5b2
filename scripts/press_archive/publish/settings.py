"""What `mkdocs.yml` says of the site, read as MkDocs reads it: `INHERIT:` and `!ENV` included.

MkDocs' own loader is used, so that no value can mean one thing to MkDocs and another here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from mkdocs.exceptions import ConfigurationError as ConfigurationError
from mkdocs.utils import get_theme_dir
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from ..base.escape import unescape
from ..base.files.foreign import is_own_file
from ..base.problems import Problem
from ..base.project import CONFIG
from ..records.fields import Collection


@dataclass(frozen=True)
class Settings:
    """What mkdocs.yml says of the site; the address is empty where the site has none."""

    name: str
    copyright: str
    address: str
    publisher: str = ""
    contact: str = ""
    postal_address: str = ""
    funding: str = ""
    independence: str = ""

    @property
    def nobody_to_write_to(self) -> str:
        """What the site lacks for readers to object: who publishes it, or where to write to them; empty if
        it has both.
        """
        if not self.publisher.strip():
            return "nobody is named as the publisher (extra.publisher)"
        if not re.match(r"mailto:.|https://.", self.contact):
            return "there is no address to write to (extra.contact, mailto: or https:)"
        return ""

    @property
    def not_filled_in(self) -> list[str]:
        """The fields of `extra` that the imprint shows as not filled in yet."""
        fields = {
            "publisher": self.publisher,
            "contact": self.contact,
            "address": self.postal_address,
            "funding": self.funding,
            "independence": self.independence,
        }
        return [name for name, value in fields.items() if not value.strip()]

    @property
    def folder(self) -> str:
        """The folder in the zip, which is also the beginning of its name."""
        return "-".join(re.findall(r"[a-z0-9]+", self.name.lower())) or "archive"

    @property
    def file(self) -> str:
        """The name of the zip. It contains no date, so that links to it keep working."""
        return f"{self.folder}-offline.zip"


def _load_config(root: Path) -> dict[str, Any]:
    loader = get_yaml_loader(yaml.CSafeLoader)
    # Tags that make Python objects are for MkDocs; nothing that is read here has one.
    loader.add_multi_constructor("", lambda *_: None)
    with (root / CONFIG).open("rb") as stream:
        config: dict[str, Any] = yaml_load(stream, loader)
    return config


def check_site_name(root: Path, collection: Collection | None) -> Iterator[Problem]:
    """The site has the name of the collection: nobody publishes an archive under the name of another.

    A folder without mkdocs.yml has no site, and one without a readable collection.yml another problem.
    """
    if collection is None or not is_own_file(root / CONFIG):
        return
    try:
        name = str(_load_config(root).get("site_name") or "")
    except ConfigurationError as error:
        message = f"cannot read the name of the site: {' '.join(str(error).split())}."
        yield Problem(CONFIG, 0, (), "O115", f"{message} Expected a configuration of MkDocs.")
        return
    if name.split() != collection.title.split():
        message = f"{name!r} is not the collection's title. Expected {collection.title!r}."
        hint = "write here the title that is in sources/collection.yml"
        yield Problem(CONFIG, _line_of_name(root), ("site_name",), "O115", message, hint)


def check_built_name(made: Path, collection: Collection | None) -> Iterator[Problem]:
    """The home page of a built site has the name of the collection, whatever a hook or a template did.

    Only a site whose settings have the right name is looked at.
    """
    home = made / "index.html"
    if collection is None or not home.is_file():
        return
    found = re.search("<title>([^<]*)</title>", home.read_text(encoding="utf-8"))
    if not found:
        return
    name = unescape(found[1])
    if " ".join(collection.title.split()) not in " ".join(name.split()):
        message = f"the title is {name!r}, not the collection's. Expected {collection.title!r}."
        hint = "see which hook, plugin or template of the site changes its name"
        yield Problem("site/index.html", 0, (), "O115", message, hint)


def _line_of_name(root: Path) -> int:
    """Return the line of mkdocs.yml that has the name; 0 where the name is in a file that it inherits."""
    lines = (root / CONFIG).read_bytes().split(b"\n")
    return next((number for number, line in enumerate(lines, 1) if line.startswith(b"site_name:")), 0)


def parse_address(address: object) -> str:
    """Return the address of a site with a slash at its end, or an empty text for none.

    Raises mkdocs.exceptions.ConfigurationError for anything that no page can be below.

    >>> parse_address("https://press.example/archive"), parse_address(None)
    ('https://press.example/archive/', '')
    """
    text = str(address or "")
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        usable = usable and (parts.port is None or parts.port > 0)
    except ValueError:  # a host or a port that is none
        usable = False
    if not usable or re.search(r"[?#\s\\\"'<>]", text):
        expected = "Expected http:// or https://, a host and perhaps a path, without a query or a fragment."
        hint = "Hint: correct SITE_URL, or site_url in mkdocs.yml"
        raise ConfigurationError(f"site_url: {text!r} is not the address of a site. {expected} {hint}")
    return f"{text.rstrip('/')}/"


def load_settings(root: Path) -> Settings:
    """Read what mkdocs.yml says of the site; raise mkdocs.exceptions.ConfigurationError on bad YAML, or on
    an address that is none.
    """
    config = _load_config(root)
    rights = unescape(re.sub(r"<[^>]*>", "", config.get("copyright") or ""))
    extra = config.get("extra") or {}
    return Settings(
        config["site_name"],
        " ".join(rights.split()),
        parse_address(config.get("site_url")),
        str(extra.get("publisher") or ""),
        *(str(extra.get(name) or "") for name in ("contact", "address", "funding", "independence")),
    )


def load_address(root: Path) -> str:
    """Return where the site is published, with a slash at its end; empty where mkdocs.yml does not say so.

    Where there is no mkdocs.yml there is no site. One that cannot be read is named by `check_site_name`, and
    MkDocs refuses it, as the hook does an address that is none.
    """
    if not is_own_file(root / CONFIG):
        return ""
    try:
        return parse_address(_load_config(root).get("site_url"))
    except ConfigurationError:
        return ""


@cache
def theme_files() -> frozenset[str]:
    """Return the SHA-256 of each style sheet, script and picture that the theme's package brings along.

    They are as large as thousands of pages, and locks/ says which they are: nobody has to compare them.
    """
    folder = Path(get_theme_dir("material")) / "assets"
    return frozenset(
        hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()
    )
