"""From a study's photographs to its tables: the stages, and what runs them without a window."""
