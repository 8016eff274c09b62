"""What a classifier saw, layer by layer, and the figures that belong to it."""
