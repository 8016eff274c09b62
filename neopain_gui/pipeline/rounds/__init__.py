"""Rounds of raters: making them, handing them to other machines, collecting them."""
