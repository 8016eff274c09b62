"""How much the extraction models agree: a matrix, and any of its pairs on the photograph."""
