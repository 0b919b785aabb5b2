"""What every other package uses and what knows nothing of the press.

Problems and their codes: the one place that prints what is wrong with the data. Files: what may be in a
folder of records, and how text is read. Foreign files: links, pipes and names that a build must not follow or
cannot publish. Limits: how much a record may have, and characters that it may not. Writing: the one way to
write a file, in one step, so that nobody ever sees half of it; exchange does the same for a folder, where the
system can. Git: the one module that runs it. Escaping: untrusted text becomes Markdown and HTML that show
exactly that text. Also here: the project's folder, work that is divided among processes or machines, the
progress of long work, the wording of counts and plurals, and what is kept from one command to the next.
"""
