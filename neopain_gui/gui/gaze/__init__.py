"""What people looked at: the gaze view, recordings, and heatmap pictures."""
