"""What the commands of `archive` do: each calls, prints, and returns an exit status."""
