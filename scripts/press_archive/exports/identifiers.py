"""Identifiers that stay the same when the site's address, a headline or the order of the records changes.

They are UUIDs of version 5 (RFC 9562), made from what never changes: of the archive, the salt of its
fingerprints, which is never changed and no other archive has; of a document, the first id that it had,
which its history keeps, of a term the first one, which the redirects keep; of an entry of a history, its
place in it, as histories only grow. An archive that has no salt is known by its title, and a new title then
changes all identifiers. A `tag:` URI (RFC 4151) would name the owner of a domain on a day, which no record
says, and the site's own address may change.
"""

from __future__ import annotations

import uuid

from ..collection.archive import Archive

# Of this program; made at random once, and never changed.
_NAMESPACE = uuid.UUID("d3e6cf88-06bc-4f4b-8127-a9ba2ba78341")


class Identifiers:
    """The identifiers of an archive's records and of what is made from them."""

    def __init__(self, archive: Archive) -> None:
        """Take what the archive is known by."""
        collection = archive.collection
        known_by = (collection.fingerprint_salt or collection.title) if collection else ""
        self._archive = uuid.uuid5(_NAMESPACE, known_by)

    def of(self, kind: str, id: str) -> str:
        """Return the identifier of something, by what it is and an id that nothing else of its kind has."""
        return f"urn:uuid:{uuid.uuid5(self._archive, f'{kind}/{id}')}"
