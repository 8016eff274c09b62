"""Classifiers' maps: what is asked for, what it would take, and computing it."""
