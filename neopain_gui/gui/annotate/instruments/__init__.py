"""Scales and sets of landmarks: looked at, made, changed, brought in and saved."""
