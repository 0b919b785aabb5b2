"""What was made of bytes, and is kept for the next command: values by a digest of what they were made from.

They are in one file below `.cache/`, which git ignores and which can be deleted at any time. A value counts
only for the bytes whose digest is its key, which every command reads anew; so a kept value is never too old.
The file is of one program with one set of installed packages: after any change of these, nothing is used.

Whoever could put a file of their own there, such as a pull request, could say of a record what is not true.
So the file is authenticated (BLAKE2b with a key, RFC 7693) with a secret that is outside the checkout, in the
cache folder of the person who runs the command. Without one nothing is kept from one command to the next.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
import struct
import sys
from array import array
from functools import lru_cache
from hmac import compare_digest
from itertools import accumulate
from pathlib import Path
from typing import Any

from .files.exchange import remove_folder
from .files.reading import read_regular
from .files.writing import make_folder, write_in_one_step, write_new

FOLDER = ".cache"
FILE = f"{FOLDER}/kept"
SECRET = "press-archive/key"  # in the cache folder of the person
LONGEST = 2_000_000_000  # bytes of the file
_PROGRAM = Path(__file__).resolve().parents[1]
_FORM = b"press-archive 1\n"
_DIGEST = 32
_KEY = 20
# Values that were not needed are kept as long as they are few: another branch or command may need them.
_FEW = 2_000

Key = bytes


def key_of(kind: str, *parts: bytes) -> Key:
    """Return the key of a value: a digest of what it was made from, for one kind of value.

    >>> key_of("kind", b"a", b"b") == key_of("kind", b"ab", b"")
    False
    """
    digest = hashlib.blake2b(digest_size=_KEY, person=kind.encode())
    for part in parts:
        if len(parts) > 1:
            digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.digest()


class Kept:
    """Values by keys: those of commands before, and new ones.

    `objects` has what was made of values in this process, for a server, which reads the same records again.
    """

    def __init__(self, values: dict[Key, bytes] | None = None) -> None:
        """Begin with the values that were kept."""
        self._values = values or {}
        self._is_new = False
        self._used: set[Key] = set()
        self.objects: dict[Key, Any] = {}

    def get(self, key: Key) -> bytes | None:
        """Return the value of a key, or None if there is none."""
        value = self._values.get(key)
        if value is not None:
            self._used.add(key)
        return value

    def use(self, key: Key) -> None:
        """Remember that a value is still needed; its object was."""
        self._used.add(key)

    def put(self, key: Key, value: bytes = b"") -> None:
        """Keep a value."""
        self._values[key] = value
        self._used.add(key)
        self._is_new = True

    def __len__(self) -> int:
        """Return how many values there are."""
        return len(self._values)

    def __bool__(self) -> bool:
        """Return that there is one, even without a value."""
        return True

    def items(self) -> list[tuple[Key, bytes]]:
        """Return all values with their keys."""
        return list(self._values.items())

    def copy(self) -> Kept:
        """Return one with the same values, to which others can be added."""
        return Kept(dict(self._values))

    def forget_unused(self) -> None:
        """Drop the objects that were not needed since the last time, and values if these are many."""
        if len(self._values) > len(self._used) * 5 // 4 + _FEW:
            self._values = {key: value for key, value in self._values.items() if key in self._used}
        self.objects = {key: value for key, value in self.objects.items() if key in self._used}
        self._used = set()

    def save(self, root: Path) -> None:
        """Write the values below an archive's folder, if there are new ones.

        Where that fails, as on a full disk, the next command takes longer, and nothing else is wrong.
        """
        self.forget_unused()
        if self._is_new and write_kept(root, FILE, _pack(self._values)):
            self._is_new = False


def load_kept(root: Path) -> Kept:
    """Return what was kept below an archive's folder, by this program; nothing where that cannot be used."""
    data = read_kept(root, FILE)
    return Kept() if data is None else Kept(_unpack(data))


