"""Releases: the data of one day in a zip that is a bag, with checksums, how to cite it, and what changed.

A release is made from the archive, a day and files that the caller gives. It never reads the clock.
"""
