"""What the world can do to a request, row by row, and what becomes of a learner's work."""
