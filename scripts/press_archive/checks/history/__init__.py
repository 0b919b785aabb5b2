"""Nothing changes in silence: histories agree with the records, and what changed has an entry."""
