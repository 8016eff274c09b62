"""The study's photographs: thumbnails, filter, order."""
