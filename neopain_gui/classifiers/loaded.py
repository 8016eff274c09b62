"""A classifier in memory: the network together with what its inputs and outputs mean."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.preprocessing import PREPROCESSING, Preprocessing
from neopain_gui.classifiers.registry import ClassifierInfo
from neopain_gui.classifiers.weights import build, load_weights, read_metadata
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import WeightsError
from neopain_gui.provenance import sha256_file

_BATCH = {"vgg_face": 4, "n_cnn": 16}
"""Larger batches of VGG-Face cost memory and gain nothing on a CPU."""
_KEPT = 4
"""Models kept in the process; a VGG-Face takes 111 MB."""
_models: OrderedDict[str, Any] = OrderedDict()
_forward: weakref.WeakKeyDictionary[Any, Callable[[Any], Any]] = weakref.WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Classifier:
    """A network with its preprocessing and class order.

    Attributes
    ----------
    info : ClassifierInfo
        What it is.
    model : keras.Model
        With softmax outputs (n, 2) and a layer ``logits``.
    weights_sha256 : str
        Of the weight file; part of the provenance of whatever it makes.
    """

    info: ClassifierInfo
    model: Any
    weights_sha256: str

    @property
    def preprocessing(self) -> Preprocessing:
        """What :meth:`prepare` does."""
        return PREPROCESSING[self.info.architecture]

    def prepare(self, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Turn RGB face crops of any sizes into inputs, float32 (n, size, size, 3)."""
        return self.preprocessing(crops)

    def predict(self, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Return the class probabilities of RGB face crops.

        Returns
        -------
        ndarray of float32, shape (n, 2)
            In [0, 1], rows sum to 1, columns in ``info.class_order``.
        """
        step = _BATCH[self.info.architecture]
        scores = np.empty((len(crops), 2), np.float32)
        for start in range(0, len(crops), step):
            batch = self.prepare(crops[start : start + step])
            scores[start : start + step] = self.forward(batch)
        return scores

    def forward(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the class probabilities of prepared inputs, all in one pass, float32 (n, 2)."""
        return np.asarray(_traced_forward(self.model)(inputs), np.float32)

    def class_index(self, label: PainLabel) -> int:
        """Return the output that stands for a class."""
        return self.info.class_order.index(label)


def _traced_forward(model: Any) -> Callable[[Any], Any]:
    """Return the model's forward pass, traced once: a third faster than layer by layer."""
    import tensorflow as tf

    if model not in _forward:
        reference = weakref.ref(model)

        def forward(images: Any) -> Any:
            network: Any = reference()
            return network(images, training=False)

        signature = (tf.TensorSpec((None, *model.input_shape[1:]), tf.float32),)
        _forward[model] = tf.function(forward, input_signature=signature, autograph=False)
    return _forward[model]


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
    metadata = read_metadata(file)
    if (metadata.architecture, metadata.class_order) != (info.architecture, info.class_order):
        raise WeightsError(
            f"the file is for another architecture or class order than '{info.id}'",
            file=file,
            remedy="choose the classifier that it belongs to",
            command="give the classifier that it belongs to with --classifier",
        )
    digest = sha256_file(file)
    model = _models.get(digest)
    if model is None or info.sha256 not in (None, digest):
        model = build(info.architecture)
        digest = load_weights(model, file, expected_sha256=info.sha256)
    _models[digest] = model
    _models.move_to_end(digest)
    while len(_models) > _KEPT:
        _models.popitem(last=False)
    return Classifier(info=info, model=model, weights_sha256=digest)
