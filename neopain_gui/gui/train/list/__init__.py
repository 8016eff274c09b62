"""The trainings of a study."""
