"""A control that has learned nothing: GradCAM of the same architecture with random weights.

Adebayo et al. 2018, "Sanity checks for saliency maps", NeurIPS: a map that does not differ from
this one shows the architecture and the photograph, not what the classifier has learned.
"""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np

from neopain_gui.attribution.gradient_cam import grad_cam
from neopain_gui.attribution.question import Answer, AttributionRequest, no_facts
from neopain_gui.classifiers.network.layers import all_layers

_twins: weakref.WeakKeyDictionary[Any, tuple[int, Any]] = weakref.WeakKeyDictionary()
"""The latest twin of each model with its seed: a VGG-Face takes 111 MB."""


def attribute(question: AttributionRequest) -> Answer:
    """Answer for the registry: GradCAM of :func:`random_twin`, of the class that it predicts.

    What its outputs are called means nothing yet. Of two classes with random weights one speaks
    against nearly everything, and its map is empty; so the one that it prefers is explained,
    whichever class is asked for.
    """
    chosen = question.parameters
    maps = grad_cam(
        random_twin(question.classifier.layers, int(chosen["seed"])),
        question.inputs,
        layers=question.layers,
        score=str(chosen["score"]),
        activations=str(chosen["activations"]),
        job=question.job,
    )
    return Answer(maps={name: maps[name] for name in maps}, facts=no_facts(question))


def random_twin(model: Any, seed: int) -> Any:
    """Return a model like this one with weights as they are before any training.

    Each layer draws from its own initialisers, by default Glorot's uniform for kernels and zero
    for biases. What they draw depends on the seed and the layer's place alone, not on the
    model's weights. The model itself is not touched; its latest twin is kept as long as it is.

    Parameters
    ----------
    model : keras.Model
        Any that Keras can clone.
    seed : int
        ≥ 0.

    Returns
    -------
    keras.Model
    """
    import keras

    kept_seed, twin = _twins.get(model, (None, None))
    if kept_seed != seed:
        twin = keras.models.clone_model(model)
        for place, layer in enumerate(all_layers(twin)):
            _draw(layer, np.random.SeedSequence([seed, place]))
        _twins[model] = (seed, twin)
    return twin


def _draw(layer: Any, sequence: np.random.SeedSequence) -> None:
    """Give a layer's own weights new values."""
    import keras

    for name, state in zip(("kernel", "bias"), sequence.generate_state(2), strict=True):
        variable = getattr(layer, name, None)
        if variable is None:
            continue
        kind = keras.initializers.serialize(getattr(layer, f"{name}_initializer"))
        if "seed" in kind["config"]:
            kind["config"]["seed"] = int(state >> 1)
        variable.assign(keras.initializers.deserialize(kind)(variable.shape, variable.dtype))
