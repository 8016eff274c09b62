"""HiResCAM: feature maps multiplied with their own gradients, place by place.

Draelos and Carin 2020, "Use HiResCAM instead of Grad-CAM for faithful explanations of
convolutional neural networks", arXiv:2011.08891.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.attribution.layer_maps import AFTER, answered, layer_maps
from neopain_gui.attribution.question import Answer, AttributionRequest
from neopain_gui.jobs import NULL_JOB, Job

_TITLE = "HiResCAM"


def attribute(question: AttributionRequest) -> Answer:
    """Answer for the registry; see :func:`hires_cam`."""
    return answered(question, _multiplied, _TITLE)


def hires_cam(
    model: Any,
    inputs: ArrayLike,
    *,
    layers: Sequence[str],
    target: int | ArrayLike | None = None,
    score: str = "logit",
    activations: str = AFTER,
    job: Job = NULL_JOB,
) -> dict[str, NDArray[np.float32]]:
    """Compute HiResCAM maps of layers, all in one forward and one backward pass.

    ReLU(Σₖ ∂y/∂Aᵏ ⊙ Aᵏ). GradCAM averages a gradient over its whole feature map and so can show
    places that the classifier did not use; this does not. Before a linear head the sum over all
    places, the ReLU apart, is the logit minus the bias: each value is a place's contribution.

    Parameters, returned maps and errors are those of
    :func:`~neopain_gui.attribution.gradient_cam.grad_cam`.
    """
    return layer_maps(
        model,
        inputs,
        _multiplied,
        title=_TITLE,
        layers=layers,
        target=target,
        score=score,
        activations=activations,
        job=job,
    ).maps


def _multiplied(tf: Any, activation: Any, gradient: Any) -> Any:
    return tf.reduce_sum(gradient * activation, axis=-1, keepdims=True)
