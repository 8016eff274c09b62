"""What comes of annotation: maps of what raters marked and coded, and which label counts."""
