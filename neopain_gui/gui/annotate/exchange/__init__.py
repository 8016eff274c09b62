"""Annotations of other programs, in the window."""
