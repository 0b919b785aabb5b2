"""Pagefind's program: what it leaves on a disk that refuses is named, and never published."""

from __future__ import annotations

import errno
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from press_archive.publish import pagefind_program
from press_archive.publish.pagefind_program import write_bundle

PACKED = gzip.compress(b"pagefind_dcd and the words of a page")
WHOLE = {
    "pagefind-entry.json": b'{"version": "1.5.2"}',
    "pagefind.js": b"const a={};export{destroy,search};\n",
    "wasm.en.pagefind": PACKED,
    "en.pf_meta": PACKED,
    "index/en_1.pf_index": PACKED,
    "fragment/en_1.pf_fragment": PACKED,
}


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, bytes], str], Path]:
    """Put a program in the place of Pagefind's: it copies files into the new folder, and then runs a line."""

    def replace(files: dict[str, bytes], line: str = "") -> Path:
        for name, data in files.items():
            path = tmp_path / "made" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        script = tmp_path / "program"
        script.write_text(f'#!/bin/sh\ncp -R "{tmp_path}/made" "$4"\n{line}\n', encoding="utf-8")
        script.chmod(0o700)
        monkeypatch.setattr(pagefind_program, "get_executable", lambda: script)
        return tmp_path / "bundle"

    return replace


@pytest.mark.parametrize("name", WHOLE)
def test_an_index_of_which_a_file_is_cut_off_is_refused(program, tmp_path, name):
    bundle = program(WHOLE)
    write_bundle(tmp_path, "en", bundle)
    for left in (WHOLE[name][:-3], b""):
        (bundle.parent / "made" / name).write_bytes(left)
        with pytest.raises(OSError, match="did not write it to its end") as caught:
            write_bundle(tmp_path, "en", tmp_path / f"bundle-{len(left)}")
        assert str(caught.value.filename).endswith(name)


def test_a_program_that_stops_writing_is_ended(program, tmp_path, monkeypatch):
    monkeypatch.setattr(pagefind_program, "PATIENCE", 0.05)
    bundle = program(WHOLE, "exec sleep 60")
    with pytest.raises(OSError, match="did not write it to its end"):
        write_bundle(tmp_path, "en", bundle)


def test_why_the_program_failed_is_in_the_words_of_the_system(program, tmp_path):
    printed = 'value: Os { code: 13, kind: PermissionDenied, message: "Permission denied" }'
    bundle = program(WHOLE, f"echo '{printed}' >&2; exit 101")
    with pytest.raises(PermissionError, match="Permission denied"):
        write_bundle(tmp_path, "en", bundle)
    for line, number in (("kill -XFSZ $$", errno.EFBIG), ("echo Unheard of >&2; exit 3", 0)):
        with pytest.raises(OSError, match=r"File too large|status 3 .Unheard of") as caught:
            write_bundle(tmp_path, "en", program({}, line))
        assert caught.value.errno == number
