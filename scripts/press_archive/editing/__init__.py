"""Changes that a person asks for: holding captures and making their fingerprints, new terms.

A capture is copied next to the record that has its SHA-256, and never replaces another file. A new term is
checked and then inserted into its vocabulary; every other byte of that file stays as it was.
"""
