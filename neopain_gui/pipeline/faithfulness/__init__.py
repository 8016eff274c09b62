"""Examining maps of faces: which faces, how, and what becomes of the figures."""
