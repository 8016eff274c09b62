"""Heatmap pictures of observer groups as numbers: names, colours, place on the screen."""
