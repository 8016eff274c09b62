"""Rounds in the window: handing them to other machines and collecting them."""
