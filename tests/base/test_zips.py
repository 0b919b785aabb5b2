"""A zip is the same wherever and whenever it is made."""

from __future__ import annotations

import io
import zipfile

from press_archive.base.files.zips import pack

FILES = [("b/tide.txt", b"high\n" * 100), ("a.txt", "гавань".encode()), ("empty.txt", b"")]


def test_files_are_read_back_in_the_order_given():
    with zipfile.ZipFile(io.BytesIO(pack(FILES))) as packed:
        assert [(name, packed.read(name)) for name in packed.namelist()] == FILES
        assert packed.testzip() is None


def test_nothing_of_the_machine_is_in_it(monkeypatch):
    made = pack(FILES)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert pack(iter(FILES)) == made
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        for entry in packed.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.external_attr >> 16) == (3, 0o100644)
