"""Strict YAML in, canonical YAML out.

In: every scalar is the text that was typed, every key has its line, and whatever could hide something (a
duplicate key, a tag, an anchor, more than twelve levels) is a problem. Out: one way to write each text, with
its quotation marks and line breaks; every value and every comment is kept. Which fields a record has, and in
which order, is left to `records`.
"""
