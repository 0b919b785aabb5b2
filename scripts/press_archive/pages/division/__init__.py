"""Long lists: how they are divided, by what, and the pages of their parts."""
