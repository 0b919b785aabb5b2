"""Nothing changes in silence: histories agree with the records, and a change since a revision has an entry."""
