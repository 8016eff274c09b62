"""People's gaze in a study: heatmap pictures and recordings taken in, group maps, tables."""
