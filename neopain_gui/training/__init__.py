"""Training: protocols, folds of neonates, augmented copies, held-out figures.

Importing this package imports neither Keras nor scikit-learn.
"""

from neopain_gui.training.splits import Split, split_subjects

__all__ = [
    "Split",
    "split_subjects",
]
