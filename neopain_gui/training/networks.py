"""The networks that are trained: which part learns in which phase, from what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from neopain_gui.classifiers.n_cnn import build_n_cnn
from neopain_gui.classifiers.vgg_face import GROUPS, build_vgg_face
from neopain_gui.training.learner import fresh

ALIVE = 0.2
"""First bias of the N-CNN's ``fc``: from zero its eight ReLUs often die, and nothing is learnt."""
IMAGE = ""
"""What a phase learns from that begins at the photograph itself."""


class Trainee(Protocol):
    """A network under training; between folds it is made fresh."""

    def begin(self, seed: int) -> None:
        """Draw first weights, whatever was there."""

    def part(self, phase: int) -> Any:
        """Return what learns in a phase: from its inputs to logits."""

    def learns_from(self, phase: int) -> str:
        """Return the layer whose output a phase takes; :data:`IMAGE` for the photograph."""

    def finished(self) -> Any:
        """Return the whole network, with an output for each class after a softmax."""


class NCnn:
    """The N-CNN, trained as a whole.

    Parameters
    ----------
    l1, l2 : float
        Weights of the penalties on every kernel.
    one_output : bool
        The original's single sigmoid in place of two outputs (Zamzmi et al. 2019).
    """

    def __init__(self, *, l1: float = 0.0, l2: float = 0.01, one_output: bool = False) -> None:
        import keras

        self._whole = build_n_cnn()
        logits = self._whole.get_layer("logits")
        if one_output:
            logits = keras.layers.Dense(1, name="logits")
            outputs = logits(self._whole.get_layer("dropout").output)
        else:
            outputs = logits.output
        self._learning = keras.Model(self._whole.input, outputs)
        self._one = one_output
        _penalise(self._learning.layers, l1, l2)

    def begin(self, seed: int) -> None:
        """Draw first weights."""
        fresh(self._learning, seed, alive={"fc": ALIVE})

    def part(self, phase: int) -> Any:
        """Return the whole of it."""
        return self._learning

    def learns_from(self, phase: int) -> str:
        """From the photograph."""
        return IMAGE

    def finished(self) -> Any:
        """Return it with two outputs: one sigmoid of z is a softmax of 0 and z."""
        if self._one:
            kernel, bias = (np.asarray(each) for each in self._learning.get_layer("logits").weights)
            two = [np.hstack([np.zeros_like(kernel), kernel]), np.append(np.zeros(1), bias)]
            self._whole.get_layer("logits").set_weights(two)
        return self._whole


class VggFace:
    """VGG-Face: a head on frozen convolutions, then some of these too.

    Parameters
    ----------
    set_base : callable
        Gives a network's convolutions their weights.
    head : sequence of int
        Neurons of the fully connected layers.
    dropout : float
        After each of them.
    l1, l2 : float
        Weights of the penalties on the kernels of the head.
    groups : sequence of int
        Those that are fine-tuned, up to the last; none without fine-tuning.
    """

    def __init__(
        self,
        set_base: Any,
        *,
        head: Sequence[int] = (512, 512),
        dropout: float = 0.5,
        l1: float = 5e-4,
        l2: float = 0.0,
        groups: Sequence[int] = (),
    ) -> None:
        self._set_base, self._groups = set_base, tuple(groups)
        self._whole = build_vgg_face(tuple(head), dropout)
        self._begun: dict[int, Any] = {}
        _penalise(self._after("flatten"), l1, l2)

    def begin(self, seed: int) -> None:
        """Draw the head's first weights; the convolutions are again as they were transferred."""
        for layer in self._after("flatten"):
            layer.trainable = True
        fresh(self.part(1), seed)
        self._set_base(self._whole)

    def learns_from(self, phase: int) -> str:
        """Return the last layer that does not learn."""
        if phase == 1:
            return "flatten"
        return f"pool{self._groups[0] - 1}" if self._groups[0] > 1 else IMAGE

    def part(self, phase: int) -> Any:
        """Return the layers after the frozen ones, as a network that shares their weights."""
        if phase not in self._begun:
            self._begun[phase] = self._from(self.learns_from(phase))
        return self._begun[phase]

    def frozen(self, layer: str) -> Any:
        """Return the network from the photograph to a layer."""
        import keras

        return keras.Model(self._whole.input, self._whole.get_layer(layer).output)

    def finished(self) -> Any:
        """Return the whole network."""
        return self._whole

    def _from(self, start: str) -> Any:
        import keras

        before = self._whole.get_layer(start).output if start else self._whole.input
        x = inputs = keras.Input(before.shape[1:])
        for layer in self._after(start):
            if layer.name != "probabilities":
                x = layer(x)
        return keras.Model(inputs, x)

    def _after(self, name: str) -> list[Any]:
        layers = self._whole.layers
        names = [layer.name for layer in layers]
        return list(layers[(names.index(name) if name else 0) + 1 :])


def head_network(
    width: int, layers: Sequence[int], dropout: float, *, l1: float = 0.0, l2: float = 0.0
) -> Any:
    """Return a head of VGG-Face alone, from what the base gives to logits.

    Its layers are named and penalised as in the whole network.
    """
    import keras

    x = inputs = keras.Input((width,))
    for index, neurons in enumerate(layers, start=1):
        x = keras.layers.Dense(neurons, activation="relu", name=f"fc{index}")(x)
        x = keras.layers.Dropout(dropout, seed=index, name=f"dropout{index}")(x)
    network = keras.Model(inputs, keras.layers.Dense(2, name="logits")(x))
    _penalise(network.layers, l1, l2)
    return network


def convolutions(groups: Sequence[int]) -> list[str]:
    """Return the names of the convolutions in groups of VGG-Face."""
    return [
        f"conv{group}_{index}" for group in groups for index in range(1, GROUPS[group - 1][1] + 1)
    ]


def _penalise(layers: Sequence[Any], l1: float, l2: float) -> None:
    """Let kernels, and nothing else, carry a penalty (equations 2 and 4)."""
    import keras

    for layer in layers:
        if getattr(layer, "kernel", None) is not None:
            layer.kernel.regularizer = keras.regularizers.L1L2(l1, l2) if l1 or l2 else None
