"""Lines → what each of them is: its role, the document it belongs to, or the reason why it is cut."""
