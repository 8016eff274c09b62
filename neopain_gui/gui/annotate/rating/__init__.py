"""A rater's turn: the photograph, and what is asked of it."""
