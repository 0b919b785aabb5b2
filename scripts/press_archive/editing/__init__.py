"""Changes that a person asks for: holding captures, new terms, keeping the archive whole.

A capture is copied next to the record that has its SHA-256, and never replaces another file; its fingerprints
are made. A new term is checked and then inserted into its vocabulary; every other byte of that file stays as
it was. The manifest and the held list are written here, damaged files are replaced by those of another copy,
and the archive is deposited in bags.
"""
