"""What was read and classified → a proposal for each field, with where it comes from and how sure that is."""
