"""Personal data in what is published: e-mail addresses, telephone, account and session numbers.

`find_personal_data` looks through a text; `published` goes through the records, the pages written by hand and
the captured lines that the site shows.
"""
