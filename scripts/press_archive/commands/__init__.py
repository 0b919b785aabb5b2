"""One module for each command, named as it is typed.

A command calls the other packages, prints, and returns an exit status: 0, 1 if there is a problem, 2 if the
call was wrong. What only a terminal needs is here too: the questions that `archive add` asks, tables and
progress bars.
"""
