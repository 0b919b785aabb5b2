"""Turn the records of a press archive into the Markdown pages of its site."""
