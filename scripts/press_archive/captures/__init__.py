"""Captures: read and compared, never written.

A capture is recognised by its SHA-256 and divided into lines. With the roles from a document's record, its
lines become passages, the units that a reader can point at. The words of a text and its runs of words are
here too, because copied text is recognised by nine words in a row: by the words themselves, or, where the
capture is not held, by the fingerprints of some of its runs. The file that a capture was extracted from is
read in the same way.
"""
