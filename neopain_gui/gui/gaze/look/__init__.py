"""The gaze view: who looked where on the photograph, and when."""
