"""The search of an archive that is published as several sites.

There is one index, on the home site: words, names and facets. So results, their order and all counts are
those of one site. What a result shows, a file for each document, is on the site of the document. It is the
larger half, and the home site's list says where it is.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from ..facets import encode
from ..search_index import CATALOGUE, FOLDER, POINTER
from .sites import Site, Sites

DIGITS = 16  # of the digest that names a folder
ENDING = ".pf_fragment"


def divide_texts(sites: Sites, index: Path, targets: dict[str, Path]) -> None:
    """Move the index of a finished site, a folder, to the home site, and texts to the sites of their
    documents.
    """
    owners = _owners(sites)
    folders = {
        site.name: _move_texts(index, owners, site, targets[site.name])
        for site in sites.all
        if site != sites.home
    }
    catalogue = json.loads((index / CATALOGUE).read_bytes())
    catalogue["parts"] = {
        "sites": [
            {"years": site.name.replace("-", " to "), "site": site.address, "folder": folders[site.name]}
            for site in sites.all[1:]
        ],
        "of": encode(sites.all.index(owner) for owner in owners),
    }
    data = json.dumps(catalogue, ensure_ascii=False, separators=(",", ":")).encode()
    (index / CATALOGUE).write_bytes(data)
    digest = hashlib.sha256(index.name.encode() + data).hexdigest()[:DIGITS]
    home = targets[sites.home.name] / FOLDER
    home.mkdir()
    os.rename(index, home / digest)
    _point_to(home, digest)


def _owners(sites: Sites) -> list[Site]:
    """Return the site of each document, in the order of publication, by which the search numbers them."""
    return [_owner(sites, id) for id in reversed(sites.archive.newest_first)]


def _owner(sites: Sites, id: str) -> Site:
    (site,) = sites.place(f"documents/{id}/index.html")
    return site


def _move_texts(index: Path, owners: list[Site], site: Site, target: Path) -> str:
    """Move the texts of the documents of a part, numbered among themselves, into a folder that is named by a
    digest of them; return its address below the site.

    A document that is added elsewhere changes none of their names.
    """
    numbers = [number for number, owner in enumerate(owners) if owner == site]
    texts = target / FOLDER
    made = texts / "made"
    made.mkdir(parents=True)
    digest = hashlib.sha256()
    for language in sorted(path.parent for path in index.glob("*/fragment")):
        for position, number in enumerate(numbers):
            text = language / "fragment" / f"{number}{ENDING}"
            if not text.is_file():  # it is in another language
                continue
            digest.update(
                f"{language.name}/{position}\n".encode() + hashlib.sha256(text.read_bytes()).digest()
            )
            (made / language.name / "fragment").mkdir(parents=True, exist_ok=True)
            os.rename(text, made / language.name / "fragment" / f"{position}{ENDING}")
    name = digest.hexdigest()[:DIGITS]
    os.rename(made, texts / name)
    _point_to(texts, name)
    return f"{FOLDER}/{name}/"


def _point_to(folder: Path, name: str) -> None:
    (folder / POINTER).write_text(json.dumps({"folder": name}, separators=(",", ":")), encoding="utf-8")
