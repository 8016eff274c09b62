"""What can be explained: whatever gives a face's scores, with or without a gradient or layers.

A method of attribution declares which of the three it needs (``Method.needs``), so that a method
that only covers parts of the face explains a support vector machine as well as a network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

SCORES, GRADIENT, LAYERS = "scores", "gradient", "layers"
"""What a method may need."""
PROBABILITY, LOGIT = "probability", "logit"
"""Which score of a class: after the softmax, or before it."""

Gradient = Callable[[NDArray[np.float32], NDArray[np.int32], str], NDArray[np.float32]]
"""Of inputs (n, H, W, C), an output for each and the kind of score: the gradient, their shape."""


@runtime_checkable
class Scoring(Protocol):
    """What weights become: something that gives scores for prepared inputs.

    ``gradient`` is None where the scores have none, ``layers`` where there is no inside to look
    into; else it is the Keras network, whose layers are found by their names.
    """

    def scores(
        self, inputs: NDArray[np.float32], kind: str = PROBABILITY
    ) -> NDArray[np.floating[Any]]:
        """Return the score of every class for inputs (n, H, W, C), shape (n, classes)."""

    @property
    def gradient(self) -> Gradient | None:
        """The gradient of a class's score in the inputs."""

    @property
    def layers(self) -> Any | None:
        """The network."""


class ScorerInfo(Protocol):
    """What must be known of a classifier before it is explained."""

    @property
    def short_name(self) -> str:
        """As in tables."""

    @property
    def class_order(self) -> tuple[str, ...]:
        """What the outputs stand for."""

    @property
    def default_layer(self) -> str | None:
        """The layer that is explained unless another is named; None where there are none."""


class Scorer(Scoring, Protocol):
    """A classifier that can be explained."""

    @property
    def info(self) -> ScorerInfo:
        """What it is."""

    def prepare(self, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Turn RGB face crops of any sizes into inputs, float32 (n, H, W, C)."""

    def undone(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn inputs back into RGB photographs, values 0–255."""


@runtime_checkable
class Several(Protocol):
    """What may be several networks of which the mean is meant."""

    @property
    def networks(self) -> tuple[Callable[[], Scorer], ...]:
        """Each gives a network when it is asked for; empty where there is only the one."""


def networks_of(scorer: Scoring) -> tuple[Callable[[], Scorer], ...]:
    """Return the networks of which a classifier is the mean; none where it is one itself."""
    return scorer.networks if isinstance(scorer, Several) else ()


def given_by(scorer: Scoring) -> frozenset[str]:
    """Return what methods may ask of a classifier; of several networks, what one of them gives."""
    networks = networks_of(scorer)
    if networks:
        return given_by(networks[0]())
    present = {GRADIENT: scorer.gradient, LAYERS: scorer.layers}
    return frozenset({SCORES, *(name for name, part in present.items() if part is not None)})
