"""Rights: what is restricted, and where it may not be found.

Restricted are the captures whose access is not full, but for headlines, web addresses, bylines and the lines
that may be quoted. Nothing that the records say and no file of a finished site may share nine words in a row
with them, and git may keep none of them. For that, every published file is unpacked, decoded and read with
its markup and without. A capture that is not held is compared by its fingerprints.
"""
