"""What comes of rating: maps, the label that counts, and scales of one's own."""
