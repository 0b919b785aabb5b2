"""The archive as data: its records as tables (CSV, JSON, JSON Lines, described by a data package), a file of
JSON for each document, the vocabularies as SKOS, and everything as one SQLite database. All come from the
models of the records, so that a new field is in each of them.
"""
