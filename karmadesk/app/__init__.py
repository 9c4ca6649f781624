"""The composition root: the only rooms that name concrete classes."""
