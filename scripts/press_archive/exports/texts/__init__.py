"""Texts for text mining: a TEI file for each document, and a corpus of plain text with a table of metadata.

Of a text they have what may be shown and nothing else. With the captures of whoever holds them, the same
functions make the full ones, which are as restricted as a reading room.
"""
