"""Rules: each is a generator of problems, and its docstring is the rule.

Records are checked against each other and against their captures. Running all rules gives the problems, and
the archive that a build may use. Three more questions are answered here: what was copied from a restricted
capture (the folder `rights`), what is new since a git revision, and which documents are nearly the same. To
find what was copied, every file of a finished site is unpacked, decoded and read with its markup and without.
E-mail addresses and numbers of persons are looked for in all that is published (the folder `privacy`).
Reports pass the problems on to GitHub and to other programs.
"""
