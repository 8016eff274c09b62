"""The photograph with what mattered drawn over it."""
