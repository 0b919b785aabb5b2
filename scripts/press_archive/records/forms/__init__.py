"""The forms in which records are written: the canonical one, older ones, and the schemas of their fields."""
