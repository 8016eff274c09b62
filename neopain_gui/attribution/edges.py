"""A control that knows no classifier: how steeply the brightness of the face crop changes.

Adebayo et al. 2018, "Sanity checks for saliency maps", NeurIPS, show that maps may look like an
edge detector's whatever the classifier has learned. A method has something to say about the
classifier only where it beats this.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neopain_gui.attribution.question import Answer, AttributionRequest, no_facts
from neopain_gui.jobs import track

_ROUNDING = 1e-5
"""Of the brightness's range, [0, 1]: less is what rounding makes of an even surface."""


def attribute(question: AttributionRequest) -> Answer:
    """Answer for the registry; see :func:`edge_strength`."""
    photographs = question.classifier.undone(question.inputs)
    maps = [
        edge_strength(
            photograph,
            operator=str(question.parameters["operator"]),
            blur=float(question.parameters["blur"]),
        )
        for photograph in track(
            photographs, question.job, total=len(photographs), text="Edge detector"
        )
    ]
    relevance = np.stack(maps) if maps else np.zeros(question.inputs.shape[:3], np.float32)
    return Answer(maps={None: relevance}, facts=no_facts(question))


def edge_strength(
    photograph: NDArray[np.float32], *, operator: str = "sobel", blur: float = 1.0
) -> NDArray[np.float32]:
    """Return the magnitude of the brightness's gradient.

    Parameters
    ----------
    photograph : ndarray of float32, shape (H, W, 3)
        RGB, values 0–255.
    operator : {"sobel", "scharr", "prewitt"}
        What measures the slope; scikit-image's.
    blur : float
        Standard deviation in pixels of the Gaussian before it, ≥ 0.

    Returns
    -------
    ndarray of float32, shape (H, W)
        Values ≥ 0, zero where the photograph is even.
    """
    from skimage import color, filters

    grey = color.rgb2gray(np.clip(photograph / np.float32(255), 0, 1))
    if blur > 0:
        grey = filters.gaussian(grey, sigma=blur)
    strength = getattr(filters, operator)(grey)
    return np.where(strength > _ROUNDING, strength, 0).astype(np.float32)
