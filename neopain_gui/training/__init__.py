"""Training: subject-wise splits, held-out figures, the demo classifiers.

Importing this package imports neither Keras nor scikit-learn; training does.
"""

from neopain_gui.training.metrics import Evaluation, evaluate
from neopain_gui.training.phantom_set import PhantomSet, draw_set
from neopain_gui.training.splits import Split, folds, split_subjects

__all__ = [
    "Evaluation",
    "PhantomSet",
    "Split",
    "draw_set",
    "evaluate",
    "folds",
    "split_subjects",
]
