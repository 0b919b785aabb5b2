"""What was read and classified → a proposal for each field, with its origin and a confidence."""
