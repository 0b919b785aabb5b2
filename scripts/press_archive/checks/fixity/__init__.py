"""Fixity: whether every file of `sources/` is, byte for byte, the one that was accepted.

The manifest lists every record, and every capture and original by the digest in its record. It is compared
with the files both ways. The held list says which captures this machine has had, so that a loss is noticed.
"""
