"""A classifier in memory: what gives its scores, with what its inputs and outputs mean."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.folds.mean import Mean
from neopain_gui.classifiers.folds.record import digest_of, folder_beside
from neopain_gui.classifiers.foreign.bringing import load_kept
from neopain_gui.classifiers.foreign.declared import FOREIGN
from neopain_gui.classifiers.network.scoring import NetworkScoring
from neopain_gui.classifiers.preprocessing import Preprocessing
from neopain_gui.classifiers.registry import ClassifierInfo
from neopain_gui.classifiers.scorer import PROBABILITY, Gradient, ScorerInfo, Scoring
from neopain_gui.classifiers.weights import load_model, read_metadata
from neopain_gui.errors import InputError, WeightsError
from neopain_gui.provenance import sha256_file

_MOST, _MOST_BYTES = 64, 450 << 20
"""Models kept in the process: four VGG-Faces at 111 MB, or all folds of an N-CNN; more where more
speak together."""
_models: OrderedDict[str, Any] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldsUsed:
    """Which networks of a cross-validated classifier speak.

    Attributes
    ----------
    training : str
        Names the training: the SHA-256 of all folds' weight files, in their order.
    of : int
        How many folds it has.
    used : tuple of int
        From 1; the mean of several.
    why, said : str
        Why these speak of a photograph, as :class:`~neopain_gui.classifiers.folds.held_out.HeldOut`
        has it; empty before a photograph is known.
    """

    training: str
    of: int
    used: tuple[int, ...]
    why: str = ""
    said: str = ""

    @property
    def made_of(self) -> dict[str, Any]:
        """What determines a map, as plain JSON types; the provenance keeps it."""
        return {"training": self.training, "of": self.of, "used": list(self.used)}

    @property
    def facts(self) -> dict[str, Any]:
        """What belongs beside a map, as plain JSON types."""
        return {"of": self.of, "used": list(self.used), "why": self.why, "said": self.said}


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
        Of the weight file; part of the provenance of whatever it makes. Of several networks what
        names their files together.
    folds : FoldsUsed or None
        Of a cross-validated classifier: whose networks these are. As it is loaded it speaks with
        all of them; :func:`of_folds` gives some.
    """

    info: ClassifierInfo
    model: Any
    weights_sha256: str
    folds: FoldsUsed | None = None

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
    def networks(self) -> tuple[Callable[[], Classifier], ...]:
        """The networks of which this is the mean, each read when asked for; none if it is one."""
        if not isinstance(self.model, Mean):
            return ()
        return tuple(partial(self._alone, member) for member in self.model.members)

    def _alone(self, member: Callable[[], Scoring]) -> Classifier:
        return replace(self, model=member())

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
    if info.folds is not None:
        return of_folds(info, range(1, len(info.folds.folds) + 1))
    file = info.file if path is None else path
    model, digest = _network(info, file, info.sha256)
    return Classifier(info=info, model=model, weights_sha256=digest)


def of_folds(info: ClassifierInfo, numbers: Sequence[int]) -> Classifier:
    """Return some networks of a cross-validated classifier as one.

    Parameters
    ----------
    info : ClassifierInfo
        Of one that has folds.
    numbers : sequence of int
        Which, from 1; of several the mean is meant, and each is read when it is asked.

    Raises
    ------
    WeightsError
        A fold's file is missing, damaged, or another one than was brought in.
    """
    record = info.folds
    assert record is not None
    folder = folder_beside(info.file)
    folds, digest = [record.folds[number - 1] for number in numbers], digest_of_folds(info, numbers)
    reads = [partial(_of_fold, info, folder / fold.file, fold.sha256, len(folds)) for fold in folds]
    used = FoldsUsed(training=record.training, of=len(record.folds), used=tuple(numbers))
    if len(folds) == 1:
        model: Any = reads[0]()
    else:
        model = Mean(tuple(partial(_scoring_of_fold, read) for read in reads))
    return Classifier(info=info, model=model, weights_sha256=digest, folds=used)


def digest_of_folds(info: ClassifierInfo, numbers: Sequence[int]) -> str:
    """Return what names the weights of some folds, reading none: a fold's own, or one for all."""
    assert info.folds is not None
    hashes = [info.folds.folds[number - 1].sha256 for number in numbers]
    return hashes[0] if len(hashes) == 1 else digest_of(hashes)


def _of_fold(info: ClassifierInfo, file: Path, sha256: str, together: int) -> Any:
    """Return a fold's network; of those that speak together none gives way to the next.

    A mean asks them in turn, many times over: reading each anew would take longer than asking.
    """
    model = _models.get(sha256)
    if model is None:
        model = _network(info, file, sha256, together)[0]
    _models.move_to_end(sha256)
    return model


def _scoring_of_fold(read: Callable[[], Any]) -> Scoring:
    model = read()
    return model if isinstance(model, Scoring) else NetworkScoring(model)


def _network(
    info: ClassifierInfo, file: Path, expected: str | None, together: int = 1
) -> tuple[Any, str]:
    """Return the network of a weight file, once read, and the file's SHA-256."""
    if info.architecture != FOREIGN:
        _check_own(info, file)
    digest = sha256_file(file)
    model = _models.get(digest)
    if model is None or expected not in (None, digest):
        if info.architecture == FOREIGN:
            model = load_kept(file)
        else:
            model, digest = load_model(info.architecture, file, expected_sha256=expected)
    _models[digest] = model
    _models.move_to_end(digest)
    most = max(_MOST_BYTES, together * _bytes(model))
    there = len(_models)
    while len(_models) > max(_MOST, together) or (len(_models) > 1 and _kept_bytes() > most):
        _models.popitem(last=False)
    if len(_models) < there:
        gc.collect()  # a network refers to itself, so nothing else frees its memory in time
    return model, digest


def _kept_bytes() -> int:
    return sum(map(_bytes, _models.values()))


def _bytes(model: Any) -> int:
    """Return about how much memory a model takes; what is no Keras model is small."""
    return 4 * int(model.count_params()) if hasattr(model, "count_params") else 0


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
