"""A network that learns: one step, its scores, and all its numbers as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.training.seeds import derived_seed

_AT_ONCE = 16
"""Inputs scored in one pass."""

Arrays = dict[str, NDArray[Any]]


class Learner:
    """RMSprop on cross-entropy and the penalties that the layers carry.

    Parameters
    ----------
    network : keras.Model
        From inputs to logits: two outputs (no pain, pain) or one (pain).
    rate, rho, epsilon : float
        RMSprop's; by default the dissertation's ρ and ε (section 3.3).
    class_weights : sequence of float, optional
        How much a photograph without pain counts, and how much one with pain.
    """

    def __init__(
        self,
        network: Any,
        *,
        rate: float,
        rho: float = 0.9,
        epsilon: float = 1e-7,
        class_weights: Sequence[float] = (1.0, 1.0),
    ) -> None:
        import tensorflow as tf

        self.network = network
        self._squares = [tf.Variable(tf.zeros(each.shape)) for each in network.trainable_variables]
        last = [tf.Variable(tf.zeros(each.shape)) for each in network.trainable_variables]
        counts = tf.constant(class_weights, tf.float32)
        inputs = tf.TensorSpec((None, *network.input_shape[1:]), tf.float32)
        labels = tf.TensorSpec((None,), tf.int32)

        def step(batch: Any, pain: Any) -> Any:
            with tf.GradientTape() as tape:
                entropy = _entropy(network(batch, training=True), pain)
                loss = tf.reduce_mean(entropy * tf.gather(counts, pain))
                if network.losses:
                    loss += tf.add_n(network.losses)
            variables = network.trainable_variables
            gradients = tape.gradient(loss, variables)
            for each in zip(variables, self._squares, last, gradients, strict=True):
                _rmsprop(*each, rate, rho, epsilon)
            return loss

        def scores(batch: Any) -> Any:
            return network(batch, training=False)

        self._step = tf.function(step, input_signature=(inputs, labels), autograph=False)
        self._scores = tf.function(scores, input_signature=(inputs,), autograph=False)

    def learn(self, batch: NDArray[np.float32], pain: NDArray[np.bool_]) -> float:
        """Take a step; return the batch's loss with the penalties, before the step."""
        return float(self._step(batch, pain.astype(np.int32)))

    def logits(self, inputs: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the logit of pain against no pain, float64 (n,)."""
        parts = [
            np.asarray(self._scores(inputs[start : start + _AT_ONCE]), np.float64)
            for start in range(0, len(inputs), _AT_ONCE)
        ]
        found = np.concatenate(parts)
        return found[:, 1] - found[:, 0] if found.shape[1] == 2 else found[:, 0]

    def begin_epoch(self, seed: int, fold: int, epoch: int) -> None:
        """Set what dropout draws from, so that an epoch repeats wherever the training began."""
        for layer in self.network.layers:
            source = getattr(layer, "seed_generator", None)
            if source is not None:
                drawn = derived_seed(seed, "dropout", layer.name, fold, epoch)
                parts = [drawn % 2**32, drawn >> 32]
                source.state.assign(np.array(parts, source.state.dtype))

    def state(self) -> Arrays:
        """Return all numbers that the next step follows from, by their names."""
        optimizer = {
            f"optimizer/{number}": np.asarray(variable)
            for number, variable in enumerate(self._squares)
        }
        return weights_of(self.network) | optimizer

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Take up what :meth:`state` gave."""
        set_weights(self.network, state)
        for number, variable in enumerate(self._squares):
            variable.assign(state[f"optimizer/{number}"])


def weights_of(network: Any) -> Arrays:
    """Return a network's weights by their paths."""
    return {f"weights/{each.path}": np.asarray(each) for each in network.weights}


def set_weights(network: Any, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Give a network those of its weights that are among the arrays."""
    for variable in network.weights:
        value = arrays.get(f"weights/{variable.path}")
        if value is not None:
            variable.assign(value)


def cross_entropy(logits: NDArray[np.float64], pain: NDArray[np.bool_]) -> float:
    """Return the mean cross-entropy of logits of pain, in double precision."""
    return float(np.logaddexp(0, np.where(pain, -logits, logits)).mean())


def fresh(network: Any, seed: int, *, alive: Mapping[str, float] | None = None) -> None:
    """Draw the first weights of a network's own layers from a seed, whatever was drawn before.

    They are Glorot's, as Keras draws them; the dissertation does not say. He's, five times as large
    in the N-CNN's first convolutions, were worse: the penalty of equation 4 pulls at them first.

    Parameters
    ----------
    network : keras.Model
    seed : int
    alive : Mapping, optional
        First biases of layers by their names; else 0.
    """
    import keras

    for layer in network.layers:
        if getattr(layer, "kernel", None) is None:
            continue
        first = keras.initializers.GlorotUniform(
            seed=derived_seed(seed, "kernel", layer.name) >> 32
        )
        layer.kernel.assign(first(layer.kernel.shape))
        bias = (alive or {}).get(layer.name, 0.0)
        layer.bias.assign(np.full(layer.bias.shape, bias, np.float32))


def _rmsprop(
    variable: Any, squares: Any, last: Any, gradient: Any, rate: float, rho: float, epsilon: float
) -> None:
    """Take RMSprop's step in one pass over the weights; Keras takes eight.

    A head has millions of weights, and their way through the memory is what a step costs. Without
    momentum nothing follows from what ``last`` holds, which is the step.
    """
    import tensorflow as tf

    tf.raw_ops.ResourceApplyRMSProp(
        var=variable.value.handle,
        ms=squares.handle,
        mom=last.handle,
        lr=rate,
        rho=rho,
        momentum=0.0,
        epsilon=epsilon,
        grad=gradient,
    )


def _entropy(logits: Any, pain: Any) -> Any:
    import tensorflow as tf

    if logits.shape[-1] == 2:
        return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=pain, logits=logits)
    labels = tf.cast(pain, tf.float32)
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits[:, 0])
