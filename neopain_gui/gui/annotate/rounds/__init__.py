"""Rounds: which there are, making one, handing them to other machines and collecting them."""
