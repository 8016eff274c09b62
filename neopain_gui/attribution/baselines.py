"""Where the path of Integrated Gradients starts (decision 4)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neopain_gui.attribution.fills import BLACK as BLACK_FILL
from neopain_gui.attribution.fills import BLURRED as BLURRED_FILL
from neopain_gui.attribution.fills import MEAN, black, fill_of
from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.scorer import Scorer, Scoring

BLACK = "black"
BASELINES = (BLACK, "zeros", "mean colour", "blurred", "white and black")
"""A black photograph; zeros where the network reads (for VGG-Face its data set's mean colour);
the face's own mean colour; the face blurred until no feature is left; the mean of the integrals
from white and from black."""
_FILLS = {BLACK: BLACK_FILL, "mean colour": MEAN, "blurred": BLURRED_FILL}


def baselines_of(
    name: str, classifier: Scorer, inputs: NDArray[np.float32]
) -> list[NDArray[np.float32]]:
    """Return the baselines that a name stands for, prepared: one array, or two to be averaged.

    Parameters
    ----------
    name : str
        One of :data:`BASELINES`.
    classifier : Scorer
        Knows how black and white are prepared.
    inputs : ndarray of float32, shape (n, size, size, 3)
        Prepared.

    Returns
    -------
    list of ndarray of float32, each of the inputs' shape

    Raises
    ------
    ValueError
        There is no such baseline.
    """
    if name in _FILLS:
        filled = [fill_of(classifier, image, _FILLS[name]) for image in inputs]
        return [np.stack(filled) if filled else inputs]
    if name == "zeros":
        return [np.zeros_like(inputs)]
    if name == "white and black":
        flat = [np.full((*inputs.shape[1:3], 3), grey, np.uint8) for grey in (255, 0)]
        return [np.broadcast_to(start, inputs.shape) for start in classifier.prepare(flat)]
    raise ValueError(f"there is no baseline {name!r}; choose one of {', '.join(BASELINES)}")


def default_baseline(scoring: Scoring, batch: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return black as a classifier reads it, zeros where nothing is known, shape (H, W, C)."""
    if hasattr(scoring, "prepare"):
        return black(scoring.prepare, batch.shape[1:])
    known = ARCHITECTURES.get(getattr(scoring.layers, "name", ""))
    if known is not None and batch.shape[1:] == (known.input_size, known.input_size, 3):
        start: NDArray[np.float32] = known.preprocessing.black_baseline()[0]
        return start
    return np.zeros(batch.shape[1:], np.float32)
