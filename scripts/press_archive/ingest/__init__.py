"""From a file as it was received to the draft of a record, which a person then judges."""
