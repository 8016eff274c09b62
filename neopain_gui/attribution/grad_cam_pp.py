"""Grad-CAM++: where several places of a feature map speak for a class, each counts.

Chattopadhay et al. 2018, "Grad-CAM++: Generalized gradient-based visual explanations for deep
convolutional networks", WACV, equations 11 and 19.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.attribution.layer_maps import AFTER, answered, layer_maps
from neopain_gui.attribution.question import Answer, AttributionRequest
from neopain_gui.jobs import NULL_JOB, Job

_TITLE = "GradCAM++"


def attribute(question: AttributionRequest) -> Answer:
    """Answer for the registry; see :func:`grad_cam_pp`."""
    return answered(question, _weighted, _TITLE)


def grad_cam_pp(
    model: Any,
    inputs: ArrayLike,
    *,
    layers: Sequence[str],
    target: int | ArrayLike | None = None,
    score: str = "logit",
    activations: str = AFTER,
    job: Job = NULL_JOB,
) -> dict[str, NDArray[np.float32]]:
    """Compute Grad-CAM++ maps of layers, all in one forward and one backward pass.

    The closed form of the paper for Y = exp(S), S the score, with g = ∂S/∂A place by place:

        wₖ = Σ α ReLU(g),  α = g² / (2 g² + g³ Σ Aᵏ),  map = ReLU(Σₖ wₖ Aᵏ).

    Where g is not zero α is 1 / (2 + g Σ Aᵏ), which is what is computed: it has no 0/0. The
    factor exp(S), by which ∂Y/∂A differs from g, is the same everywhere in an image and left
    out, for it overflows; the α are not normalised, as in the paper and unlike its authors'
    code. A sum Σ Aᵏ is never negative after a ReLU. Elsewhere (before ReLU, Leaky ReLU) it may
    be, where the form has a pole; there it counts as zero, so that α stays in (0, ½].

    Parameters, returned maps and errors are those of
    :func:`~neopain_gui.attribution.gradient_cam.grad_cam`.
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
    total = tf.nn.relu(tf.reduce_sum(activation, axis=(1, 2), keepdims=True))
    helpful = tf.nn.relu(gradient)
    weights = tf.reduce_sum(helpful / (2.0 + helpful * total), axis=(1, 2), keepdims=True)
    return tf.reduce_sum(weights * activation, axis=-1, keepdims=True)
