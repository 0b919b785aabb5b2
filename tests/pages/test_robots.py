"""What search engines are asked not to list: which pages say so, and what the history must have."""

from __future__ import annotations

import re

import pytest

from case_files import edit
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.publish.build import render_site

LANTERN = "sources/2018/lantern-interview/source.yml"
TIDE = "2018-12-24-i-have-never-met-a-tide"
TIDE_RECORD = f"sources/2018/lantern-interview/{TIDE}.md"


def asking(root) -> set[str]:
    """The pages whose front matter asks search engines not to list them."""
    pages = render_site(load_archive(root))
    return {path for path, text in pages.items() if 'robots: "noindex"' in text.partition("\n---\n")[0]}


@pytest.mark.parametrize(
    ("file", "old", "new", "pages"),
    [
        (TIDE_RECORD, "nearness: ", "robots: noindex\nnearness: ", {f"documents/{TIDE}.md"}),
        (
            LANTERN,
            "access: summary\n",
            "access: summary\nrobots: noindex\n",
            {"sources/lantern-interview.md", f"documents/{TIDE}.md"},
        ),
        (
            "sources/vocabulary/people.yml",
            "ilse-marrowby:\n",
            "ilse-marrowby:\n  robots: noindex\n",
            {"people/ilse-marrowby.md"},
        ),
    ],
)
def test_the_pages_of_a_record_that_says_so_ask_not_to_be_listed(toy, file, old, new, pages):
    before = asking(toy)
    assert not before & pages
    edit(toy, {"file": file, "replace": [old, new]})
    assert asking(toy) - before == pages


def test_the_history_says_when_and_why_in_both_directions(toy, git, capsys):
    git(toy, "init", "-q")
    git(toy, "add", "--force", "sources")
    git(toy, "commit", "-q", "-m", "Records")
    root = ("--root", str(toy))
    changes = [("access: summary\n", "access: summary\nrobots: noindex\n"), ("robots: noindex\n", "")]
    for number, (old, new) in enumerate(changes, 1):
        edit(toy, {"file": LANTERN, "replace": [old, new]})
        assert main([*root, "check", "--since", "HEAD"]) == 1
        assert re.search("H107 robots: changed from '(no)?index' to '", capsys.readouterr().err)
        assert main([*root, "correct", "--reason", "A person named asked for it"]) == 0
        history = (toy / "sources/history/lantern-interview.yml").read_text("utf-8")
        assert history.count("type: change-of-access, field: robots") == number
        assert main([*root, "check", "--since", "HEAD"]) == 0
        git(toy, "commit", "-qam", "Changed")
    capsys.readouterr()
    edit(toy, {"file": LANTERN, "replace": ["access: summary\n", "access: summary\nrobots: noindex\n"]})
    assert main([*root, "check"]) == 1
    assert "H103 robots: 'noindex' is not what its history recorded last ('index')" in capsys.readouterr().err
