"""What a widget says of itself that needs keys which are the window's elsewhere."""

OWN_ARROWS = "ownArrows"
"""Property of a widget that needs the arrow keys for itself at the moment."""
