"""A classifier written as TFLite: only where it gives what Keras gives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.loaded import Classifier
from neopain_gui.classifiers.tflite.about import Checked, about
from neopain_gui.classifiers.tflite.convert import Kind, converted, scores_of
from neopain_gui.errors import EnvironmentFault, InputError
from neopain_gui.imaging import require_file, write_bytes_atomic

LIMITS = {Kind.FLOAT: 1e-4, Kind.HALF: 1e-3, Kind.INT8: 0.05}
"""Largest difference of a class score that is let pass."""
_CLOSER = {
    Kind.FLOAT: "weights of NeoPain",
    Kind.HALF: str(Kind.FLOAT),
    Kind.INT8: f"{Kind.HALF} or {Kind.FLOAT}",
}
"""What to export instead where a kind differs."""
SUFFIX = ".tflite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written.

    Attributes
    ----------
    file, about : Path
        The network, and the JSON that says how it is used.
    size : int
        Bytes of the network.
    checked : Checked
        How it compares with Keras.
    """

    file: Path
    about: Path
    size: int
    checked: Checked


def export(
    classifier: Classifier,
    out: Path,
    kind: Kind,
    crops: Sequence[NDArray[np.uint8]],
    *,
    threshold: float | None = None,
    card: Path | None = None,
) -> Exported:
    """Write a classifier as a TFLite file with a JSON beside it.

    Parameters
    ----------
    classifier : Classifier
        One network.
    out : Path
        Ends in ``.tflite``; the JSON has its name with ``.json``. What is there is replaced.
    kind : Kind
        How the weights are kept.
    crops : sequence of uint8 arrays (H, W, 3)
        Faces on which it is compared with Keras.
    threshold : float, optional
        The class score of pain from which on the JSON calls it pain.
    card : Path, optional
        The JSON of its card.

    Raises
    ------
    InputError
        It is no single network, or the file gives other class scores than Keras: then nothing is
        written.
    EnvironmentFault
        It cannot be converted here, or the files cannot be written.
    """
    check_wanted(out, threshold)
    network = _network(classifier)
    try:
        content = converted(network, kind)
    except (ValueError, RuntimeError, OSError, NotImplementedError) as error:
        first = str(error).strip().splitlines()
        raise EnvironmentFault(
            f"{classifier.info.short_name} cannot be converted to TFLite: "
            f"{(first or ['unknown why'])[0][:200]}."
        ) from error
    checked = check(classifier, content, kind, crops)
    said = about(classifier, kind, content, checked, threshold, card)
    description = out.with_suffix(".json")
    write_bytes_atomic(
        description, (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()
    )
    write_bytes_atomic(out, content)
    return Exported(file=out, about=description, size=len(content), checked=checked)


def check_wanted(out: Path, threshold: float | None) -> None:
    """Refuse what cannot be written or meant, before anything takes its time.

    Raises
    ------
    InputError
        The name has another ending, or the threshold is none.
    EnvironmentFault
        Nothing can be written there.
    """
    if out.suffix != SUFFIX:
        raise InputError("a TFLite file's name ends in .tflite", file=out, remedy="add that ending")
    if threshold is not None and not 0 < threshold < 1:
        raise InputError(f"{threshold:g} is no threshold", remedy="give a number between 0 and 1")
    require_file(out)


def check(
    classifier: Classifier, content: bytes, kind: Kind, crops: Sequence[NDArray[np.uint8]]
) -> Checked:
    """Compare a TFLite file with the network that it was made of.

    Raises
    ------
    InputError
        A class score differs by more than the limit, or is no number.
    """
    inputs = classifier.prepare(crops)
    ours = np.stack([classifier.scores(one[np.newaxis])[0] for one in inputs])
    largest = float(np.abs(scores_of(content, inputs) - ours).max())
    limit = LIMITS[kind]
    if not largest <= limit:  # what is no number is not below it
        raise InputError(
            f"a class score of the TFLite file differs by {largest:.2g} from Keras's, and more "
            f"than {limit:g} is not let pass; nothing was written",
            remedy=f"export it as {_CLOSER[kind]}",
            command=None if kind is Kind.FLOAT else f"give --type {_CLOSER[kind]}",
        )
    return Checked(largest=largest, pictures=len(crops), limit=limit)


def _network(classifier: Classifier) -> Any:
    """Return the Keras network of a classifier, which has exactly one."""
    if classifier.info.folds is not None:
        raise InputError(
            f"{classifier.info.title} is several networks, one for each fold, and a TFLite file "
            "holds one",
            remedy="export a fold's, or one that was refitted on all neonates",
            command="give a fold's classifier.weights.h5, or that in refit/",
        )
    network = classifier.layers
    if network is None:
        raise InputError(
            f"{classifier.info.title} is no network of layers, so it has no TFLite file",
            remedy="choose a network",
        )
    return network
