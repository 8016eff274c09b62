"""What a classifier is made of, known without building it: one entry says it all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neopain_gui.classifiers.preprocessing import Preprocessing
from neopain_gui.classifiers.scorer import GRADIENT, LAYERS, SCORES

if TYPE_CHECKING:
    from neopain_gui.classifiers.scorer import Scoring


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerInfo:
    """A layer whose activations can be explained.

    Attributes
    ----------
    name : str
        In the Keras model; its output is the activation after ReLU (decision 7).
    group : int
        The group of convolutions, from 1.
    depth : int
        Place from the input towards the output, from 1.
    title : str
        For people.
    block : str
        Which layers belong together, for people: a block of VGG-Face, a branch of N-CNN.
    """

    name: str
    group: int
    depth: int
    title: str
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """A kind of classifier: a network that NeoPain builds, or anything else that scores a face.

    Attributes
    ----------
    id : str
        Named in weight files and in provenance; also the name of the Keras model.
    short_name : str
        As in the dissertation's tables.
    preprocessing : Preprocessing
        How a face crop becomes an input.
    parameters : int
        Number of weights (Appendices A and B).
    layers : tuple of LayerInfo
        From the input towards the output; empty where there are none to look into.
    depth_layers : tuple of str
        One layer per group: the steps of a walk through the depth (Figures 14 and 15).
    build : callable or None
        Builds the Keras model with fresh weights; None for what is no Keras model.
    read : callable or None
        Makes what scores (:class:`~neopain_gui.classifiers.scorer.Scoring`) of a weight file's
        arrays, for what is no Keras model. The file's structure and its description have been
        checked; it raises WeightsError where the arrays do not fit.
    gives : frozenset of str
        What methods of attribution may ask for: ``"scores"``, ``"gradient"``, ``"layers"``.
    at_once : int
        Faces scored in one pass. Larger batches cost memory and gain nothing on a CPU.
    gradient_seconds : float
        A gradient, on two processor cores (docs/performance.md).
    layer_bytes : float
        What a study takes on the disk for the map of a layer, all layers on average.
    settled : int
        Gradients that Integrated Gradients take until the mask has settled
        (docs/performance.md).
    """

    id: str
    short_name: str
    preprocessing: Preprocessing
    parameters: int
    layers: tuple[LayerInfo, ...] = ()
    depth_layers: tuple[str, ...] = ()
    build: Callable[[], Any] | None = None
    read: Callable[[Path], Scoring] | None = None
    gives: frozenset[str] = frozenset({SCORES, GRADIENT, LAYERS})
    at_once: int = 4
    gradient_seconds: float = 0.348
    layer_bytes: float = 20_000
    settled: int = 50

    @property
    def input_size(self) -> int:
        """Side of the square input in pixels."""
        return self.preprocessing.size

    @property
    def default_layer(self) -> str | None:
        """The last convolution, which the dissertation's comparison uses (section 3.4.2)."""
        return self.depth_layers[-1] if self.depth_layers else None
