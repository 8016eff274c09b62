"""The cascading randomisation test: whether a map depends on what the classifier has learnt.

Adebayo et al. 2018, "Sanity checks for saliency maps", NeurIPS. From the output towards the
input, one layer after the other loses what it has learnt; a map that stays the same is a picture
of the photograph, not of the classifier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.folds.mean import Mean
from neopain_gui.classifiers.network.layers import all_layers
from neopain_gui.classifiers.network.scoring import NetworkScoring
from neopain_gui.faithfulness.similarity import Likeness, MaskedMap, likeness
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.masks import MaskSettings
from neopain_gui.provenance import sha256_bytes

if TYPE_CHECKING:
    from neopain_gui.classifiers.loaded import Classifier
    from neopain_gui.classifiers.scorer import Scoring

MapsOf = Callable[["Classifier", Job], Mapping[str, NDArray[Any]]]
"""Maps of one face for a fixed class, by method."""

UNCHANGED = 0.95
HARDLY_CHANGED = 0.5
"""Spearman's coefficient with the trained classifier's map from which on the map of a classifier
without anything learnt is called unchanged, or hardly changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A step of the cascade.

    Attributes
    ----------
    name : str
        The layer, or the group of layers.
    layers : tuple of str
        Those that lose their weights in this step, besides all those before.
    """

    name: str
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomisedMap:
    """A map after one step of the cascade.

    Attributes
    ----------
    step : int
        From 1.
    stage : str
        The last layer, or group, that was randomised; everything after it is random too.
    method : str
    likeness : Likeness
        To the map of the trained classifier.
    """

    step: int
    stage: str
    method: str
    likeness: Likeness


def stages(classifier: Classifier, by: str = "group") -> tuple[Stage, ...]:
    """Return the steps from the output to the input.

    Parameters
    ----------
    classifier : Classifier
        Loaded.
    by : {"group", "layer"}
        One step for each group of convolutions, such as VGG-Face's five, or for every layer.
    """
    if by not in ("group", "layer"):
        raise ValueError(f"by must be group or layer, got {by!r}")
    if classifier.networks:  # all are of one architecture
        classifier = classifier.networks[0]()
    groups = {layer.name: f"group {layer.group}" for layer in classifier.info.layers}
    found: dict[str, list[str]] = {}
    for layer in reversed(_with_weights(classifier.layers)):
        name = groups.get(layer.name, layer.name) if by == "group" else layer.name
        found.setdefault(name, []).append(layer.name)
    return tuple(Stage(name=name, layers=tuple(layers)) for name, layers in found.items())


def cascade(
    classifier: Classifier, *, by: str = "group", seed: int = 0
) -> Iterator[tuple[Stage, Classifier]]:
    """Yield the classifier after each step, on a copy: the given one never changes.

    A layer gets what it was built with: its own initialisers' numbers, drawn anew from the seed,
    its kernel scaled to the spread of the trained one. Unscaled, the layers of a network whose
    inputs go to 255 would saturate the softmax, and every map would be empty for that reason
    alone. The yielded classifiers share one model: use each before asking for the next.

    Parameters
    ----------
    classifier : Classifier
        Loaded.
    by : {"group", "layer"}
        See :func:`stages`.
    seed : int
        Decides every weight.
    """
    if classifier.networks:
        yield from _of_several(classifier, by, seed)
        return
    trained: Any = classifier.layers
    model = type(trained).from_config(trained.get_config())
    model.set_weights(trained.get_weights())
    layers = {layer.name: layer for layer in _with_weights(model)}
    for number, stage in enumerate(stages(classifier, by)):
        for place, name in enumerate(stage.layers):
            _randomise(layers[name], (seed, number, place))
        identity = f"{classifier.weights_sha256} {by} {stage.name} {seed}"
        yield (
            stage,
            replace(classifier, model=model, weights_sha256=sha256_bytes(identity.encode())),
        )


def _of_several(classifier: Classifier, by: str, seed: int) -> Iterator[tuple[Stage, Classifier]]:
    """Yield the mean of several networks after each step; each is made anew when it is asked."""

    def after(number: int, network: Callable[[], Classifier]) -> Scoring:
        steps = cascade(network(), by=by, seed=seed)
        return NetworkScoring(next(islice(steps, number, None))[1].model)

    for number, stage in enumerate(stages(classifier, by)):
        members = tuple(partial(after, number, network) for network in classifier.networks)
        identity = f"{classifier.weights_sha256} {by} {stage.name} {seed}"
        digest = sha256_bytes(identity.encode())
        yield stage, replace(classifier, model=Mean(members), weights_sha256=digest)


def randomisation(
    classifier: Classifier,
    maps_of: MapsOf,
    trained: Mapping[str, NDArray[Any]],
    *,
    settings: MaskSettings,
    by: str = "group",
    seed: int = 0,
    job: Job = NULL_JOB,
) -> list[RandomisedMap]:
    """Compare the maps of ever more random classifiers with those of the trained one.

    Parameters
    ----------
    classifier : Classifier
        Trained.
    maps_of : callable
        Makes the maps of one face, for the class that ``trained`` explains.
    trained : Mapping of str to ndarray, shape (H, W)
        The trained classifier's maps.
    settings : MaskSettings
        Of the contour masks.
    by : {"group", "layer"}
        See :func:`stages`.
    seed : int
        Decides every random weight.
    job : Job, optional
        Checked before each step, and by what makes the maps.

    Returns
    -------
    list of RandomisedMap
        Per step from the output on, then per map.
    """
    before = {name: MaskedMap.of(values, settings) for name, values in trained.items()}
    count = len(stages(classifier, by))
    rows = []
    for number, (stage, randomised) in enumerate(cascade(classifier, by=by, seed=seed)):
        job.check()
        job.progress(number, count, f"Randomised down to {stage.name}")
        now = maps_of(randomised, PartOfJob(job, number / count, (number + 1) / count))
        rows += [
            RandomisedMap(
                step=number + 1,
                stage=stage.name,
                method=name,
                likeness=likeness(before[name], MaskedMap.of(values, settings)),
            )
            for name, values in now.items()
        ]
    job.progress(count, count)
    return rows


def verdict(last: float) -> str:
    """Say what Spearman's coefficient after the last step means; empty where the map changed.

    Parameters
    ----------
    last : float
        Between the maps of the trained and of the wholly random classifier; NaN where one of
        them is empty or constant.
    """
    if np.isnan(last):
        return "undefined"
    if last >= UNCHANGED:
        return "does not change"
    return "hardly changes" if last >= HARDLY_CHANGED else ""


def _with_weights(model: Any) -> list[Any]:
    """Return the layers that own weights, from the input on, also inside nested models."""
    return [
        layer for layer in all_layers(model) if layer.get_weights() and not hasattr(layer, "layers")
    ]


def _randomise(layer: Any, seed: tuple[int, ...]) -> None:
    """Give a layer new weights of its own initialisers; those of ours have kernel and bias."""
    rng = np.random.default_rng(seed)
    fresh = []
    for variable in layer.weights:
        trained = np.asarray(variable.value, np.float64)
        initialiser = getattr(layer, f"{variable.name}_initializer", None)
        config = initialiser.get_config() if initialiser is not None else {}
        if "seed" in config:
            config["seed"] = int(rng.integers(2**31))
        drawn = (
            np.asarray(type(initialiser).from_config(config)(trained.shape), np.float64)
            if initialiser is not None
            else rng.permutation(trained.ravel()).reshape(trained.shape)
        )
        if drawn.std() > 0 and trained.std() > 0:
            drawn *= trained.std() / drawn.std()
        fresh.append(drawn.astype(np.float32))
    layer.set_weights(fresh)
