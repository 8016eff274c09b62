"""GradCAM for any number of layers in one pass.

Selvaraju et al. 2017, "Grad-CAM: Visual explanations from deep networks via gradient-based
localization", ICCV; dissertation section 3.4.2, equations 6 and 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.attribution.layer_maps import AFTER, answered, layer_maps
from neopain_gui.attribution.question import Answer, AttributionRequest
from neopain_gui.jobs import NULL_JOB, Job

_TITLE = "GradCAM"


def attribute(question: AttributionRequest) -> Answer:
    """Answer for the registry; see :func:`grad_cam`."""
    return answered(question, _weighted, _TITLE)


def grad_cam(
    model: Any,
    inputs: ArrayLike,
    *,
    layers: Sequence[str],
    target: int | ArrayLike | None = None,
    score: str = "logit",
    activations: str = AFTER,
    job: Job = NULL_JOB,
) -> dict[str, NDArray[np.float32]]:
    """Compute GradCAM maps of layers, all in one forward and one backward pass.

    The score is the target class's logit unless told otherwise (decision 6). A layer's output
    is what counts: where ReLU is fused that is the activation after ReLU (decision 7). The map
    is ReLU of the weighted sum (equation 7), then enlarged bilinearly to the input's size (pixel
    centres aligned); it is not normalised. Where every value of the sum is negative it is zero.

    Parameters
    ----------
    model : keras.Model
        With a layer ``logits``.
    inputs : array-like, shape (n, H, W, C)
        Prepared as the model expects, finite.
    layers : sequence of str
        Layers with outputs (n, h, w, c), also inside nested models.
    target : int or array-like of int, shape (n,), optional
        The class explained; each image's predicted class if None.
    score : {"logit", "probability"}
        What is differentiated: the class's value before the softmax, or after it.
    activations : {"after ReLU", "before ReLU"}
        The layer's output, or what its activation function is given.
    job : Job, optional
        Checked between chunks of images.

    Returns
    -------
    dict of str to ndarray of float32, shape (n, H, W)
        Values ≥ 0 for each layer, in the order asked for.

    Raises
    ------
    ValueError
        Inputs, target, an option or a layer do not fit the model.
    """
    return layer_maps(
        model,
        inputs,
        _weighted,
        title=_TITLE,
        layers=layers,
        target=target,
        score=score,
        activations=activations,
        job=job,
    ).maps


def _weighted(tf: Any, activation: Any, gradient: Any) -> Any:
    """Equations 6 and 7, the ReLU apart."""
    weights = tf.reduce_mean(gradient, axis=(1, 2), keepdims=True)
    return tf.reduce_sum(weights * activation, axis=-1, keepdims=True)
