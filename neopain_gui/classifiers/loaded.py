"""A classifier in memory: what gives its scores, with what its inputs and outputs mean."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.foreign.bringing import load_kept
from neopain_gui.classifiers.foreign.declared import FOREIGN
from neopain_gui.classifiers.network.scoring import NetworkScoring
from neopain_gui.classifiers.preprocessing import Preprocessing
from neopain_gui.classifiers.registry import ClassifierInfo
from neopain_gui.classifiers.scorer import PROBABILITY, Gradient, ScorerInfo, Scoring
from neopain_gui.classifiers.weights import load_model, read_metadata
from neopain_gui.errors import InputError, WeightsError
from neopain_gui.provenance import sha256_file

_KEPT = 4
"""Models kept in the process; a VGG-Face takes 111 MB."""
_models: OrderedDict[str, Any] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Classifier:
    """A :class:`~neopain_gui.classifiers.scorer.Scorer`: weights, preprocessing and class order.

    Attributes
    ----------
    info : ClassifierInfo
        What it is.
    model : keras.Model or Scoring
        A network with softmax outputs (n, classes) and a layer ``logits``, or what else gives
        scores.
    weights_sha256 : str
        Of the weight file; part of the provenance of whatever it makes.
    """

    info: ClassifierInfo
    model: Any
    weights_sha256: str

    @property
    def preprocessing(self) -> Preprocessing:
        """What :meth:`prepare` does."""
        return self.info.network.preprocessing

    def prepare(self, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Turn RGB face crops of any sizes into inputs, float32 (n, size, size, channels)."""
        return self.preprocessing(crops)

    def undone(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn inputs back into RGB photographs, values 0–255."""
        return self.preprocessing.undone(inputs)

    def predict(self, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Return the class probabilities of RGB face crops.

        Returns
        -------
        ndarray of float32, shape (n, classes)
            In [0, 1], rows sum to 1, columns in ``info.class_order``.
        """
        step = self.info.network.at_once
        scores = np.empty((len(crops), len(self.info.class_order)), np.float32)
        for start in range(0, len(crops), step):
            batch = self.prepare(crops[start : start + step])
            scores[start : start + step] = self.scores(batch)
        return scores

    def scores(
        self, inputs: NDArray[np.float32], kind: str = PROBABILITY
    ) -> NDArray[np.floating[Any]]:
        """Return the scores of prepared inputs, all in one pass, shape (n, classes)."""
        return self._scoring.scores(inputs, kind)

    @property
    def gradient(self) -> Gradient | None:
        """The gradient of a class's score; None where there is none."""
        return self._scoring.gradient

    @property
    def layers(self) -> Any | None:
        """The Keras network; None where there are no layers to look into."""
        return self._scoring.layers

    @property
    def _scoring(self) -> Scoring:
        return self.model if isinstance(self.model, Scoring) else NetworkScoring(self.model)

    def class_index(self, label: str) -> int:
        """Return the output that stands for a class.

        Raises
        ------
        InputError
            The classifier has no such class.
        """
        if label not in self.info.class_order:
            raise no_such_class(self.info, label)
        return self.info.class_order.index(label)


def no_such_class(info: ScorerInfo, label: str) -> InputError:
    """Return what to say where a classifier has no output for a class."""
    return InputError(
        f"there is no class '{label}' of {info.short_name}",
        remedy=f"choose one of {', '.join(info.class_order)}",
        command=f"give --target with one of {', '.join(info.class_order)}",
    )


def load(info: ClassifierInfo, path: Path | None = None) -> Classifier:
    """Load a classifier; the same weights are held once in the process.

    Parameters
    ----------
    info : ClassifierInfo
        Of :func:`~neopain_gui.classifiers.registry.find`.
    path : Path, optional
        Its weight file, if not ``info.file``.

    Raises
    ------
    WeightsError
        The file is missing, damaged, or not what ``info`` says it is.
    """
    file = info.file if path is None else path
    if info.architecture != FOREIGN:
        _check_own(info, file)
    digest = sha256_file(file)
    model = _models.get(digest)
    if model is None or info.sha256 not in (None, digest):
        if info.architecture == FOREIGN:
            model = load_kept(file)
        else:
            model, digest = load_model(info.architecture, file, expected_sha256=info.sha256)
    _models[digest] = model
    _models.move_to_end(digest)
    while len(_models) > _KEPT:
        _models.popitem(last=False)
    return Classifier(info=info, model=model, weights_sha256=digest)


def _check_own(info: ClassifierInfo, file: Path) -> None:
    """Refuse a file of our own format that is for another classifier."""
    metadata = read_metadata(file)
    if (metadata.architecture, metadata.class_order) != (info.architecture, info.class_order):
        raise WeightsError(
            f"the file is for another architecture or class order than '{info.id}'",
            file=file,
            remedy="choose the classifier that it belongs to",
            command="give the classifier that it belongs to with --classifier",
        )
