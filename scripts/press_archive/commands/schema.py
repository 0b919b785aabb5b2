"""Write the JSON Schemas that editors complete and check records with."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..base.problems import print_problems
from ..collection.loading import load_archive
from ..records.files import RECORDS
from ..records.forms.schemas import FOLDER, write_schemas
from ..records.terms import VOCABULARIES


def write_schema(root: Path) -> int:
    """Write `schema/`, with the archive's current terms; a vocabulary that cannot be read is a problem."""
    archive = load_archive(root)
    if broken := archive.broken_vocabularies & set(VOCABULARIES):
        problems = [problem for vocabulary in broken for problem in archive.why_broken(vocabulary)]
        print_problems(problems, sys.stderr)
        return 1
    labels = {
        vocabulary: {id: term.record.label for id, term in terms.items() if not term.placeholder}
        for vocabulary, terms in archive.vocabularies.items()
    }
    changed = write_schemas(root, labels)
    for path in changed:
        print(f"{path}: written")
    print(f"{len(changed)} of {len(RECORDS)} files of {FOLDER}/ changed.")
    return 0


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return write_schema(root)
