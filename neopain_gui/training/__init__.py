"""Training: neonate-wise splits and held-out figures.

Importing this package imports neither Keras nor scikit-learn.
"""

from neopain_gui.training.metrics import Evaluation, evaluate
from neopain_gui.training.splits import Split, folds, split_subjects

__all__ = [
    "Evaluation",
    "Split",
    "evaluate",
    "folds",
    "split_subjects",
]
