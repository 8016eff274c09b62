"""What a file with a network is, said before anything is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from neopain_gui.classifiers.architecture import LayerInfo
from neopain_gui.classifiers.foreign.building import multiplications, outline, shape_of
from neopain_gui.classifiers.foreign.ends import LINEAR, SIGMOID, ending
from neopain_gui.classifiers.foreign.explained_layers import explained_layers
from neopain_gui.classifiers.foreign.stored import stored
from neopain_gui.classifiers.network.layers import all_layers
from neopain_gui.provenance import sha256_file

NETWORK = "network"
_STATED = ("The file does not say", "It does not say", "It takes pictures of any size")
"""Beginnings of what a person states of a network, so that nothing stays uncertain of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFound:
    """A layer of a network: name, kind, the shape of what it gives, number of weights."""

    name: str
    kind: str
    shape: tuple[int | None, ...]
    parameters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a file with a network is.

    Attributes
    ----------
    file : str
        Its name.
    sha256, format : str
    kind : str
        :data:`NETWORK`: it must be declared before it is brought in; or one of those that say
        themselves what they are (:mod:`~neopain_gui.classifiers.looking`).
    architecture : str
        In a few words.
    parameters : int
    multiplications : float
        For one picture.
    layers : tuple of LayerFound
        All that compute something, from the input towards the output.
    explained : tuple of LayerInfo
        Those whose activations can be explained.
    outputs : int
        Of the network itself: 1 for a single sigmoid, 0 where nothing tells classes apart.
    ending : str
        What makes them: ``"softmax"``, ``"sigmoid"`` or ``"linear"``; empty without any.
    class_order : tuple of str
        What the outputs mean as far as the file says it; empty: it does not.
    size : int or None
        Side of its pictures in pixels; None if it takes any.
    channels : int
        1 for grey, 3 for colours.
    uncertain : tuple of str
        What the file does not say and what is odd about it, each a sentence.
    colours : str
        ``"RGB"`` or ``"BGR"``, where it is known what its first layer expects.
    about : tuple of (str, str)
        What the file says of itself: names and words.
    to_know : tuple of str
        What has to be said wherever it shows, each a sentence.
    """

    file: str
    sha256: str
    format: str
    kind: str
    architecture: str
    parameters: int
    multiplications: float
    layers: tuple[LayerFound, ...]
    explained: tuple[LayerInfo, ...]
    outputs: int
    ending: str
    class_order: tuple[str, ...]
    size: int | None
    channels: int
    uncertain: tuple[str, ...]
    colours: str = ""
    about: tuple[tuple[str, str], ...] = ()
    to_know: tuple[str, ...] = ()

    @property
    def odd(self) -> tuple[str, ...]:
        """What is uncertain beside what has to be stated of a network anyway."""
        return tuple(one for one in self.uncertain if not one.startswith(_STATED))

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain JSON types."""
        return asdict(self)


def look(path: Path, size: int | None = None) -> Findings:
    """Say what a file with a network is; nothing in it is executed, no weight is read.

    Parameters
    ----------
    path : Path
        A ``.keras`` file or an HDF5 file with its architecture.
    size : int, optional
        Side of its pictures in pixels, for a network that takes any.

    Raises
    ------
    WeightsError
        It is no such file, or the network cannot be brought in.
    """
    with stored(path) as held:
        model = outline(held, path, size)
    return described(model, path, kind=held.format, architecture="", uncertain=())


def described(
    model: Any, path: Path, *, kind: str, architecture: str, uncertain: Sequence[str]
) -> Findings:
    """Say what a network is, whose weights need not be there.

    Parameters
    ----------
    model : keras.Model
        The network.
    path : Path
        Its file.
    kind, architecture : str
        What the file and the network are called; empty: by the network's own name.
    uncertain : sequence of str
        What is uncertain beside what follows from the network.
    """
    side = model.inputs[0].shape[1]
    layers = [one for one in all_layers(model) if not hasattr(one, "layers")]
    if side is None:
        explained: tuple[LayerInfo, ...] = ()
    else:
        explained = explained_layers(model)
    return Findings(
        file=path.name,
        sha256=sha256_file(path),
        format=kind,
        kind=NETWORK,
        architecture=architecture or _in_words(model, layers),
        parameters=model.count_params(),
        multiplications=multiplications(model),
        layers=tuple(
            LayerFound(
                name=one.name,
                kind=type(one).__name__,
                shape=shape_of(one),
                parameters=one.count_params(),
            )
            for one in layers
        ),
        explained=explained,
        outputs=int(model.outputs[0].shape[-1]),
        ending=ending(model, path),
        class_order=(),
        size=side,
        channels=int(model.inputs[0].shape[3]),
        uncertain=(*_uncertain(model, path, layers, explained), *uncertain),
    )


def _in_words(model: Any, layers: list[Any]) -> str:
    convolutions = sum("Conv" in type(one).__name__ for one in layers)
    dense = sum(type(one).__name__ == "Dense" for one in layers)
    kind = "sequential" if type(model).__name__ == "Sequential" else "functional"
    return (
        f"{kind} Keras network '{model.name}' of {len(layers)} layers, {convolutions} of them "
        f"convolutions and {dense} fully connected"
    )


def _uncertain(
    model: Any, path: Path, layers: list[Any], explained: tuple[LayerInfo, ...]
) -> list[str]:
    found, outputs = [], model.outputs[0].shape[-1]
    end = ending(model, path)
    which = "which class its single output stands for" if outputs == 1 else "what its outputs mean"
    found.append(f"The file does not say {which}, nor in which order.")
    if model.inputs[0].shape[3] == 3:
        found.append("It does not say whether its pictures are RGB or BGR.")
    found.append("It does not say by what pixels are divided, nor what is subtracted then.")
    if model.inputs[0].shape[1] is None:
        found.append("It takes pictures of any size: that of its training must be stated.")
    elif not explained:
        found.append("It has no layer that can be explained: methods by layer do not apply.")
    if end == LINEAR:
        what = "a sigmoid" if outputs == 1 else "a softmax"
        found.append(
            f"Its outputs have no activation; they are taken for scores before {what}"
            + (", which those of a regression are not." if outputs == 1 else ".")
        )
    elif end == SIGMOID:
        found.append("Its single sigmoid becomes two classes whose probabilities add up to 1.")
    scaling = [one.name for one in layers if type(one).__name__ in ("Rescaling", "Normalization")]
    if scaling:
        found.append(
            f"It scales its pictures by itself (layer '{scaling[0]}'): stated beside that, scale "
            "and mean would count twice."
        )
    return found
