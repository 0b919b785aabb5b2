"""Files: read them, write them in one step, and refuse those that no build may follow or publish."""
