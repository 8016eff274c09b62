"""A Keras network's scores and their gradient: traced once, a third faster than layer by layer."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.network.contract import check_model
from neopain_gui.classifiers.network.layers import LOGITS, find_layer, recorded
from neopain_gui.classifiers.scorer import PROBABILITY, Gradient, Scoring

# A traced function captures the model's variables, not the model: it dies with its model.
_traced: weakref.WeakKeyDictionary[Any, dict[Hashable, Any]] = weakref.WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class NetworkScoring:
    """The scores of a network of ours, or of any that has an output for each class.

    Attributes
    ----------
    layers : keras.Model
        The network itself.
    """

    layers: Any

    def scores(
        self, inputs: NDArray[np.float32], kind: str = PROBABILITY
    ) -> NDArray[np.floating[Any]]:
        """Return the scores of inputs, all in one pass, float32 (n, classes)."""
        found: NDArray[np.floating[Any]] = np.asarray(self._function(inputs, kind)(inputs))
        return found

    @property
    def gradient(self) -> Gradient:
        """The gradient of a class's score, all in one pass, in the inputs' shape."""
        return self._gradient

    def _gradient(
        self, inputs: NDArray[np.float32], targets: NDArray[np.int32], kind: str
    ) -> NDArray[np.float32]:
        found: NDArray[np.float32] = np.asarray(self._function(inputs, kind, 1)(inputs, targets))
        return found

    def _function(self, inputs: NDArray[np.float32], kind: str, gradients: int = 0) -> Any:
        model, shape = self.layers, inputs.shape[1:]
        key = ("class score", kind, shape, gradients)
        return traced(model, key, lambda: _trace(model, shape, kind, bool(gradients)))


def scoring_of(model: Any) -> Scoring:
    """Return what gives scores: a Keras network with its checks made, or what does already.

    Raises
    ------
    WeightsError
        The network is none that the methods explain rightly, see
        :func:`~neopain_gui.classifiers.network.contract.check_model`.
    """
    if isinstance(model, Scoring):
        return model
    check_model(model)
    return NetworkScoring(model)


def traced(model: Any, key: Hashable, make: Callable[[], Any]) -> Any:
    """Return the function kept under ``key`` for this model, tracing it the first time."""
    kept = _traced.setdefault(model, {})
    if key not in kept:
        kept[key] = make()
    return kept[key]


def _trace(model: Any, shape: tuple[int, ...], score: str, gradients: bool) -> Any:
    import tensorflow as tf

    if score != PROBABILITY:
        find_layer(model, LOGITS)
    reference: Callable[[], Any] = weakref.ref(model)

    def scores(images: Any) -> Any:
        network = reference()
        if score == PROBABILITY:
            return network(images, training=False)
        with recorded([find_layer(network, LOGITS)]) as seen:
            network(images, training=False)
        return seen[LOGITS]

    def gradient(images: Any, target: Any) -> Any:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(images)
            # the images do not influence one another, so the sum's gradient holds all of theirs
            chosen = tf.reduce_sum(tf.gather(scores(images), target, batch_dims=1))
        return tape.gradient(chosen, images)

    given = tf.TensorSpec((None, *shape), tf.float32)
    if not gradients:
        return tf.function(scores, input_signature=(given,), autograph=False)
    signature = (given, tf.TensorSpec((None,), tf.int32))
    return tf.function(gradient, input_signature=signature, autograph=False)
