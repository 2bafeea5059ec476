"""Search: the records in the form the search page reads."""
