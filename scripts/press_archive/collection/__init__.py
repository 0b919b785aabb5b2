"""The archive in memory: every record of `sources/`, loaded once.

Entries are records with their ids, paths and captures; indexes lead from ids to ids. What cannot be read is
skipped and recorded as a problem. What follows from several records is derived here: how documents are
related, what is missing, and by which names a person is known (the surname alone is enough if nobody else has
it). Nothing here judges whether a record is right.
"""
