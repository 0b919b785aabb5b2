"""A draft → the files of a source, below a comment for each value; nothing that exists is replaced."""
