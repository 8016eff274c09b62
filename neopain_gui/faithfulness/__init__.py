"""Can a map be trusted? Measures of what it has to do with the classifier and its score.

Everything works on the grid of the classifier's input. Importing this package imports no
TensorFlow; a classifier is reached through what it offers itself.
"""

FAITHFULNESS_VERSION = 3
"""Version of this package's numbers; part of whatever is kept of them."""
