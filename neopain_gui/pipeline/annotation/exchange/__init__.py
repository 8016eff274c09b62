"""A study's annotations to files of other programs, and back."""