def forget(root: Path) -> bool:
    """Remove all that was kept below an archive's folder; return whether there was any.

    Raises OSError where it cannot be removed.
    """
    if not os.path.lexists(root / FOLDER):
        return False
    remove_folder(root / FOLDER, root)
    return True


def write_kept(root: Path, name: str, body: bytes) -> bool:
    """Keep bytes in a file below an archive's folder; return whether they are kept.

    Where they cannot be, as on a full disk, the next command takes longer, and nothing else is wrong.
    """
    if (secret := _load_secret(root)) is None:
        return False
    try:
        make_folder((root / name).parent)
        whole = b"".join((_FORM, program_digest(), _authenticate(name, body, secret), body))
        write_in_one_step(root / name, whole, durable=False)
    except OSError:
        return False
    return True


def read_kept(root: Path, name: str) -> memoryview | None:
    """Return the bytes that this program has kept in a file here; None if it has not."""
    data = read_regular(str(root / name), LONGEST)
    if data is None or not data.startswith(_FORM + program_digest()):
        return None
    start = len(_FORM) + 2 * _DIGEST
    body, secret = memoryview(data)[start:], _load_secret(root)
    if secret is None or not compare_digest(data[start - _DIGEST : start], _authenticate(name, body, secret)):
        return None
    return body


def _pack(values: dict[Key, bytes]) -> bytes:
    lengths = array("I", map(len, values.values()))
    return b"".join((struct.pack("<Q", len(values)), *values, lengths.tobytes(), *values.values()))


def _unpack(body: memoryview) -> dict[Key, bytes]:
    """Return the values of a file, which is known to be as it was written."""
    (count,) = struct.unpack("<Q", body[:8])
    first = 8 + count * _KEY
    lengths = array("I")
    lengths.frombytes(body[first : first + lengths.itemsize * count])
    places = accumulate(lengths, initial=first + lengths.itemsize * count)
    keys = (bytes(body[at : at + _KEY]) for at in range(8, first, _KEY))
    return {
        key: bytes(body[at : at + length]) for key, at, length in zip(keys, places, lengths, strict=False)
    }


def _authenticate(name: str, body: bytes | memoryview, secret: bytes) -> bytes:
    digest = hashlib.blake2b(f"{name}\n".encode() + program_digest(), key=secret, digest_size=_DIGEST)
    digest.update(body)
    return digest.digest()


@lru_cache(maxsize=1)
def program_digest() -> bytes:
    """Return a digest of the program, of Python and of the names of all installed packages with versions."""
    digest = hashlib.blake2b(repr((sys.version, sys.byteorder)).encode(), digest_size=_DIGEST)
    for path in sorted(map(str, _PROGRAM.rglob("*.py"))):
        digest.update(hashlib.blake2b(Path(path).read_bytes()).digest())
    packages: set[str] = set()
    for folder in sys.path:  # which has other entries for `mkdocs` than for `archive`
        with contextlib.suppress(OSError):  # an entry that is no folder has no packages
            packages.update(name for name in os.listdir(folder or ".") if name.endswith(".dist-info"))
    digest.update(repr(sorted(packages)).encode())
    return digest.digest()


def _load_secret(root: Path) -> bytes | None:
    """Return the secret of the person who runs the command, made if there is none; None where none can be.

    It is never taken from below the archive's folder, nor from a file that others could have written.
    """
    try:
        path = _cache_folder() / SECRET
        if root.resolve() in path.resolve().parents:
            return None
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):  # another command has just made it
                write_new(path, secrets.token_bytes(_DIGEST))
        found = path.lstat()
        is_own = stat.S_ISREG(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
        secret = path.read_bytes() if is_own else b""
    except (OSError, RuntimeError):  # no home folder, or one that cannot be written
        return None
    return secret if len(secret) == _DIGEST else None


def _cache_folder() -> Path:
    """Return the person's folder for caches (XDG Base Directory Specification 0.8)."""
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    return Path(chosen) if Path(chosen).is_absolute() else Path.home() / ".cache"
